/* designed.h - a mask that was designed: its scores, and what is told of it. */
#ifndef WOAD_CLI_DESIGNED_H
#define WOAD_CLI_DESIGNED_H

#include "design_scores.h"
#include "json.h"

typedef struct cli_designed {
    woad_mask *mask;
    woad_design_report report;
    bool scored;
    cli_design_scores scores;
} cli_designed;

/* Each returns an exit code, after a sentence when it is not 0. */

int designed_score(cli_designed *designed, const woad_design_params *params);

/* The mask's recipe gets what came of it, as comments. */
int designed_annotate(cli_designed *designed, const woad_design_params *params,
    const char *stop_reason, bool had_start);

/* What a line on the terminal says of the scores: ", dither error ..."; "" without any. */
void designed_text(
    const cli_designed *designed, const woad_design_params *params, char *text, size_t size);

/* The parameters that make the mask again, as its recipe has them. */
int designed_params(const cli_designed *designed, woad_design_params *params);

/* Adds recipe, seed, what the design cost but for the seconds, losses and scores. */
void designed_put_json(const cli_designed *designed, const woad_design_params *params,
    const char *stop_reason, json_t *object);

/* Adds the coherence of `count` masks, at least two: {"mean": ..., "largest": ..., "white_mean":
 * ..., "white_deviation": ...} over all pairs. */
int designed_put_coherence(const cli_designed *set, size_t count, json_t *object);

#endif
