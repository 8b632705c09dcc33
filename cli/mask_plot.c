/* mask_plot.c - what reports, sheets and the demo draw of one plane of a mask. */
#include "mask_plot.h"

#include <math.h>
#include <stdlib.h>

#include <woad/score.h>

#include "canvas.h"

const struct mask_plot_grey mask_plot_greys[MASK_PLOT_GREYS] = {
    {1.0 / 64, "grey level 1/64"}, {1.0 / 16, "1/16"}, {1.0 / 4, "1/4"}, {1.0 / 2, "1/2"}};

/* Replaces the power by means of blocks, in place, and the size by theirs. What is left over at
 * the end of an axis is dropped; zero frequency stays in the middle, because n / 2 / block and
 * n / block / 2 are the same in whole numbers. */
static void average_blocks(float *power, size_t *width, size_t *height, size_t block)
{
    size_t across = block < *width ? block : *width, down = block < *height ? block : *height;
    size_t w = *width / across, h = *height / down;
    for (size_t y = 0; y < h; y++) {
        for (size_t x = 0; x < w; x++) {
            double sum = 0;
            for (size_t i = 0; i < across * down; i++)
                sum +=
                    (double)power[(y * down + i / across) * *width + x * across + i % across];
            power[y * w + x] = (float)(sum / (double)(across * down));
        }
    }
    *width = w;
    *height = h;
}

woad_status mask_plot_spectrum(const woad_mask *mask, size_t frame, size_t channel,
    cli_picture_scale scale, size_t block, size_t zoom, woad_image **out, woad_error *error)
{
    size_t w = mask->width, h = mask->height;
    float *power = calloc(w * h, sizeof *power);
    if (!power)
        return cli_canvas_fail(error, WOAD_ERROR_MEMORY, "out of memory for a spectrum");
    woad_status status = woad_power_spectrum(mask, frame, channel, power, error);
    if (status >= 0) {
        average_blocks(power, &w, &h, block);
        status = cli_picture_from_spectrum(power, w, h, scale, zoom, out, error);
    }
    free(power);
    return status;
}

woad_status mask_plot_histogram(const woad_mask *mask, size_t frame, size_t channel,
    size_t width, size_t height, woad_image **out, woad_error *error)
{
    enum { BINS = 32 };
    double centre[BINS], density[BINS] = {0};
    size_t area = mask->width * mask->height;
    const float *plane = mask->thresholds + frame * area * mask->channels + channel;
    for (size_t i = 0; i < area; i++) {
        size_t bin = (size_t)(plane[i * mask->channels] * BINS);
        density[bin < BINS ? bin : BINS - 1] += BINS / (double)area;
    }
    for (int b = 0; b < BINS; b++)
        centre[b] = (b + 0.5) / BINS;
    const cli_plot_series series = {centre, density, BINS, NULL, CLI_PLOT_BARS};
    const cli_plot_reference uniform = {1, false, "uniform"};
    const cli_plot plot = {
        .x = {"threshold", 0, 1, false},
        .y = {.label = "density"},
        .series = &series,
        .series_count = 1,
        .references = &uniform,
        .reference_count = 1,
    };
    return cli_plot_render(&plot, width, height, out, error);
}

void mask_profile_clear(mask_profile *p)
{
    free(p->frequency);
    free(p->power_db);
    free(p->anisotropy_db);
}

woad_status mask_profile_init(
    mask_profile *p, const woad_mask *mask, size_t frame, size_t channel, woad_error *error)
{
    size_t capacity = WOAD_RADIAL_CAPACITY(mask->width, mask->height);
    woad_annulus *annuli = calloc(capacity, sizeof *annuli);
    *p = (mask_profile){
        .frequency = calloc(capacity, sizeof(double)),
        .power_db = calloc(capacity, sizeof(double)),
        .anisotropy_db = calloc(capacity, sizeof(double)),
    };
    woad_status status = WOAD_OK;
    if (annuli && p->frequency && p->power_db && p->anisotropy_db)
        status = woad_radial_profile(mask, frame, channel, annuli, capacity, &p->count, error);
    else
        status = cli_canvas_fail(error, WOAD_ERROR_MEMORY, "out of memory for a profile");
    for (size_t i = 0; status >= 0 && i < p->count; i++) {
        p->frequency[i] = annuli[i].frequency;
        p->power_db[i] = 10 * log10(annuli[i].power);
        p->anisotropy_db[i] = annuli[i].anisotropy_db;
    }
    free(annuli);
    return status;
}

bool mask_plot_has_point(const double *y, size_t count)
{
    size_t i = 0;
    while (i < count && !isfinite(y[i]))
        i++;
    return i < count;
}
