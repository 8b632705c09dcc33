/* progress.h - watching a design: the progress line, the trace, the time limit, Ctrl-C. */
#ifndef WOAD_CLI_PROGRESS_H
#define WOAD_CLI_PROGRESS_H

#include <stdint.h>

#include <woad/design.h>

#include "command.h"
#include "text.h"

typedef struct cli_watch {
    bool shown;             /* a progress line on standard error */
    bool line_is_open;      /* something stands on it */
    const char *name;       /* of what is designed, before the line; NULL: it needs none */
    double begin, drawn;    /* seconds: when the design began, when the line was last drawn */
    double limit;           /* seconds after `begin`; 0: none */
    size_t trace_every;     /* iterations; 0: no trace */
    cli_text trace;         /* CSV */
    const char *checkpoint; /* file; NULL: none */
    double checkpoint_every,
        checkpoint_at;   /* seconds: between two; when the last was written */
    uint64_t start_mark; /* of the mask that the design started from, in each checkpoint */
    bool checkpointed;   /* the last holds where the design stopped */
} cli_watch;

/* Takes the mark off the end of a checkpoint's bytes; false where it has none. */
bool checkpoint_take_mark(const void *bytes, size_t *size, uint64_t *mark);

/* By --progress, --time-limit, --trace and --checkpoint, and what goes with them; the exit code. */
int watch_init(cli_watch *watch, const cli_arguments *arguments);

/* Begins the next of several designs with the same options. */
void watch_start(cli_watch *watch, const char *name);

/* For woad_design: stops it on an interrupt or when the time is over. */
woad_observer watch_observer(cli_watch *watch);

/* The masks of a set, their channels and frames of vectors share the time: by which share of it
 * this one has to be made. What one leaves over goes to those after it, and whether a further one
 * starts depends on the share of all that it would end: of the frames of its mask, or of the set.
 */
double progress_share(const woad_progress *progress);

/* Clears the progress line. */
void watch_end(cli_watch *watch);

/* Why a design stopped: "iterations", "no-gain", "time-limit" or "interrupted". */
const char *watch_stop_reason(woad_status stop);

void watch_clear(cli_watch *watch);

#endif
