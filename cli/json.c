/* json.c - the objects that --json prints (by jansson). */
#include "json.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "failure.h"
#include "score_text.h"
#include "utf8.h"

json_t *json_text(const char *text)
{
    size_t size = UTF8_ROOM(strlen(text));
    char *valid = malloc(size);
    if (!valid)
        return NULL;
    utf8_copy(valid, size, text);
    json_t *string = json_string(valid);
    free(valid);
    return string;
}

json_t *json_finite(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

json_t *json_seed(uint64_t seed)
{
    if (seed <= INT64_MAX)
        return json_integer((json_int_t)seed);
    return json_sprintf("%" PRIu64, seed);
}

json_t *json_scores(const woad_scores *scores)
{
    json_t *errors = json_object();
    for (size_t s = 0; s < WOAD_SCORE_SIGMAS; s++) {
        char name[SIGMA_NAME_SIZE];
        sigma_name(s, name);
        json_object_set_new(errors, name, json_finite(scores->dither_error_db[s]));
    }
    json_t *object = json_object();
    json_object_set_new(object, "dither_error_db", errors);
    json_object_set_new(object, "low_band_db", json_finite(scores->low_band_db));
    json_object_set_new(object, "high_band_cv", json_finite(scores->high_band_cv));
    return object;
}

json_t *json_value_scores(const char *pdf, const woad_value_scores *scores)
{
    json_t *object = json_object();
    json_object_set_new(object, "pdf", json_text(pdf));
    json_object_set_new(object, "low_band_db", json_finite(scores->low_band_db));
    json_object_set_new(object, "high_band_cv", json_finite(scores->high_band_cv));
    json_object_set_new(object, "kolmogorov", json_finite(scores->kolmogorov));
    return object;
}

json_t *json_target(const char *spectrum, const woad_target_score *score)
{
    json_t *object = json_object();
    json_object_set_new(object, "spectrum", json_text(spectrum));
    json_object_set_new(object, "annuli", json_integer((json_int_t)score->annuli));
    json_object_set_new(object, "relative_rms", json_finite(score->relative_rms));
    json_object_set_new(object, "worst", json_finite(score->worst));
    json_object_set_new(object, "worst_frequency", json_finite(score->worst_frequency));
    json_object_set_new(object, "stop_band_db", json_finite(score->stop_band_db));
    return object;
}

json_t *json_losses(const woad_losses *losses)
{
    json_t *object = json_object();
    json_object_set_new(object, "total", json_finite(losses->total));
    for (size_t t = 0; woad_loss_term_at(t); t++)
        json_object_set_new(object, woad_loss_term_at(t)->name, json_finite(losses->terms[t]));
    return object;
}

void json_put_report(json_t *object, const char *stop_reason, const woad_design_report *report)
{
    json_object_set_new(object, "iterations", json_integer((json_int_t)report->iterations));
    json_object_set_new(object, "sweeps", json_integer((json_int_t)report->sweeps));
    json_object_set_new(object, "swaps", json_integer((json_int_t)report->swaps));
    json_object_set_new(object, "backoffs", json_integer((json_int_t)report->backoffs));
    json_object_set_new(object, "stop_reason", json_text(stop_reason));
    json_object_set_new(object, "loss", json_losses(&report->after));
    json_object_set_new(object, "loss_before_projection", json_losses(&report->before));
}

int json_print(json_t *object)
{
    int failed = json_dumpf(object, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(9));
    json_decref(object);
    if (failed || putchar('\n') == EOF || fflush(stdout) != 0)
        return fail(EXIT_OUTPUT, "cannot write standard output");
    return EXIT_DONE;
}
