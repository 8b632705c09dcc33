/* designed.c - a mask that was designed: its scores, and what is told of it. */
#include "designed.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "failure.h"
#include "score_table.h"
#include "score_text.h"
#include "text.h"

int designed_score(cli_designed *d, const woad_design_params *params)
{
    woad_error error;
    woad_status status = design_scores_measure(params, d->mask, &d->scores, &error);
    d->scored = status >= 0;
    return status < 0 ? fail_with(status, &error) : EXIT_DONE;
}

/* Or else of vectors, which have no scores of their values. */
static bool is_uniform(const woad_design_params *params)
{
    const char *pdf = params->loss.pdf;
    return woad_pdf_is_uniform(pdf) || woad_pdf_components(pdf) > 1;
}

static void annotate_scores(
    const cli_design_scores *scores, const woad_design_params *params, cli_text *recipe)
{
    for (size_t s = 0; s < WOAD_SCORE_SIGMAS; s++) {
        char name[SIGMA_NAME_SIZE];
        sigma_name(s, name);
        text_put(recipe, "; dither_error_db %s = %.4f\n", name,
            scores->thresholds.dither_error_db[s]);
    }
    text_put(recipe, "; low_band_db = %.4f\n; high_band_cv = %.4f\n",
        scores->thresholds.low_band_db, scores->thresholds.high_band_cv);
    if (!is_uniform(params))
        text_put(recipe, "; values.low_band_db = %.4f\n", scores->values.low_band_db);
    if (design_scores_have_target(params))
        text_put(recipe, "; target_relative_rms = %.6f\n", scores->target.relative_rms);
}

int designed_annotate(
    cli_designed *d, const woad_design_params *params, const char *stop_reason, bool had_start)
{
    cli_text recipe = {0};
    text_put(&recipe, "; ran %zu iterations, %zu sweeps (%s), loss %.6g\n",
        d->report.iterations, d->report.sweeps, stop_reason, d->report.after.total);
    if (had_start)
        text_put(&recipe, "; started from a mask that this recipe does not hold\n");
    if (d->scored)
        annotate_scores(&d->scores, params, &recipe);
    text_put(&recipe, "%s", d->mask->recipe);
    int code = EXIT_DONE;
    if (recipe.failed || woad_mask_set_recipe(d->mask, recipe.bytes) < 0)
        code = fail(EXIT_INTERNAL, "out of memory for the recipe");
    text_clear(&recipe);
    return code;
}

void designed_text(
    const cli_designed *d, const woad_design_params *params, char *text, size_t size)
{
    char values[64] = "", target[64] = "";
    *text = '\0';
    if (!d->scored)
        return;
    if (!is_uniform(params))
        snprintf(
            values, sizeof values, ", of the values %.1f dB", d->scores.values.low_band_db);
    if (design_scores_have_target(params))
        snprintf(target, sizeof target, ", target within %.1f %%",
            100 * d->scores.target.relative_rms);
    snprintf(text, size, ", dither error %.2f dB, low band %.1f dB%s%s",
        scores_mean_db(&d->scores.thresholds), d->scores.thresholds.low_band_db, values,
        target);
}

int designed_params(const cli_designed *d, woad_design_params *params)
{
    woad_error error;
    *params = (woad_design_params)WOAD_DESIGN_DEFAULTS;
    woad_status status = woad_recipe_parse(d->mask->recipe, "the recipe", params, &error);
    return status < 0 ? fail_with(status, &error) : EXIT_DONE;
}

/* The recipe as an object of sections, each of strings as in the file. */
static json_t *json_recipe(const woad_design_params *params)
{
    json_t *object = json_object();
    woad_key key;
    for (size_t i = 0; woad_key_at(i, &key); i++) {
        char value[WOAD_KEY_TEXT];
        woad_key_text(&key, params, value, sizeof value);
        json_t *section = json_object_get(object, key.section);
        if (!section) {
            section = json_object();
            json_object_set_new(object, key.section, section);
        }
        json_object_set_new(section, key.name, json_text(value));
    }
    return object;
}

void designed_put_json(const cli_designed *d, const woad_design_params *params,
    const char *stop_reason, json_t *object)
{
    json_object_set_new(object, "recipe", json_recipe(params));
    json_object_set_new(object, "seed", json_seed(params->seed));
    json_put_report(object, stop_reason, &d->report);
    if (d->scored)
        json_object_set_new(object, "scores", design_scores_json(params, &d->scores));
    if (d->scored && design_scores_have_target(params))
        json_object_set_new(
            object, "target", json_target(params->loss.target.spectrum, &d->scores.target));
}

/* ---- sets ------------------------------------------------------------------------------ */

/* Coherence over all pairs of a set: of each channel with each, frame by frame. */
typedef struct set_coherence {
    double sum, largest;
    size_t samples;
    woad_coherence_scores white;
} set_coherence;

static woad_status add_pair(
    const woad_mask *a, const woad_mask *b, set_coherence *all, woad_error *error)
{
    woad_status status = WOAD_OK;
    size_t channels = a->channels;
    for (size_t i = 0; status >= 0 && i < a->depth * channels * channels; i++) {
        size_t frame = i / (channels * channels);
        status = woad_coherence(
            a, frame, i / channels % channels, b, frame, i % channels, &all->white, error);
        all->sum += all->white.mean;
        all->largest = all->samples > 0 ? fmax(all->largest, all->white.mean) : all->white.mean;
        all->samples++;
    }
    return status;
}

int designed_put_coherence(const cli_designed *set, size_t count, json_t *object)
{
    set_coherence all = {0};
    woad_error error;
    woad_status status = WOAD_OK;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; status >= 0 && j < i; j++)
            status = add_pair(set[j].mask, set[i].mask, &all, &error);
    }
    if (status < 0)
        return fail_with(status, &error);
    json_object_set_new(object, "coherence",
        json_pack("{so so so so}", "mean", json_finite(all.sum / (double)all.samples),
            "largest", json_finite(all.largest), "white_mean",
            json_finite(all.white.white_mean), "white_deviation",
            json_finite(all.white.white_deviation)));
    return EXIT_DONE;
}
