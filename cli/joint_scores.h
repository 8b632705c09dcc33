/* joint_scores.h - what several frames and several channels add to the scores of one. */
#ifndef WOAD_CLI_JOINT_SCORES_H
#define WOAD_CLI_JOINT_SCORES_H

#include "json.h"
#include "text.h"

/* Pairs of channels i < j, by i and then by j. */
enum { MOST_PAIRS = WOAD_MAX_CHANNELS * (WOAD_MAX_CHANNELS - 1) / 2 };

typedef struct cli_joint_scores {
    size_t depth, channels; /* of the mask; with one of either, its score is not there */
    woad_spacetime_scores spacetime; /* of channel 0 */
    woad_coherence_scores coherence[MOST_PAIRS];
    woad_scores of_channels[WOAD_MAX_CHANNELS];
} cli_joint_scores;

/* Coherence and the scores of the channels are of one frame. */
woad_status joint_scores_measure(
    const woad_mask *mask, size_t frame, cli_joint_scores *out, woad_error *error);

/* A line each; nothing for a mask of one frame and one channel. */
void joint_scores_text(const cli_joint_scores *scores, cli_text *text);

/* Sets "spacetime_error_db", "coherence" and "channels", an array, of an object. */
void joint_scores_json(const cli_joint_scores *scores, json_t *object);

#endif
