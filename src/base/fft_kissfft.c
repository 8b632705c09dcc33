/* base/fft_kissfft.c - the transforms by KissFFT (https://github.com/mborgerding/kissfft).
 *
 * By rows, columns, then tubes, the lines through all frames of a volume: Debian's
 * kiss_fftndr_alloc returns NULL. KissFFT's real transform
 * wants even lengths; odd rows go through the complex one, of which half the bins are kept.
 */
#include "base/fft.h"

#include <kiss_fft.h>
#include <kiss_fftr.h>
#include <string.h>

#include "base/alloc.h"
#include "base/parallel.h"

/* The plans and scratch memory of one thread: KissFFT's plans have scratch memory of their own.
 */
typedef struct desk {
    kiss_fftr_cfg real_forward, real_inverse; /* rows of even length */
    kiss_fft_cfg row_forward, row_inverse;    /* rows of odd length */
    kiss_fft_cfg column_forward, column_inverse;
    kiss_fft_cfg tube_forward, tube_inverse;
    kiss_fft_cpx *row_in, *row_out;   /* width */
    kiss_fft_cpx *line_in, *line_out; /* height or depth, the longer */
} desk;

struct woad_fft {
    size_t width, height, depth, threads;
    desk *desks; /* [threads] */
};

const char *woad_fft_library(void)
{
    return "KissFFT";
}

static bool make_row_plans(desk *d, int width)
{
    if (width % 2 == 0) {
        d->real_forward = kiss_fftr_alloc(width, 0, NULL, NULL);
        d->real_inverse = kiss_fftr_alloc(width, 1, NULL, NULL);
        return d->real_forward && d->real_inverse;
    }
    d->row_forward = kiss_fft_alloc(width, 0, NULL, NULL);
    d->row_inverse = kiss_fft_alloc(width, 1, NULL, NULL);
    return d->row_forward && d->row_inverse;
}

static bool make_line_plans(int length, kiss_fft_cfg *forward, kiss_fft_cfg *inverse)
{
    *forward = kiss_fft_alloc(length, 0, NULL, NULL);
    *inverse = kiss_fft_alloc(length, 1, NULL, NULL);
    return *forward && *inverse;
}

static bool make_scratch(desk *d, const woad_fft *fft)
{
    size_t longest = fft->height > fft->depth ? fft->height : fft->depth;
    d->row_in = woad_array(fft->width, sizeof *d->row_in);
    d->row_out = woad_array(fft->width, sizeof *d->row_out);
    d->line_in = woad_array(longest, sizeof *d->line_in);
    d->line_out = woad_array(longest, sizeof *d->line_out);
    return d->row_in && d->row_out && d->line_in && d->line_out;
}

static bool make_desks(woad_fft *fft)
{
    fft->desks = woad_array(fft->threads, sizeof *fft->desks);
    bool good = fft->desks;
    for (size_t t = 0; good && t < fft->threads; t++) {
        desk *d = &fft->desks[t];
        /* Lengths are at most WOAD_MAX_AXIS. */
        good = make_row_plans(d, (int)fft->width) &&
               make_line_plans((int)fft->height, &d->column_forward, &d->column_inverse) &&
               make_line_plans((int)fft->depth, &d->tube_forward, &d->tube_inverse) &&
               make_scratch(d, fft);
    }
    return good;
}

size_t woad_fft_planning_memory(size_t width, size_t height)
{
    return 4 * (width + height) * sizeof(kiss_fft_cpx); /* twiddle factors, about */
}

woad_status woad_fft_create(
    size_t width, size_t height, size_t threads, bool tune, woad_fft **out, woad_error *error)
{
    return woad_fft_create_3d(width, height, 1, threads, tune, out, error);
}

woad_status woad_fft_create_3d(size_t width, size_t height, size_t depth, size_t threads,
    bool tune, woad_fft **out, woad_error *error)
{
    (void)tune; /* KissFFT has one plan for each length */
    woad_fft *fft = woad_array(1, sizeof *fft);
    if (fft)
        *fft = (woad_fft){width, height, depth, threads, NULL};
    if (!fft || !make_desks(fft)) {
        woad_fft_destroy(fft);
        return woad_fail_memory(error, "a Fourier transform");
    }
    *out = fft;
    return WOAD_OK;
}

static void clear_desk(desk *d)
{
    kiss_fftr_free(d->real_forward);
    kiss_fftr_free(d->real_inverse);
    kiss_fft_free(d->row_forward);
    kiss_fft_free(d->row_inverse);
    kiss_fft_free(d->column_forward);
    kiss_fft_free(d->column_inverse);
    kiss_fft_free(d->tube_forward);
    kiss_fft_free(d->tube_inverse);
    woad_free(d->row_in);
    woad_free(d->row_out);
    woad_free(d->line_in);
    woad_free(d->line_out);
}

