/* session.c - a design that runs while others look on. */
#include "session.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../cli/system.h"

/* At most so many looks a second, and so great a share of the design's time. */
static const double look_interval = 0.02, look_share = 0.05;

static void lock(session *s)
{
    pthread_mutex_lock(&s->lock);
}

static void unlock(session *s)
{
    pthread_mutex_unlock(&s->lock);
}

/* Waits for a change, at most so long. */
static void wait_for(session *s, double seconds)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    double nanoseconds = (double)until.tv_nsec + (seconds - (double)(long)seconds) * 1e9;
    until.tv_sec += (long)seconds + (nanoseconds >= 1e9);
    until.tv_nsec = (long)(nanoseconds >= 1e9 ? nanoseconds - 1e9 : nanoseconds);
    pthread_cond_timedwait(&s->changed, &s->lock, &until);
}

/* ---- moments; all with the lock held ------------------------------------------------------- */

static void release(moment *m)
{
    if (!m || --m->holders > 0)
        return;
    woad_mask_destroy(m->mask);
    free(m);
}

static moment *hold(moment *m)
{
    if (m)
        m->holders++;
    return m;
}

/* Takes the mask, also where there is no memory for a moment: then NULL. */
static moment *moment_of(woad_mask *mask, const woad_design_params *params)
{
    moment *m = calloc(1, sizeof *m);
    if (!m) {
        woad_mask_destroy(mask);
        return NULL;
    }
    m->holders = 1;
    m->mask = mask;
    m->params = *params;
    return m;
}

static void change(session *s)
{
    s->number++;
    pthread_cond_broadcast(&s->changed);
}

/* The moment becomes the session's. */
static void publish(session *s, moment *m)
{
    if (m) {
        release(s->now);
        s->now = m;
        m->run = s->runs;
    }
    change(s);
}

/* Keeps what is there, to undo to; of a slider's way only where it began. */
static void remember(session *s)
{
    double now = seconds_now();
    if (!s->now || now - s->remembered < 1)
        return;
    s->remembered = now;
    if (s->past_count == SESSION_MOMENTS) {
        release(s->past[0]);
        memmove(s->past, s->past + 1, (SESSION_MOMENTS - 1) * sizeof *s->past);
        s->past_count--;
    }
    s->past[s->past_count++] = hold(s->now);
}

/* ---- the trace: when it is full, every second point goes ----------------------------------- */

static void trace_add(session *s, const woad_progress *p)
{
    if (p->stage == WOAD_STAGE_START || ++s->trace_skipped < s->trace_stride)
        return;
    s->trace_skipped = 0;
    if (s->trace_count == SESSION_TRACE) {
        for (size_t i = 0; i < SESSION_TRACE / 2; i++)
            s->trace[i] = s->trace[2 * i];
        s->trace_count /= 2;
        s->trace_stride *= 2;
    }
    s->trace[s->trace_count++] = (trace_point){s->runs, p->iteration, p->losses};
}

size_t session_trace(session *s, trace_point out[SESSION_TRACE])
{
    lock(s);
    size_t count = s->trace_count;
    memcpy(out, s->trace, count * sizeof *out);
    unlock(s);
    return count;
}

/* ---- the observer, in the worker ----------------------------------------------------------- */

static bool is_to_end(const session *s)
{
    return s->wanted != START_NOT || s->stopped || s->quitting;
}

static bool is_unseen(const session *s)
{
    return seconds_now() - s->last_look > s->idle_limit;
}

/* With the lock held, which it gives away meanwhile: looking takes a sort. */
static void look(session *s, const woad_progress *p, const woad_design_params *params)
{
    woad_mask *mask = NULL;
    if (!p->state)
        return;
    unlock(s);
    double begin = seconds_now();
    woad_status status = woad_design_look(p->state, &mask, NULL);
    double took = seconds_now() - begin;
    lock(s);
    s->look_seconds = took;
    s->looked = begin + took;
    if (status >= 0)
        publish(s, moment_of(mask, params));
}

static bool is_look_due(const session *s)
{
    double since = seconds_now() - s->looked;
    return s->onlookers > 0 && since >= look_interval && since >= s->look_seconds / look_share;
}

