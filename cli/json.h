/* json.h - the objects that --json prints (by jansson). */
#ifndef WOAD_CLI_JSON_H
#define WOAD_CLI_JSON_H

#include <jansson.h>

#include <woad/woad.h>

/* A number, or null for NaN and infinities, which JSON does not have. */
json_t *json_finite(double value);

/* {"dither_error_db": {"1.0": ...}, "low_band_db": ..., "high_band_cv": ...} */
json_t *json_scores(const woad_scores *scores);

/* {"total": ..., "spectral": ..., ...}: each term with its weight, so that they add up. */
json_t *json_losses(const woad_losses *losses);

/* Prints the object on standard output with a newline and frees it; the exit code. */
int json_print(json_t *object);

/* The blur of a score as JSON and tables name it: "1.0". */
#define SIGMA_NAME_SIZE 8
void sigma_name(size_t index, char name[SIGMA_NAME_SIZE]);

/* A score for people: "-" where it is not finite. */
#define SCORE_SIZE 32
void score_text(const char *format, double value, char text[SCORE_SIZE]);

#endif
