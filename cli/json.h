/* json.h - the objects that --json prints (by jansson). */
#ifndef WOAD_CLI_JSON_H
#define WOAD_CLI_JSON_H

#include <jansson.h>

#include <woad/woad.h>

/* A text, with U+FFFD in place of bytes that are no UTF-8, as JSON wants; NULL for want of memory.
 */
json_t *json_text(const char *text);

/* A number, or null for NaN and infinities, which JSON does not have. */
json_t *json_finite(double value);

/* A number, or a string for what JSON readers' integers do not hold. */
json_t *json_seed(uint64_t seed);

/* {"dither_error_db": {"1.0": ...}, "low_band_db": ..., "high_band_cv": ...} */
json_t *json_scores(const woad_scores *scores);

/* {"pdf": ..., "low_band_db": ..., "high_band_cv": ..., "kolmogorov": ...} */
json_t *json_value_scores(const char *pdf, const woad_value_scores *scores);

/* {"spectrum": ..., "annuli": ..., "relative_rms": ..., ...} */
json_t *json_target(const char *spectrum, const woad_target_score *score);

/* {"total": ..., "spectral": ..., ...}: each term with its weight, so that they add up. */
json_t *json_losses(const woad_losses *losses);

/* Adds what a design did and came to, but for its seconds and scores. */
void json_put_report(json_t *object, const char *stop_reason, const woad_design_report *report);

/* Prints the object on standard output with a newline and frees it; the exit code. */
int json_print(json_t *object);

#endif
