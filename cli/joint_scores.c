/* joint_scores.c - what several frames and several channels add to the scores of one. */
#include "joint_scores.h"

#include "score_table.h"
#include "score_text.h"

static const char *const filters[] = WOAD_SPACETIME_FILTER_NAMES;

woad_status joint_scores_measure(
    const woad_mask *mask, size_t frame, cli_joint_scores *out, woad_error *error)
{
    woad_status status = WOAD_OK;
    size_t pair = 0;
    *out = (cli_joint_scores){.depth = mask->depth, .channels = mask->channels};
    if (mask->depth > 1)
        status = woad_score_spacetime(mask, 0, &out->spacetime, error);
    for (size_t i = 0; status >= 0 && mask->channels > 1 && i < mask->channels; i++) {
        status = woad_score(mask, frame, i, &out->of_channels[i], error);
        for (size_t j = i + 1; status >= 0 && j < mask->channels; j++)
            status =
                woad_coherence(mask, frame, i, mask, frame, j, &out->coherence[pair++], error);
    }
    return status;
}

/* ---- as text -------------------------------------------------------------------------- */

static void put_spacetime(const woad_spacetime_scores *scores, cli_text *text)
{
    text_put(text, "through time  ");
    for (size_t f = 0; f < WOAD_SPACETIME_FILTERS; f++) {
        char score[SCORE_SIZE];
        score_text("%.2f dB", scores->error_db[f], score);
        text_put(text, "%s%s: %s", f ? ", " : "", filters[f], score);
    }
    text_put(text, " (all frames; white noise: 0)\n");
}

static void put_coherence(const cli_joint_scores *scores, cli_text *text)
{
    char score[SCORE_SIZE], deviation[SCORE_SIZE];
    size_t pair = 0;
    text_put(text, "coherence     ");
    for (size_t i = 0; i < scores->channels; i++) {
        for (size_t j = i + 1; j < scores->channels; j++) {
            score_text("%.4f", scores->coherence[pair].mean, score);
            text_put(text, "%schannels %zu and %zu: %s", pair ? ", " : "", i, j, score);
            pair++;
        }
    }
    score_text("%.4f", scores->coherence[0].white_mean, score);
    score_text("%.4f", scores->coherence[0].white_deviation, deviation);
    text_put(text, " (white noise: %s, deviation %s)\n", score, deviation);
}

static void put_channels(const cli_joint_scores *scores, cli_text *text)
{
    for (size_t c = 0; c < scores->channels; c++) {
        char low_band[SCORE_SIZE], cv[SCORE_SIZE], mean[SCORE_SIZE];
        score_text("%.2f dB", scores->of_channels[c].low_band_db, low_band);
        score_text("%.3f", scores->of_channels[c].high_band_cv, cv);
        score_text("%.2f dB", scores_mean_db(&scores->of_channels[c]), mean);
        text_put(text, "channel %zu     low band %s, high-band CV %s, mean dither error %s\n",
            c, low_band, cv, mean);
    }
}

void joint_scores_text(const cli_joint_scores *scores, cli_text *text)
{
    if (scores->depth > 1)
        put_spacetime(&scores->spacetime, text);
    if (scores->channels > 1) {
        put_channels(scores, text);
        put_coherence(scores, text);
    }
}

/* ---- as JSON -------------------------------------------------------------------------- */

static json_t *json_spacetime(const woad_spacetime_scores *scores)
{
    json_t *object = json_object();
    for (size_t f = 0; f < WOAD_SPACETIME_FILTERS; f++)
        json_object_set_new(object, filters[f], json_finite(scores->error_db[f]));
    return object;
}

static json_t *json_coherence(const cli_joint_scores *scores)
{
    json_t *object = json_object(), *pairs = json_object();
    size_t pair = 0;
    for (size_t i = 0; i < scores->channels; i++) {
        for (size_t j = i + 1; j < scores->channels; j++) {
            char name[sizeof "0-1"] = {(char)('0' + i), '-', (char)('0' + j)};
            json_object_set_new(pairs, name, json_finite(scores->coherence[pair++].mean));
        }
    }
    json_object_set_new(object, "pairs", pairs);
    json_object_set_new(object, "white_noise", json_finite(scores->coherence[0].white_mean));
    json_object_set_new(
        object, "white_noise_deviation", json_finite(scores->coherence[0].white_deviation));
    return object;
}

static json_t *json_channels(const cli_joint_scores *scores)
{
    json_t *array = json_array();
    for (size_t c = 0; c < scores->channels; c++)
        json_array_append_new(array, json_scores(&scores->of_channels[c]));
    return array;
}

void joint_scores_json(const cli_joint_scores *scores, json_t *object)
{
    if (scores->depth > 1)
        json_object_set_new(object, "spacetime_error_db", json_spacetime(&scores->spacetime));
    if (scores->channels > 1) {
        json_object_set_new(object, "channels", json_channels(scores));
        json_object_set_new(object, "coherence", json_coherence(scores));
    }
}
