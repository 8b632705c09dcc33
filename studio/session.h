/* session.h - a design that runs while others look on: one thread designs, any number of threads
 * ask for what it is now, pause it, change it and start it again. */
#ifndef WOAD_STUDIO_SESSION_H
#define WOAD_STUDIO_SESSION_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include <woad/woad.h>

typedef enum session_state {
    SESSION_IDLE,     /* nothing was designed yet, or a mask was put there */
    SESSION_STARTING, /* what a design starts from is made, or its end */
    SESSION_RUNNING,
    SESSION_PAUSED,
    SESSION_STOPPED, /* before its end */
    SESSION_DONE,
    SESSION_FAILED
} session_state;

/* A moment of a design. It does not change; whoever holds it releases it. */
typedef struct moment {
    size_t holders; /* under the session's lock */
    woad_mask *mask;
    woad_design_params params;
    bool whole; /* the end of a design that was not stopped */
    size_t run; /* the how many-th design */
} moment;

enum { SESSION_MOMENTS = 32, SESSION_TRACE = 1024 };

typedef struct trace_point {
    size_t run, iteration; /* iterations and sweeps of the run so far */
    woad_losses losses;
} trace_point;

typedef struct session {
    pthread_mutex_t lock;
    pthread_cond_t changed; /* of anything below */
    pthread_t worker;

    /* What is wanted. */
    woad_design_params params;
    size_t params_version;
    enum { START_NOT, START_FRESH, START_HERE } wanted;
    bool paused, stopped, quitting;
    size_t steps;      /* to take while paused */
    size_t onlookers;  /* waiting for a moment that they do not have */
    bool seen;         /* somebody has asked for anything: until then nothing is designed */
    double last_look;  /* when somebody last asked for one */
    double idle_limit; /* seconds without anybody after which the design waits */

    /* What is. */
    session_state state;
    moment *now;   /* or NULL */
    size_t number; /* of changes to anything that a frame shows */
    woad_progress progress;
    double begin, seconds;         /* of this run; without the time that it was paused */
    char sentence[512];            /* why it failed */
    moment *past[SESSION_MOMENTS]; /* to undo to, the last one last */
    size_t past_count;
    double remembered; /* when the last was kept */
    trace_point trace[SESSION_TRACE];
    size_t trace_count, trace_stride, trace_skipped;
    size_t runs;
    bool alive; /* the worker is there */
    double asked, looked,
        look_seconds; /* when the observer was last called; when it last looked,
                                           and how long that took */
} session;

void session_init(session *s, const woad_design_params *params, double idle_limit);

/* Starts the worker, who designs once somebody looks: a page that is opened has the machine for
 * itself. False when there is no thread. */
bool session_start(session *s);

/* Stops what runs and ends the worker; false when it does not end within a few seconds. Then, once
 * nobody asks any more, session_clear frees the rest. */
bool session_quit(session *s);
void session_clear(session *s);

/* Takes parameters that woad_design_validate has let through. */
void session_set(session *s, const woad_design_params *params);

/* Starts a design: afresh, or from the mask that is there. */
void session_design(session *s, bool here);

void session_pause(session *s, bool paused);
void session_step(session *s);
void session_stop(session *s);

/* Back to where the last design that was left began; false when there is nothing. */
bool session_undo(session *s);

/* Puts a mask there, which becomes the session's; NULL, and false, for want of memory. */
bool session_put(session *s, woad_mask *mask, const woad_design_params *params);

/* What a frame shows besides the mask. */
typedef struct session_view {
    session_state state;
    size_t number, params_version, past_count, run;
    double seconds;
    woad_progress progress;
    char sentence[512];
} session_view;

/* Waits, at most so many seconds, until there is a change after `after`. The moment, which may be
 * NULL, is the caller's to release. */
moment *session_look(session *s, size_t after, double seconds, session_view *view);
void session_release(session *s, moment *held);
moment *session_hold(session *s, moment *m); /* once more; takes NULL */

/* A moment of a mask alone, which it takes; NULL for want of memory. */
moment *session_moment(woad_mask *mask, const woad_design_params *params);

/* A copy of the wanted parameters and their version. */
woad_design_params session_params(session *s, size_t *version);

/* Copies the trace; how many points there are. */
size_t session_trace(session *s, trace_point out[SESSION_TRACE]);

/* Nobody has looked for `idle_limit` seconds, and yet the worker is busy with something that does
 * not ask whether it should go on. */
bool session_is_stuck(session *s);

#endif
