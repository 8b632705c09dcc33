/* sweep_run.c - designs the rows of a grid, several at a time, each in one thread. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "failure.h"
#include "progress.h"
#include "sweep.h"
#include "system.h"

/* What the workers share; all but `watch->limit` and `grid` under the lock. */
struct sweep_pool {
    pthread_mutex_t lock;
    const sweep_grid *grid;
    sweep_table *table;
    cli_watch *watch;
    const char *path;
    int file;     /* where rows are appended; -1: nowhere */
    bool *taken;  /* [rows] */
    size_t next;  /* before it, all rows are taken or there */
    size_t there; /* rows that were there before */
    int code;     /* of the first failure, which ends it all */
};

/* ---- one row ---------------------------------------------------------------------------- */

typedef struct timer {
    double begin, limit;
} timer;

static bool is_over(const woad_progress *progress, void *user)
{
    const timer *t = user;
    double limit = t->limit * progress_share(progress);
    return was_interrupted() || (limit > 0 && seconds_now() - t->begin >= limit);
}

woad_status sweep_design(const woad_design_params *params, double time_limit,
    sweep_result *result, woad_error *error)
{
    woad_design_params own = *params;
    woad_mask *mask = NULL;
    own.threads = 1;
    *result = (sweep_result){0};
    timer t = {seconds_now(), time_limit};
    const woad_observer observer = {is_over, &t, 0};
    woad_status status = woad_design(&own, NULL, &observer, &mask, &result->report, error);
    result->seconds = seconds_now() - t.begin;
    if (status >= 0 && !was_interrupted())
        status = design_scores_measure(&own, mask, &result->scores, error);
    woad_mask_destroy(mask);
    return status;
}

/* ---- the workers ------------------------------------------------------------------------ */

/* A row goes into the file by one write, so that a sweep that is killed leaves whole rows. */
static bool append(int file, const char *line)
{
    cli_text text = {0};
    text_put(&text, "%s\n", line);
    bool good = !text.failed;
    for (size_t at = 0; good && at < text.length;) {
        ssize_t written = write(file, text.bytes + at, text.length - at);
        good = written > 0 || (written < 0 && errno == EINTR);
        at += written > 0 ? (size_t)written : 0;
    }
    text_clear(&text);
    return good;
}

static void draw(sweep_pool *p)
{
    const sweep_table *table = p->table;
    size_t made = table->done - p->there, left = p->grid->count - table->done;
    double elapsed = seconds_now() - p->watch->begin;
    if (!p->watch->shown)
        return;
    fprintf(stderr, "\r\033[K%zu/%zu rows", table->done, p->grid->count);
    if (table->failures > 0)
        fprintf(stderr, ", %zu failed", table->failures);
    if (made > 0)
        fprintf(stderr, "  %.0f s left", elapsed * (double)left / (double)made);
    fflush(stderr);
    p->watch->line_is_open = true;
}

/* Ends the sweep with a sentence, unless it has ended already. */
static void give_up(sweep_pool *p, int code, const char *sentence)
{
    if (p->code == EXIT_DONE) {
        watch_end(p->watch);
        p->code = fail(code, "%s", sentence);
    }
}

static void record(sweep_pool *p, size_t row, sweep_result *result)
{
    const char *line;
    woad_error error;
    woad_status status = sweep_table_put(p->table, row, result, &line, &error);
    if (status < 0) {
        give_up(p, EXIT_INTERNAL, error.message);
    } else if (p->file >= 0 && !append(p->file, line)) {
        snprintf(error.message, sizeof error.message, "cannot write %.400s: %s", p->path,
            strerror(errno));
        give_up(p, EXIT_OUTPUT, error.message);
    }
    draw(p);
}

/* With the lock held. */
static bool ends(const sweep_pool *p)
{
    return p->code != EXIT_DONE || was_interrupted() || p->table->done == p->grid->count;
}

