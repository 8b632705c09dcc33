/* progress.c - watching a design: the progress line, the trace, the time limit, Ctrl-C. */
#include "progress.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <woad/io.h>

#include "failure.h"
#include "inputs.h"
#include "option_values.h"
#include "system.h"

/* Seconds between drawings of the progress line. */
static const double redraw = 0.1;

static int time_limit(const cli_arguments *arguments, double *out)
{
    const char *text = argument(arguments, OPTION_TIME_LIMIT);
    char *end;
    *out = 0;
    if (!text)
        return EXIT_DONE;
    *out = strtod(text, &end);
    if (end == text || *end != '\0' || !(*out > 0) || !isfinite(*out))
        return fail(
            EXIT_USAGE, "--time-limit is '%s': it must be a positive number of seconds", text);
    return EXIT_DONE;
}

static void trace_header(cli_text *trace)
{
    text_put(trace, "stage,iteration,rate,total");
    for (size_t t = 0; woad_loss_term_at(t); t++)
        text_put(trace, ",%s", woad_loss_term_at(t)->name);
    text_put(trace, "\n");
}

static int checkpoint_options(cli_watch *watch, const cli_arguments *arguments)
{
    watch->checkpoint = argument(arguments, OPTION_CHECKPOINT);
    watch->checkpoint_every = 10;
    int code =
        real_option(arguments, OPTION_CHECKPOINT_EVERY, 0, 86400, &watch->checkpoint_every);
    if (code == EXIT_DONE && argument(arguments, OPTION_CHECKPOINT_EVERY) && !watch->checkpoint)
        return fail(EXIT_USAGE, "--checkpoint-every needs --checkpoint FILE");
    return code;
}

int watch_init(cli_watch *watch, const cli_arguments *arguments)
{
    static const char *const when[] = {"auto", "always", "never", NULL};
    int shown;
    size_t every = 1;
    *watch = (cli_watch){0};
    int code = choice_option(arguments, OPTION_PROGRESS, when, &shown);
    if (code == EXIT_DONE)
        code = time_limit(arguments, &watch->limit);
    if (code == EXIT_DONE)
        code = count_option(arguments, OPTION_TRACE_EVERY, 1, 1000000000, &every);
    if (code != EXIT_DONE)
        return code;
    watch->shown = shown == 1 || (shown == 0 && stderr_is_terminal());
    if (argument(arguments, OPTION_TRACE)) {
        watch->trace_every = every;
        trace_header(&watch->trace);
    } else if (has_flag(arguments, OPTION_TRACE_EVERY)) {
        return fail(EXIT_USAGE, "--trace-every needs --trace FILE");
    }
    watch->begin = watch->checkpoint_at = seconds_now();
    return checkpoint_options(watch, arguments);
}

static void trace_line(cli_text *trace, const woad_progress *p)
{
    text_put(trace, "%s,%zu,%.6g,%.9g", woad_stage_name(p->stage), p->iteration, p->rate,
        p->losses.total);
    for (size_t t = 0; woad_loss_term_at(t); t++)
        text_put(trace, ",%.9g", p->losses.terms[t]);
    text_put(trace, "\n");
}

/* Of all that is designed, where a share of this part of this mask ends. */
static double share_of_all(const woad_progress *p, double of_part)
{
    double of_mask = ((double)p->part + of_part) / (double)p->parts;
    return ((double)p->member + of_mask) / (double)p->members;
}

static double share_done(const woad_progress *p)
{
    return share_of_all(p, p->iterations ? (double)p->iteration / (double)p->iterations : 1);
}

double progress_share(const woad_progress *progress)
{
    woad_progress all = *progress;
    if (progress->stage == WOAD_STAGE_START && progress->part > 0)
        all.part = all.parts - 1;
    else if (progress->stage == WOAD_STAGE_START)
        all.member = all.members - 1;
    return share_of_all(&all, 1);
}

static void draw(cli_watch *watch, const woad_progress *p, double now)
{
    double elapsed = now - watch->begin, done = share_done(p);
    double left = done > 0 ? elapsed * (1 - done) / done : 0;
    if (watch->limit > 0)
        left = fmin(left, fmax(watch->limit - elapsed, 0));
    fprintf(stderr, "\r\033[K%s%s", watch->name ? watch->name : "", watch->name ? ": " : "");
    if (p->members > 1)
        fprintf(stderr, "mask %zu/%zu: ", p->member + 1, p->members);
    if (p->parts > 1)
        fprintf(stderr, "part %zu/%zu: ", p->part + 1, p->parts);
    fprintf(stderr, "%s %zu/%zu  loss %.4g", woad_stage_name(p->stage), p->iteration,
        p->iterations, p->losses.total);
    for (size_t t = 0; woad_loss_term_at(t); t++)
        fprintf(stderr, "  %s %.3g", woad_loss_term_at(t)->name, p->losses.terms[t]);
    if (done > 0)
        fprintf(stderr, "  %.1f s left", left);
    fflush(stderr);
    watch->drawn = now;
    watch->line_is_open = true;
}

