/* base/fft_kissfft.c - the transforms by KissFFT (https://github.com/mborgerding/kissfft).
 *
 * By rows, then columns: Debian's kiss_fftndr_alloc returns NULL. KissFFT's real transform
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
    kiss_fft_cpx *row_in, *row_out;       /* width */
    kiss_fft_cpx *column_in, *column_out; /* height */
} desk;

struct woad_fft {
    size_t width, height, threads;
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

static bool make_column_plans(desk *d, int height)
{
    d->column_forward = kiss_fft_alloc(height, 0, NULL, NULL);
    d->column_inverse = kiss_fft_alloc(height, 1, NULL, NULL);
    return d->column_forward && d->column_inverse;
}

static bool make_scratch(desk *d, size_t width, size_t height)
{
    d->row_in = woad_array(width, sizeof *d->row_in);
    d->row_out = woad_array(width, sizeof *d->row_out);
    d->column_in = woad_array(height, sizeof *d->column_in);
    d->column_out = woad_array(height, sizeof *d->column_out);
    return d->row_in && d->row_out && d->column_in && d->column_out;
}

static bool make_desks(woad_fft *fft)
{
    fft->desks = woad_array(fft->threads, sizeof *fft->desks);
    bool good = fft->desks;
    for (size_t t = 0; good && t < fft->threads; t++) {
        desk *d = &fft->desks[t];
        /* Lengths are at most WOAD_MAX_AXIS. */
        good = make_row_plans(d, (int)fft->width) && make_column_plans(d, (int)fft->height) &&
               make_scratch(d, fft->width, fft->height);
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
    (void)tune; /* KissFFT has one plan for each length */
    woad_fft *fft = woad_array(1, sizeof *fft);
    if (fft)
        *fft = (woad_fft){width, height, threads, NULL};
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
    woad_free(d->row_in);
    woad_free(d->row_out);
    woad_free(d->column_in);
    woad_free(d->column_out);
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

/* ---- rows and columns ----------------------------------------------------------------- */

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

static void column_range(void *context, size_t begin, size_t end, size_t worker)
{
    const execution *e = context;
    size_t height = e->fft->height, stride = woad_half_stride(e->fft->width);
    desk *d = &e->fft->desks[worker];
    for (size_t x = begin; x < end; x++) {
        for (size_t y = 0; y < height; y++)
            d->column_in[y] = e->half[y * stride + x];
        kiss_fft(
            e->inverse ? d->column_inverse : d->column_forward, d->column_in, d->column_out);
        for (size_t y = 0; y < height; y++)
            e->half[y * stride + x] = d->column_out[y];
    }
}

void woad_fft_forward(const woad_fft *fft, const float *image, float complex *half)
{
    execution e = {.fft = fft, .in = image, .half = (kiss_fft_cpx *)half};
    woad_parallel(fft->threads, fft->height, row_range, &e);
    woad_parallel(fft->threads, woad_half_width(fft->width), column_range, &e);
}

void woad_fft_inverse(const woad_fft *fft, float complex *half, float *image)
{
    execution e = {.fft = fft, .out = image, .half = (kiss_fft_cpx *)half, .inverse = true};
    woad_parallel(fft->threads, woad_half_width(fft->width), column_range, &e);
    woad_parallel(fft->threads, fft->height, row_range, &e);
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
