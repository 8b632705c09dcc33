/* mask_plot.c - what reports and the demo draw of one plane of a mask. */
#include "mask_plot.h"

#include <stdlib.h>

#include <woad/score.h>

#include "canvas.h"
#include "plot.h"

woad_status mask_plot_spectrum(const woad_mask *mask, size_t frame, size_t channel,
    cli_picture_scale scale, size_t zoom, woad_image **out, woad_error *error)
{
    size_t w = mask->width, h = mask->height;
    float *power = calloc(w * h, sizeof *power);
    if (!power)
        return cli_canvas_fail(error, WOAD_ERROR_MEMORY, "out of memory for a spectrum");
    woad_status status = woad_power_spectrum(mask, frame, channel, power, error);
    if (status >= 0)
        status = cli_picture_from_spectrum(power, w, h, scale, zoom, out, error);
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
