/* compare.h - methods and masks beside each other: what `woad compare` measures and draws. */
#ifndef WOAD_CLI_COMPARE_H
#define WOAD_CLI_COMPARE_H

#include <woad/woad.h>

#include "command.h"
#include "gallery.h"
#include "progress.h"
#include "score_table.h"

typedef enum compare_kind { COMPARE_PRESET, COMPARE_RECIPE, COMPARE_FILE } compare_kind;

typedef struct compare_entry {
    compare_kind kind;
    const char *operand;       /* a preset's name, or a path */
    woad_design_params params; /* of the first seed; not of a file */
    woad_mask *mask;           /* of the first seed */
    cli_score_row row;         /* medians over the seeds */
    cli_gallery gallery;       /* of the mask */
} compare_entry;

typedef struct comparison {
    const cli_arguments *arguments;
    compare_entry *entries;
    size_t count;
    bool all_presets;     /* nothing was named: what cannot be is left out */
    size_t width, height; /* of every mask */
    uint64_t seed;        /* the first */
    size_t seeds;
    bool scored;
    woad_image *picture; /* to dither */
    cli_watch watch;
} comparison;

/* Makes an entry of each operand, loads the masks in files, finds the size and the parameters,
 * and refuses what can be refused before long work; the exit code, after a sentence. */
int compare_prepare(comparison *c);

/* Designs and scores every entry; the exit code, after a sentence. */
int compare_measure(comparison *c);

void compare_clear(comparison *c);

/* Draws each entry's gallery. */
woad_status compare_draw(comparison *c, woad_error *error);

/* All galleries in one picture, a row an entry. */
woad_status compare_sheet(const comparison *c, woad_image **out, woad_error *error);

/* Writes the page, with plots of all entries together. */
woad_status compare_write_page(const comparison *c, cli_text *page, woad_error *error);

/* The rows of all entries, for score_table.h; the caller frees them. NULL: out of memory. */
cli_score_row *compare_rows(const comparison *c);

#endif