/* What follows a state in the file of a checkpoint. */
typedef struct trailer {
    char magic[8];
    uint64_t mark;
} trailer;

static const char magic[8] = "started";

bool checkpoint_take_mark(const void *bytes, size_t *size, uint64_t *mark)
{
    trailer last;
    if (*size < sizeof last)
        return false;
    memcpy(&last, (const char *)bytes + *size - sizeof last, sizeof last);
    if (memcmp(last.magic, magic, sizeof magic) != 0)
        return false;
    *size -= sizeof last;
    *mark = last.mark;
    return true;
}

/* Writes a state and its mark. */
static woad_status write_marked(
    const cli_watch *watch, const void *state, size_t size, woad_error *error)
{
    trailer last = {.mark = watch->start_mark};
    char *bytes = malloc(size + sizeof last);
    if (!bytes) {
        snprintf(error->message, sizeof error->message, "out of memory for it");
        return WOAD_ERROR_MEMORY;
    }
    memcpy(last.magic, magic, sizeof magic);
    memcpy(bytes, state, size);
    memcpy(bytes + size, &last, sizeof last);
    hold_interrupts();
    woad_status status =
        woad_file_write(watch->checkpoint, bytes, size + sizeof last, true, error);
    release_interrupts();
    free(bytes);
    return status;
}

/* A checkpoint that cannot be written is no reason to lose the design, too. */
static bool write_checkpoint(cli_watch *watch, const woad_design_state *state)
{
    void *bytes;
    size_t size;
    woad_error error;
    woad_status status = woad_design_save(state, &bytes, &size, &error);
    if (status >= 0) {
        status = write_marked(watch, bytes, size, &error);
        woad_free(bytes);
    }
    if (status < 0) {
        watch_end(watch);
        note("no checkpoint: %s", error.message);
    }
    return status >= 0;
}

static void save_checkpoint(cli_watch *watch, const woad_progress *p, double now, bool last)
{
    bool due = now - watch->checkpoint_at >= watch->checkpoint_every;
    if (!watch->checkpoint || !p->state || !(due || last))
        return;
    watch->checkpointed = write_checkpoint(watch, p->state) && last;
    watch->checkpoint_at = seconds_now();
}

static bool on_progress(const woad_progress *progress, void *user)
{
    cli_watch *watch = user;
    double now = seconds_now();
    bool measured = progress->stage != WOAD_STAGE_START;
    if (measured && watch->trace_every > 0 &&
        (progress->iteration % watch->trace_every == 0 ||
            progress->iteration == progress->iterations))
        trace_line(&watch->trace, progress);
    if (measured && watch->shown && now - watch->drawn >= redraw)
        draw(watch, progress, now);
    double limit = watch->limit * progress_share(progress);
    bool interrupted = was_interrupted(); /* it may become true from one line to the next */
    save_checkpoint(watch, progress, now, interrupted);
    return interrupted || (limit > 0 && now - watch->begin >= limit);
}

/* Iterations between reports: each line of the trace must be one, and a trace of few lines must
 * not keep Ctrl-C and the time limit waiting. 0: as the library likes. */
static size_t report_stride(size_t trace_every)
{
    enum { LONGEST = 64 };
    size_t stride = trace_every < LONGEST ? trace_every : LONGEST;
    while (stride > 1 && trace_every % stride != 0)
        stride--;
    return stride;
}

void watch_start(cli_watch *watch, const char *name)
{
    watch->name = name;
    watch->begin = seconds_now();
}

woad_observer watch_observer(cli_watch *watch)
{
    return (woad_observer){on_progress, watch, report_stride(watch->trace_every)};
}

void watch_end(cli_watch *watch)
{
    if (watch->line_is_open)
        fputs("\r\033[K", stderr);
    watch->line_is_open = false;
}

const char *watch_stop_reason(woad_status stop)
{
    if (stop == WOAD_STOP_CALLER)
        return was_interrupted() ? "interrupted" : "time-limit";
    return stop == WOAD_STOP_NO_GAIN ? "no-gain" : "iterations";
}

void watch_clear(cli_watch *watch)
{
    text_clear(&watch->trace);
}
