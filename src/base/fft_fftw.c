/* base/fft_fftw.c - the transforms by FFTW 3 (https://www.fftw.org), single precision.
 *
 * FFTW's planner and wisdom are process-wide state and not reentrant: the one exception to "no
 * globals", behind one lock. Executing plans is reentrant. Plans are made with FFTW_ESTIMATE,
 * by a cost model and not by the clock, so that the same build gives the same bits; wisdom that
 * the user has loaded takes precedence (FFTW finds it by itself).
 *
 * Up to DIRECT values FFTW's own two-dimensional plan is used. Above, its estimated plans walk
 * down columns with a stride of a power of two and take twice as long as rows and columns in
 * blocks, which also run in threads: each block by the same plan, so the bits do not depend on
 * how many. Volumes always go by blocks: rows, columns, then tubes, the lines through all frames.
 */
#include "base/fft.h"

#include <fftw3.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/parallel.h"

static pthread_mutex_t planner_lock = PTHREAD_MUTEX_INITIALIZER;

/* Values of an image up to which one plan does all; docs/performance.md has the measurements. */
static const size_t direct = (size_t)256 * 512;

/* Rows and columns of a block: eight columns of complex floats are one cache line wide, and
 * eight rows of any width start at a multiple of 32 bytes, as new-array execution asks. */
enum { BLOCK = 8 };

/* Both directions of the blocks along one axis: full ones, and the rest after the last. */
typedef struct axis_plans {
    fftwf_plan forward, inverse, forward_rest, inverse_rest;
} axis_plans;

struct woad_fft {
    size_t width, height, depth, threads;
    fftwf_plan forward, inverse; /* one for all; or else: */
    axis_plans rows, columns, tubes;
};

const char *woad_fft_library(void)
{
    return "FFTW";
}

/* ---- planning ------------------------------------------------------------------------- */

typedef struct planning {
    int width, height, stride; /* at most WOAD_MAX_AXIS + 8 */
    float *image;
    fftwf_complex *half;
    unsigned flags;
} planning;

static void plan_direct(woad_fft *fft, const planning *p)
{
    const int size[2] = {p->height, p->width}, embedded[2] = {p->height, p->stride};
    fft->forward = fftwf_plan_many_dft_r2c(2, size, 1, p->image, size, 1, 0, p->half, embedded,
        1, 0, p->flags | FFTW_PRESERVE_INPUT);
    fft->inverse = fftwf_plan_many_dft_c2r(2, size, 1, p->half, embedded, 1, 0, p->image, size,
        1, 0, p->flags | FFTW_DESTROY_INPUT);
}

static void plan_rows(const planning *p, int count, fftwf_plan *forward, fftwf_plan *inverse)
{
    if (count == 0)
        return;
    *forward = fftwf_plan_many_dft_r2c(1, &p->width, count, p->image, NULL, 1, p->width,
        p->half, NULL, 1, p->stride, p->flags | FFTW_PRESERVE_INPUT);
    *inverse = fftwf_plan_many_dft_c2r(1, &p->width, count, p->half, NULL, 1, p->stride,
        p->image, NULL, 1, p->width, p->flags | FFTW_DESTROY_INPUT);
}

/* Lines along y or t: `length` values, `step` apart, of `count` neighbours in x. */
static void plan_lines(const planning *p, int length, int step, int count, fftwf_plan *forward,
    fftwf_plan *inverse)
{
    if (count == 0)
        return;
    *forward = fftwf_plan_many_dft(1, &length, count, p->half, NULL, step, 1, p->half, NULL,
        step, 1, FFTW_FORWARD, p->flags);
    *inverse = fftwf_plan_many_dft(1, &length, count, p->half, NULL, step, 1, p->half, NULL,
        step, 1, FFTW_BACKWARD, p->flags);
}

static void plan_axis(const planning *p, int length, int step, int bins, axis_plans *plans)
{
    plan_lines(p, length, step, BLOCK, &plans->forward, &plans->inverse);
    plan_lines(p, length, step, bins % BLOCK, &plans->forward_rest, &plans->inverse_rest);
}

static size_t row_count(const woad_fft *fft)
{
    return fft->height * fft->depth;
}

static bool is_direct(const woad_fft *fft)
{
    return fft->depth == 1 && fft->width * fft->height <= direct;
}