/* Stays here while the design is to wait. */
static void park(session *s, const woad_progress *p, const woad_design_params *params)
{
    bool shown = false;
    double begin = seconds_now();
    while (!is_to_end(s) && (s->paused || is_unseen(s))) {
        if (s->steps > 0) {
            s->steps--;
            break;
        }
        if (!shown) {
            s->state = SESSION_PAUSED;
            look(s, p, params);
            change(s);
        }
        shown = true;
        wait_for(s, 1);
    }
    if (shown)
        s->begin += seconds_now() - begin;
    s->state = SESSION_RUNNING;
}

typedef struct running {
    session *s;
    woad_design_params params;
} running;

static bool on_progress(const woad_progress *progress, void *user)
{
    running *r = user;
    session *s = r->s;
    lock(s);
    s->asked = seconds_now();
    s->progress = *progress;
    s->progress.state = NULL;
    s->seconds = s->asked - s->begin;
    if (s->state == SESSION_STARTING)
        s->state = SESSION_RUNNING;
    trace_add(s, progress);
    bool steps = s->paused;
    park(s, progress, &r->params);
    bool ends = is_to_end(s);
    if (!steps && (ends || is_look_due(s)))
        look(s, progress, &r->params);
    unlock(s);
    return ends;
}

/* ---- the worker ----------------------------------------------------------------------------- */

/* The mask that a design is to start from; NULL for its recipe's own start. */
static moment *take_wish(session *s, running *r)
{
    const woad_mask *now = s->now ? s->now->mask : NULL;
    bool here = s->wanted == START_HERE && now && now->channels == 1 &&
                now->width == s->params.width && now->height == s->params.height &&
                now->depth == s->params.depth && s->params.channels <= 1 &&
                woad_pdf_components(s->params.loss.pdf) == 1;
    r->params = s->params;
    remember(s);
    s->wanted = START_NOT;
    s->stopped = false;
    s->state = SESSION_STARTING;
    s->runs++;
    s->begin = s->asked = seconds_now();
    s->seconds = 0;
    s->looked = 0;
    s->progress = (woad_progress){0};
    s->sentence[0] = '\0';
    change(s);
    return here ? hold(s->now) : NULL;
}

static void take_outcome(session *s, const running *r, woad_status status, woad_mask *mask,
    const woad_design_report *report, const woad_error *error)
{
    lock(s);
    if (status < 0) {
        s->state = SESSION_FAILED;
        memcpy(s->sentence, error->message, sizeof s->sentence);
        change(s);
    } else if (s->wanted == START_HERE) { /* it goes on from where it was seen */
        woad_mask_destroy(mask);
    } else {
        bool whole = status != WOAD_STOP_CALLER;
        moment *m = moment_of(mask, &r->params);
        if (m)
            m->whole = whole;
        s->state = whole ? SESSION_DONE : SESSION_STOPPED;
        s->progress.losses = report->after;
        s->seconds = seconds_now() - s->begin;
        publish(s, m);
    }
    unlock(s);
}

static void design(session *s, running *r, moment *from)
{
    const woad_observer observer = {on_progress, r, 0};
    woad_mask *mask = NULL;
    woad_design_report report = {0};
    woad_error error = {""};
    woad_status status =
        woad_design(&r->params, from ? from->mask : NULL, &observer, &mask, &report, &error);
    take_outcome(s, r, status, mask, &report, &error);
    session_release(s, from);
}

static void *work(void *user)
{
    session *s = user;
    running r = {.s = s};
    lock(s);
    while (!s->quitting) {
        if (s->wanted == START_NOT || !s->seen) {
            pthread_cond_wait(&s->changed, &s->lock);
            continue;
        }
        moment *from = take_wish(s, &r);
        unlock(s);
        design(s, &r, from);
        lock(s);
    }
    s->alive = false;
    change(s);
    unlock(s);
    return NULL;
}

void session_init(session *s, const woad_design_params *params, double idle_limit)
{
    pthread_condattr_t monotonic;
    *s = (session){.params = *params,
        .params_version = 1,
        .idle_limit = idle_limit,
        .last_look = seconds_now(),
        .trace_stride = 1,
        .number = 1};
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
}

bool session_start(session *s)
{
    s->wanted = START_FRESH;
    s->alive = pthread_create(&s->worker, NULL, work, s) == 0;
    return s->alive;
}

