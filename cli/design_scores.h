/* design_scores.h - the scores of a mask that a design has just made: of its thresholds, of its
 * values on the scale of the recipe's distribution, and against the recipe's target spectrum. */
#ifndef WOAD_CLI_DESIGN_SCORES_H
#define WOAD_CLI_DESIGN_SCORES_H

#include <jansson.h>

#include <woad/woad.h>

typedef struct cli_design_scores {
    woad_scores thresholds;
    woad_value_scores values;
    woad_target_score target; /* where there is one; else NaN, and no annuli */
} cli_design_scores;

/* Whether a recipe has a target spectrum for each frame. */
bool design_scores_have_target(const woad_design_params *params);

/* Of frame 0 and channel 0. Fails as the functions of <woad/score.h> do. */
woad_status design_scores_measure(const woad_design_params *params, const woad_mask *mask,
    cli_design_scores *out, woad_error *error);

/* {"dither_error_db": ..., "low_band_db": ..., "high_band_cv": ..., "values": {...}} */
json_t *design_scores_json(const woad_design_params *params, const cli_design_scores *scores);

#endif