/* The next row that is to be made; false where none is. With the lock held. */
static bool take_row(sweep_pool *p, size_t *row)
{
    while (p->next < p->grid->count && (p->taken[p->next] || p->table->lines[p->next]))
        p->next++;
    *row = p->next;
    if (ends(p) || p->next == p->grid->count)
        return false;
    p->taken[p->next] = true;
    return true;
}

static void put(sweep_pool *p, size_t row, woad_status status, sweep_result *result,
    const woad_error *error)
{
    if (was_interrupted() || p->table->lines[row])
        return;
    result->stop_reason = watch_stop_reason(result->report.stop);
    result->error = status < 0 ? error->message : NULL;
    record(p, row, result);
}

bool sweep_take(sweep_pool *pool, size_t *row, woad_design_params *params)
{
    woad_status status = WOAD_ERROR_ARGUMENT;
    pthread_mutex_lock(&pool->lock);
    while (status < 0 && take_row(pool, row)) {
        sweep_result none = {0};
        woad_error error;
        status = sweep_grid_params(pool->grid, *row, params, &error);
        if (status < 0)
            put(pool, *row, status, &none, &error);
    }
    pthread_mutex_unlock(&pool->lock);
    return status >= 0;
}

void sweep_give_back(sweep_pool *pool, size_t row)
{
    pthread_mutex_lock(&pool->lock);
    pool->taken[row] = false;
    pool->next = row < pool->next ? row : pool->next;
    pthread_mutex_unlock(&pool->lock);
}

void sweep_put(sweep_pool *pool, size_t row, woad_status status, sweep_result *result,
    const woad_error *error)
{
    pthread_mutex_lock(&pool->lock);
    put(pool, row, status, result, error);
    pthread_mutex_unlock(&pool->lock);
}

bool sweep_is_over(sweep_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    bool over = ends(pool);
    pthread_mutex_unlock(&pool->lock);
    return over;
}

double sweep_time_limit(const sweep_pool *pool)
{
    return pool->watch->limit;
}

static void *work(void *context)
{
    sweep_pool *p = context;
    woad_design_params params;
    size_t row;
    while (sweep_take(p, &row, &params)) {
        sweep_result result;
        woad_error error;
        woad_status status = sweep_design(&params, p->watch->limit, &result, &error);
        sweep_put(p, row, status, &result, &error);
    }
    return NULL;
}

/* This thread works as well, or sees to the crew; a thread that cannot be had is done without. */
static int work_all(sweep_pool *p, size_t jobs, const sweep_crew *crew)
{
    size_t started = 0, wanted = crew && crew->helpers > 0 ? jobs : jobs - 1;
    pthread_t *threads = calloc(jobs, sizeof *threads);
    p->taken = calloc(p->grid->count, sizeof *p->taken);
    if (!threads || !p->taken) {
        free(threads);
        free(p->taken);
        return fail(
            EXIT_INTERNAL, "out of memory for %zu rows, %zu at a time", p->grid->count, jobs);
    }
    while (started < wanted && pthread_create(&threads[started], NULL, work, p) == 0)
        started++;
    if (crew && crew->helpers > 0)
        crew->work(p, crew->user);
    work(p);
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    free(threads);
    free(p->taken);
    return p->code;
}

int sweep_run(
    sweep_table *table, size_t jobs, const sweep_crew *crew, const char *path, cli_watch *watch)
{
    sweep_pool p = {.grid = table->grid,
        .table = table,
        .watch = watch,
        .path = path,
        .file = -1,
        .there = table->done};
    if (path && (p.file = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)) < 0)
        return fail(EXIT_OUTPUT, "cannot write %s: %s", path, strerror(errno));
    pthread_mutex_init(&p.lock, NULL);
    watch_start(watch, NULL);
    draw(&p);
    int code = work_all(&p, jobs, crew);
    watch_end(watch);
    pthread_mutex_destroy(&p.lock);
    if (p.file >= 0)
        close(p.file);
    return code;
}