static void make_plans(woad_fft *fft, const planning *p)
{
    int bins = (int)woad_half_width(fft->width);
    pthread_mutex_lock(&planner_lock);
    if (is_direct(fft)) {
        plan_direct(fft, p);
    } else {
        int rest = (int)(row_count(fft) % BLOCK);
        plan_rows(p, BLOCK, &fft->rows.forward, &fft->rows.inverse);
        plan_rows(p, rest, &fft->rows.forward_rest, &fft->rows.inverse_rest);
        plan_axis(p, p->height, p->stride, bins, &fft->columns);
        if (fft->depth > 1)
            plan_axis(p, (int)fft->depth, p->height * p->stride, bins, &fft->tubes);
    }
    pthread_mutex_unlock(&planner_lock);
}

static bool has_axis(const axis_plans *plans, size_t length)
{
    return plans->forward && plans->inverse &&
           (length % BLOCK == 0 || (plans->forward_rest && plans->inverse_rest));
}

static bool is_complete(const woad_fft *fft)
{
    size_t bins = woad_half_width(fft->width);
    if (is_direct(fft))
        return fft->forward && fft->inverse;
    return has_axis(&fft->rows, row_count(fft)) && has_axis(&fft->columns, bins) &&
           (fft->depth == 1 || has_axis(&fft->tubes, bins));
}

/* A block is planned on whole, however few rows there are. */
static size_t planning_rows(size_t rows)
{
    return rows < BLOCK ? BLOCK : rows;
}

size_t woad_fft_planning_memory(size_t width, size_t height)
{
    return planning_rows(height) *
           (width * sizeof(float) + woad_half_stride(width) * sizeof(fftwf_complex));
}

woad_status woad_fft_create(
    size_t width, size_t height, size_t threads, bool tune, woad_fft **out, woad_error *error)
{
    return woad_fft_create_3d(width, height, 1, threads, tune, out, error);
}

/* FFTW ends the process where it finds no memory for itself. More than it was seen to take for
 * plans, 3.8 MB at most (of 16x32749): as much is had, and let go just before. */
static size_t plans_need(size_t width, size_t height, size_t depth)
{
    return ((size_t)1 << 19) + 128 * (width + height + depth);
}

woad_status woad_fft_create_3d(size_t width, size_t height, size_t depth, size_t threads,
    bool tune, woad_fft **out, woad_error *error)
{
    /* Estimating plans needs the arrays only for their alignment; tuning runs on them. */
    size_t stride = woad_half_stride(width);
    size_t rows = planning_rows(height * depth);
    woad_fft *fft = woad_array(1, sizeof *fft);
    planning p = {(int)width, (int)height, (int)stride, woad_array(width * rows, sizeof(float)),
        woad_array(rows * stride, sizeof(fftwf_complex)), tune ? FFTW_MEASURE : FFTW_ESTIMATE};
    void *reserve = woad_array(plans_need(width, height, depth), 1);
    bool enough = fft && p.image && p.half && reserve;
    woad_free(reserve);
    if (enough) {
        *fft = (woad_fft){.width = width, .height = height, .depth = depth, .threads = threads};
        make_plans(fft, &p);
    }
    woad_free(p.half);
    woad_free(p.image);
    if (!enough || !is_complete(fft)) {
        woad_fft_destroy(fft);
        return woad_fail_memory(error, "a Fourier transform");
    }
    *out = fft;
    return WOAD_OK;
}

static void destroy_plan(fftwf_plan plan)
{
    if (plan)
        fftwf_destroy_plan(plan);
}

static void destroy_axis(axis_plans *plans)
{
    destroy_plan(plans->forward);
    destroy_plan(plans->inverse);
    destroy_plan(plans->forward_rest);
    destroy_plan(plans->inverse_rest);
}

void woad_fft_destroy(woad_fft *fft)
{
    if (!fft)
        return;
    pthread_mutex_lock(&planner_lock);
    destroy_plan(fft->forward);
    destroy_plan(fft->inverse);
    destroy_axis(&fft->rows);
    destroy_axis(&fft->columns);
    destroy_axis(&fft->tubes);
    pthread_mutex_unlock(&planner_lock);
    woad_free(fft);
}

/* ---- executing ------------------------------------------------------------------------ */

typedef struct execution {
    const woad_fft *fft;
    float *image;
    fftwf_complex *half;
} execution;

static size_t blocks(size_t length)
{
    return (length + BLOCK - 1) / BLOCK;
}

/* The plan for a block: the last one may be short. */
static fftwf_plan plan_of(fftwf_plan full, fftwf_plan rest, size_t block, size_t length)
{
    return (block + 1) * BLOCK <= length ? full : rest;
}