bool session_quit(session *s)
{
    double begin = seconds_now();
    lock(s);
    s->quitting = true;
    change(s);
    while (s->alive && seconds_now() - begin < 3)
        wait_for(s, 0.1);
    bool ended = !s->alive;
    unlock(s);
    if (ended)
        pthread_join(s->worker, NULL);
    return ended;
}

void session_clear(session *s)
{
    release(s->now);
    while (s->past_count > 0)
        release(s->past[--s->past_count]);
    pthread_cond_destroy(&s->changed);
    pthread_mutex_destroy(&s->lock);
}

/* ---- what is wanted ------------------------------------------------------------------------- */

void session_set(session *s, const woad_design_params *params)
{
    lock(s);
    size_t threads = s->params.threads;
    s->params = *params;
    s->params.threads = threads;
    s->params_version++;
    change(s);
    unlock(s);
}

void session_design(session *s, bool here)
{
    lock(s);
    s->wanted = here ? START_HERE : START_FRESH;
    s->seen = true;
    s->last_look = seconds_now();
    change(s);
    unlock(s);
}

void session_pause(session *s, bool paused)
{
    lock(s);
    s->paused = paused;
    s->steps = 0;
    change(s);
    unlock(s);
}

void session_step(session *s)
{
    lock(s);
    s->paused = true;
    s->steps++;
    change(s);
    unlock(s);
}

static bool is_busy(const session *s)
{
    return s->state == SESSION_STARTING || s->state == SESSION_RUNNING ||
           s->state == SESSION_PAUSED;
}

/* With the lock held. */
static void stop(session *s)
{
    s->stopped = is_busy(s);
    s->wanted = START_NOT;
    change(s);
}

/* Until the design that was stopped is over, or another one begins. With the lock held. */
static void wait_for_stop(session *s)
{
    while (s->stopped && is_busy(s) && !s->quitting)
        wait_for(s, 1);
}

void session_stop(session *s)
{
    lock(s);
    stop(s);
    unlock(s);
}

bool session_undo(session *s)
{
    lock(s);
    stop(s);
    wait_for_stop(s);
    bool there = s->past_count > 0;
    if (there) {
        moment *m = s->past[--s->past_count];
        s->params = m->params;
        s->params_version++;
        s->state = SESSION_STOPPED;
        release(s->now);
        s->now = m;
        change(s);
    }
    unlock(s);
    return there;
}

bool session_put(session *s, woad_mask *mask, const woad_design_params *params)
{
    moment *m = moment_of(mask, params);
    lock(s);
    stop(s);
    wait_for_stop(s);
    if (m) {
        remember(s);
        s->params = *params;
        s->params_version++;
        s->state = SESSION_IDLE;
        publish(s, m);
    }
    unlock(s);
    return m != NULL;
}

/* ---- looking -------------------------------------------------------------------------------- */

moment *session_look(session *s, size_t after, double seconds, session_view *view)
{
    lock(s);
    double until = seconds_now() + seconds;
    s->last_look = seconds_now();
    if (!s->seen || (s->state == SESSION_PAUSED && !s->paused))
        pthread_cond_broadcast(&s->changed); /* it waited for somebody to look */
    s->seen = true;
    s->onlookers++;
    for (double left = seconds; s->number <= after && left > 0 && !s->quitting;
         left = until - seconds_now())
        wait_for(s, left);
    s->onlookers--;
    *view = (session_view){s->state, s->number, s->params_version, s->past_count, s->runs,
        s->seconds, s->progress, ""};
    memcpy(view->sentence, s->sentence, sizeof view->sentence);
    moment *m = hold(s->now);
    unlock(s);
    return m;
}

void session_release(session *s, moment *held)
{
    lock(s);
    release(held);
    unlock(s);
}

moment *session_hold(session *s, moment *m)
{
    lock(s);
    hold(m);
    unlock(s);
    return m;
}

moment *session_moment(woad_mask *mask, const woad_design_params *params)
{
    return moment_of(mask, params);
}

woad_design_params session_params(session *s, size_t *version)
{
    lock(s);
    woad_design_params params = s->params;
    *version = s->params_version;
    unlock(s);
    return params;
}

bool session_is_stuck(session *s)
{
    lock(s);
    bool busy = s->state == SESSION_STARTING || s->state == SESSION_RUNNING;
    bool stuck = busy && is_unseen(s) && seconds_now() - s->asked > 5;
    unlock(s);
    return stuck;
}
