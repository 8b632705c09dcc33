/* inspect.h - what `woad inspect` knows of a mask. */
#ifndef WOAD_CLI_INSPECT_H
#define WOAD_CLI_INSPECT_H

#include <woad/woad.h>

#include "command.h"
#include "joint_scores.h"

typedef struct inspection {
    const cli_arguments *arguments;
    const char *path;
    woad_mask *mask;
    size_t frame;
    bool permutation; /* every frame and channel */
    bool scored;
    bool report_to_stdout; /* then nothing else goes there */
    woad_histogram histogram;
    woad_scores scores;
    woad_pdf *pdf; /* of --pdf or the recipe; NULL: uniform, and no scores of the values */
    char pdf_name[WOAD_PARAM_TEXT];
    woad_value_scores values;
    bool is_of_vectors;
    double vector_distance; /* the largest of all frames */
    cli_joint_scores joint;
    const char *target_spectrum; /* or NULL */
    woad_target_score target;
    double structure_limit;
} inspection;

/* Every check of --check, with a sentence for each fault; the exit code. */
int inspection_check(const inspection *in);

#endif
