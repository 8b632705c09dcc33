/* spectrum.c - the power spectrum of a mask.
 *
 * The transform is in single precision: its rounding lies near -130 dB of the mask's power, far
 * below the deepest low band that a design reaches.
 */
#include "spectrum.h"

#include <math.h>

#include <woad/score.h>

#include "base/alloc.h"
#include "mask.h"
#include "pdf.h"

woad_status woad_spectrum_init(
    woad_spectrum *spectrum, size_t width, size_t height, woad_error *error)
{
    *spectrum = (woad_spectrum){
        .width = width,
        .height = height,
        .half_width = woad_half_width(width),
        .rows = height,
        .stride = woad_half_stride(width),
    };
    /* The plan first: making it needs scratch arrays as large as the two that follow. */
    woad_status status = woad_fft_create(width, height, 1, false, &spectrum->fft, error);
    if (status < 0)
        return status;
    spectrum->image = woad_array(width * height, sizeof *spectrum->image);
    spectrum->half = woad_array(height * spectrum->stride, sizeof *spectrum->half);
    if (!spectrum->image || !spectrum->half)
        return woad_fail_memory(error, "the spectrum of a mask");
    return WOAD_OK;
}

void woad_spectrum_clear(woad_spectrum *spectrum)
{
    woad_fft_destroy(spectrum->fft);
    woad_free(spectrum->image);
    woad_free(spectrum->half);
    *spectrum = (woad_spectrum){0};
}

void woad_spectrum_transform(woad_spectrum *spectrum)
{
    woad_fft_forward(spectrum->fft, spectrum->image, spectrum->half);
    spectrum->half[0] = 0;
}

void woad_spectrum_load_ranks(
    float *image, const uint32_t *ranks, size_t stride, size_t count, size_t total)
{
    double n = (double)total;
    double scale = total > 1 ? 1 / sqrt((n * n - 1) / 12) : 0;
    for (size_t i = 0; i < count; i++)
        image[i] = (float)((ranks[i * stride] - (n - 1) / 2) * scale);
}

static void load_values(float *image, const woad_plane *plane, const woad_pdf *pdf)
{
    double n = (double)plane->count, mean = woad_pdf_mean(pdf, plane->count), squares = 0;
    for (size_t i = 0; i < plane->count; i++) {
        uint32_t rank = plane->ranks[i * plane->stride];
        double v = woad_pdf_quantile(pdf, (rank + 0.5) / n) - mean;
        image[i] = (float)v;
        squares += v * v;
    }
    double scale = squares > 0 ? 1 / sqrt(squares / n) : 0;
    for (size_t i = 0; i < plane->count; i++)
        image[i] = (float)(scale * (double)image[i]);
}

void woad_spectrum_load(woad_spectrum *spectrum, const woad_mask *mask, size_t frame,
    size_t channel, const woad_pdf *pdf)
{
    woad_plane plane = woad_mask_plane(mask, frame, channel);
    if (pdf)
        load_values(spectrum->image, &plane, pdf);
    else
        woad_spectrum_load_ranks(
            spectrum->image, plane.ranks, plane.stride, plane.count, plane.count);
}

woad_status woad_spectrum_of_mask(woad_spectrum *spectrum, const woad_mask *mask, size_t frame,
    size_t channel, const woad_pdf *pdf, woad_error *error)
{
    *spectrum = (woad_spectrum){0};
    woad_status status = woad_mask_check_plane(mask, frame, channel, error);
    if (status >= 0)
        status = woad_spectrum_init(spectrum, mask->width, mask->height, error);
    if (status < 0)
        return status;
    woad_spectrum_load(spectrum, mask, frame, channel, pdf);
    woad_spectrum_transform(spectrum);
    return WOAD_OK;
}

/* One row of the shifted, whole spectrum; the left part comes from the mirrored bins. */
static void write_row(const woad_spectrum *spectrum, size_t row, float *power)
{
    size_t width = spectrum->width, height = spectrum->height;
    size_t ky = (row + height - height / 2) % height;
    for (size_t column = 0; column < width; column++) {
        bool left = column < width / 2;
        size_t kx = left ? width / 2 - column : column - width / 2;
        power[column] = (float)woad_bin_power(spectrum, kx, left ? (height - ky) % height : ky);
    }
}

woad_status woad_power_spectrum(
    const woad_mask *mask, size_t frame, size_t channel, float *power, woad_error *error)
{
    woad_spectrum spectrum;
    woad_status status = woad_spectrum_of_mask(&spectrum, mask, frame, channel, NULL, error);
    for (size_t row = 0; status >= 0 && row < spectrum.height; row++)
        write_row(&spectrum, row, power + row * spectrum.width);
    woad_spectrum_clear(&spectrum);
    return status;
}