static void forward_rows(void *context, size_t begin, size_t end, size_t worker)
{
    (void)worker;
    const execution *e = context;
    const woad_fft *f = e->fft;
    size_t stride = woad_half_stride(f->width);
    for (size_t b = begin; b < end; b++)
        fftwf_execute_dft_r2c(plan_of(f->rows.forward, f->rows.forward_rest, b, row_count(f)),
            e->image + b * BLOCK * f->width, e->half + b * BLOCK * stride);
}

static void inverse_rows(void *context, size_t begin, size_t end, size_t worker)
{
    (void)worker;
    const execution *e = context;
    const woad_fft *f = e->fft;
    size_t stride = woad_half_stride(f->width);
    for (size_t b = begin; b < end; b++)
        fftwf_execute_dft_c2r(plan_of(f->rows.inverse, f->rows.inverse_rest, b, row_count(f)),
            e->half + b * BLOCK * stride, e->image + b * BLOCK * f->width);
}

/* Lines of one direction: of each of `planes`, which begin `step` apart, all blocks across. */
typedef struct lines {
    fftwf_complex *half;
    fftwf_plan full, rest;
    size_t bins, planes, step;
} lines;

static void line_range(void *context, size_t begin, size_t end, size_t worker)
{
    (void)worker;
    const lines *l = context;
    size_t across = blocks(l->bins);
    for (size_t i = begin; i < end; i++) {
        size_t block = i % across;
        fftwf_complex *first = l->half + i / across * l->step + block * BLOCK;
        fftwf_execute_dft(plan_of(l->full, l->rest, block, l->bins), first, first);
    }
}

static void execute_lines(size_t threads, lines *l)
{
    woad_parallel(threads, l->planes * blocks(l->bins), line_range, l);
}

/* The columns lie frame by frame, the tubes row by row. */
static void execute_columns(const execution *e, fftwf_plan full, fftwf_plan rest)
{
    const woad_fft *f = e->fft;
    execute_lines(f->threads, &(lines){e->half, full, rest, woad_half_width(f->width), f->depth,
                                  f->height * woad_half_stride(f->width)});
}

static void execute_tubes(const execution *e, fftwf_plan full, fftwf_plan rest)
{
    const woad_fft *f = e->fft;
    if (f->depth > 1)
        execute_lines(f->threads, &(lines){e->half, full, rest, woad_half_width(f->width),
                                      f->height, woad_half_stride(f->width)});
}

void woad_fft_forward(const woad_fft *fft, const float *image, float complex *half)
{
    /* Forward plans preserve their input; FFTW's interface has no const. */
    execution e = {fft, (float *)(size_t)image, (fftwf_complex *)half};
    if (fft->forward) {
        fftwf_execute_dft_r2c(fft->forward, e.image, e.half);
        return;
    }
    woad_parallel(fft->threads, blocks(row_count(fft)), forward_rows, &e);
    execute_columns(&e, fft->columns.forward, fft->columns.forward_rest);
    execute_tubes(&e, fft->tubes.forward, fft->tubes.forward_rest);
}

void woad_fft_inverse(const woad_fft *fft, float complex *half, float *image)
{
    execution e = {fft, image, (fftwf_complex *)half};
    if (fft->inverse) {
        fftwf_execute_dft_c2r(fft->inverse, e.half, e.image);
        return;
    }
    execute_tubes(&e, fft->tubes.inverse, fft->tubes.inverse_rest);
    execute_columns(&e, fft->columns.inverse, fft->columns.inverse_rest);
    woad_parallel(fft->threads, blocks(row_count(fft)), inverse_rows, &e);
}

/* ---- wisdom --------------------------------------------------------------------------- */

woad_status woad_fft_check_wisdom(woad_error *error)
{
    (void)error;
    return WOAD_OK;
}

char *woad_fft_export_wisdom(void)
{
    pthread_mutex_lock(&planner_lock);
    char *text = fftwf_export_wisdom_to_string();
    pthread_mutex_unlock(&planner_lock);
    char *copy = text ? woad_copy_string(text, strlen(text)) : NULL;
    free(text); /* the manual: by free, not by fftwf_free */
    return copy;
}

bool woad_fft_import_wisdom(const char *text)
{
    pthread_mutex_lock(&planner_lock);
    int good = fftwf_import_wisdom_from_string(text);
    pthread_mutex_unlock(&planner_lock);
    return good != 0;
}