void woad_fft_destroy(woad_fft *fft)
{
    if (!fft)
        return;
    for (size_t t = 0; fft->desks && t < fft->threads; t++)
        clear_desk(&fft->desks[t]);
    woad_free(fft->desks);
    woad_free(fft);
}

/* ---- rows, columns, tubes ------------------------------------------------------------ */

static void forward_row(desk *d, size_t width, const float *row, kiss_fft_cpx *half)
{
    if (d->real_forward) {
        kiss_fftr(d->real_forward, row, half);
        return;
    }
    for (size_t x = 0; x < width; x++)
        d->row_in[x] = (kiss_fft_cpx){row[x], 0};
    kiss_fft(d->row_forward, d->row_in, d->row_out);
    memcpy(half, d->row_out, woad_half_width(width) * sizeof *half);
}

static void inverse_row(desk *d, size_t width, const kiss_fft_cpx *half, float *row)
{
    if (d->real_inverse) {
        kiss_fftri(d->real_inverse, half, row);
        return;
    }
    for (size_t x = 0; x < woad_half_width(width); x++) {
        d->row_in[x] = half[x];
        if (x > 0) /* the other half is the conjugate */
            d->row_in[width - x] = (kiss_fft_cpx){half[x].r, -half[x].i};
    }
    kiss_fft(d->row_inverse, d->row_in, d->row_out);
    for (size_t x = 0; x < width; x++)
        row[x] = d->row_out[x].r;
}

typedef struct execution {
    const woad_fft *fft;
    const float *in;
    float *out;
    kiss_fft_cpx *half;
    bool inverse;
} execution;

static void row_range(void *context, size_t begin, size_t end, size_t worker)
{
    const execution *e = context;
    size_t width = e->fft->width, stride = woad_half_stride(width);
    desk *d = &e->fft->desks[worker];
    for (size_t y = begin; y < end; y++) {
        if (e->inverse)
            inverse_row(d, width, e->half + y * stride, e->out + y * width);
        else
            forward_row(d, width, e->in + y * width, e->half + y * stride);
    }
}

/* One column or tube: `length` values, `step` apart. */
static void transform_line(
    desk *d, kiss_fft_cfg plan, kiss_fft_cpx *line, size_t length, size_t step)
{
    for (size_t i = 0; i < length; i++)
        d->line_in[i] = line[i * step];
    kiss_fft(plan, d->line_in, d->line_out);
    for (size_t i = 0; i < length; i++)
        line[i * step] = d->line_out[i];
}

/* The columns, frame by frame. */
static void column_range(void *context, size_t begin, size_t end, size_t worker)
{
    const execution *e = context;
    const woad_fft *f = e->fft;
    size_t bins = woad_half_width(f->width), stride = woad_half_stride(f->width);
    desk *d = &f->desks[worker];
    for (size_t i = begin; i < end; i++)
        transform_line(d, e->inverse ? d->column_inverse : d->column_forward,
            e->half + i / bins * f->height * stride + i % bins, f->height, stride);
}

/* The tubes, row by row. */
static void tube_range(void *context, size_t begin, size_t end, size_t worker)
{
    const execution *e = context;
    const woad_fft *f = e->fft;
    size_t bins = woad_half_width(f->width), stride = woad_half_stride(f->width);
    desk *d = &f->desks[worker];
    for (size_t i = begin; i < end; i++)
        transform_line(d, e->inverse ? d->tube_inverse : d->tube_forward,
            e->half + i / bins * stride + i % bins, f->depth, f->height * stride);
}

static void all_rows(execution *e)
{
    woad_parallel(e->fft->threads, e->fft->height * e->fft->depth, row_range, e);
}

static void all_columns(execution *e)
{
    size_t bins = woad_half_width(e->fft->width);
    woad_parallel(e->fft->threads, e->fft->depth * bins, column_range, e);
}

static void all_tubes(execution *e)
{
    size_t bins = woad_half_width(e->fft->width);
    if (e->fft->depth > 1)
        woad_parallel(e->fft->threads, e->fft->height * bins, tube_range, e);
}

void woad_fft_forward(const woad_fft *fft, const float *image, float complex *half)
{
    execution e = {.fft = fft, .in = image, .half = (kiss_fft_cpx *)half};
    all_rows(&e);
    all_columns(&e);
    all_tubes(&e);
}

void woad_fft_inverse(const woad_fft *fft, float complex *half, float *image)
{
    execution e = {.fft = fft, .out = image, .half = (kiss_fft_cpx *)half, .inverse = true};
    all_tubes(&e);
    all_columns(&e);
    all_rows(&e);
}

/* ---- wisdom: there is none ------------------------------------------------------------ */

woad_status woad_fft_check_wisdom(woad_error *error)
{
    return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
        "this build has no wisdom: KissFFT has one plan for each size; build with -Dfft=fftw");
}

char *woad_fft_export_wisdom(void)
{
    return NULL;
}

bool woad_fft_import_wisdom(const char *text)
{
    (void)text;
    return false;
}
