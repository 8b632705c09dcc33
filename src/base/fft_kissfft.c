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

struct woad_fft {
    size_t width, height;
    kiss_fftr_cfg real_forward, real_inverse; /* rows of even length */
    kiss_fft_cfg row_forward, row_inverse;    /* rows of odd length */
    kiss_fft_cfg column_forward, column_inverse;
    kiss_fft_cpx *row_in, *row_out;       /* width */
    kiss_fft_cpx *column_in, *column_out; /* height */
};

const char *woad_fft_library(void)
{
    return "KissFFT";
}

static bool make_row_plans(woad_fft *fft)
{
    int w = (int)fft->width; /* at most WOAD_MAX_AXIS */
    if (fft->width % 2 == 0) {
        fft->real_forward = kiss_fftr_alloc(w, 0, NULL, NULL);
        fft->real_inverse = kiss_fftr_alloc(w, 1, NULL, NULL);
        return fft->real_forward && fft->real_inverse;
    }
    fft->row_forward = kiss_fft_alloc(w, 0, NULL, NULL);
    fft->row_inverse = kiss_fft_alloc(w, 1, NULL, NULL);
    return fft->row_forward && fft->row_inverse;
}

static bool make_column_plans(woad_fft *fft)
{
    int h = (int)fft->height;
    fft->column_forward = kiss_fft_alloc(h, 0, NULL, NULL);
    fft->column_inverse = kiss_fft_alloc(h, 1, NULL, NULL);
    return fft->column_forward && fft->column_inverse;
}

static bool make_scratch(woad_fft *fft)
{
    fft->row_in = woad_array(fft->width, sizeof *fft->row_in);
    fft->row_out = woad_array(fft->width, sizeof *fft->row_out);
    fft->column_in = woad_array(fft->height, sizeof *fft->column_in);
    fft->column_out = woad_array(fft->height, sizeof *fft->column_out);
    return fft->row_in && fft->row_out && fft->column_in && fft->column_out;
}

woad_status woad_fft_create(size_t width, size_t height, woad_fft **out, woad_error *error)
{
    woad_fft *fft = woad_array(1, sizeof *fft);
    if (fft) {
        fft->width = width;
        fft->height = height;
    }
    if (!fft || !make_row_plans(fft) || !make_column_plans(fft) || !make_scratch(fft)) {
        woad_fft_destroy(fft);
        return woad_fail_memory(error, "a Fourier transform");
    }
    *out = fft;
    return WOAD_OK;
}

void woad_fft_destroy(woad_fft *fft)
{
    if (!fft)
        return;
    kiss_fftr_free(fft->real_forward);
    kiss_fftr_free(fft->real_inverse);
    kiss_fft_free(fft->row_forward);
    kiss_fft_free(fft->row_inverse);
    kiss_fft_free(fft->column_forward);
    kiss_fft_free(fft->column_inverse);
    woad_free(fft->row_in);
    woad_free(fft->row_out);
    woad_free(fft->column_in);
    woad_free(fft->column_out);
    woad_free(fft);
}

static void forward_row(const woad_fft *fft, const float *row, kiss_fft_cpx *half)
{
    if (fft->real_forward) {
        kiss_fftr(fft->real_forward, row, half);
        return;
    }
    for (size_t x = 0; x < fft->width; x++)
        fft->row_in[x] = (kiss_fft_cpx){row[x], 0};
    kiss_fft(fft->row_forward, fft->row_in, fft->row_out);
    memcpy(half, fft->row_out, woad_half_width(fft->width) * sizeof *half);
}

static void inverse_row(const woad_fft *fft, const kiss_fft_cpx *half, float *row)
{
    if (fft->real_inverse) {
        kiss_fftri(fft->real_inverse, half, row);
        return;
    }
    size_t w = fft->width;
    for (size_t x = 0; x < woad_half_width(w); x++) {
        fft->row_in[x] = half[x];
        if (x > 0) /* the other half is the conjugate */
            fft->row_in[w - x] = (kiss_fft_cpx){half[x].r, -half[x].i};
    }
    kiss_fft(fft->row_inverse, fft->row_in, fft->row_out);
    for (size_t x = 0; x < w; x++)
        row[x] = fft->row_out[x].r;
}

static void transform_columns(const woad_fft *fft, kiss_fft_cfg plan, kiss_fft_cpx *half)
{
    size_t bins = woad_half_width(fft->width);
    for (size_t x = 0; x < bins; x++) {
        for (size_t y = 0; y < fft->height; y++)
            fft->column_in[y] = half[y * bins + x];
        kiss_fft(plan, fft->column_in, fft->column_out);
        for (size_t y = 0; y < fft->height; y++)
            half[y * bins + x] = fft->column_out[y];
    }
}

void woad_fft_forward(const woad_fft *fft, const float *image, float complex *half)
{
    kiss_fft_cpx *bins = (kiss_fft_cpx *)half;
    for (size_t y = 0; y < fft->height; y++)
        forward_row(fft, image + y * fft->width, bins + y * woad_half_width(fft->width));
    transform_columns(fft, fft->column_forward, bins);
}

void woad_fft_inverse(const woad_fft *fft, float complex *half, float *image)
{
    kiss_fft_cpx *bins = (kiss_fft_cpx *)half;
    transform_columns(fft, fft->column_inverse, bins);
    for (size_t y = 0; y < fft->height; y++)
        inverse_row(fft, bins + y * woad_half_width(fft->width), image + y * fft->width);
}
