/* gallery_mask.c - the pictures that show what a mask is. */
#include "gallery.h"
#include "mask_plot.h"
#include "picture.h"
#include "plot.h"

enum { PLOT_WIDTH = 560, PLOT_HEIGHT = 320 };

/* Small masks are shown at about this many pixels a side, in whole steps. */
static size_t zoom_of(size_t width, size_t height)
{
    size_t longest = width > height ? width : height;
    return longest >= 256 ? 1 : 256 / longest;
}

static woad_status add_spectra(cli_gallery *gallery, const woad_mask *mask, size_t frame,
    size_t channel, woad_error *error)
{
    size_t zoom = zoom_of(mask->width, mask->height);
    woad_image *image;
    woad_status status =
        mask_plot_spectrum(mask, frame, channel, CLI_PICTURE_LINEAR, 1, zoom, &image, error);
    if (status < 0)
        return status;
    gallery_add(gallery, "spectrum",
        "Power spectrum, zero frequency in the middle; white noise is mid grey", image);
    status = mask_plot_spectrum(mask, frame, channel, CLI_PICTURE_DB, 1, zoom, &image, error);
    if (status >= 0)
        gallery_add(gallery, "spectrum_db",
            "The same in decibels: black is -20 dB and less, white +20 dB", image);
    return status;
}

static woad_status add_radial_plot(cli_gallery *gallery, const mask_profile *p, const double *y,
    const char *name, const char *caption, const char *y_label, woad_error *error)
{
    const cli_plot_series series = {p->frequency, y, p->count, NULL, CLI_PLOT_LINE};
    const cli_plot_reference white = {0, false, "white noise"};
    const cli_plot plot = {
        .x = MASK_PLOT_FREQUENCY,
        .y = {.label = y_label},
        .series = &series,
        .series_count = 1,
        .references = &white,
        .reference_count = 1,
    };
    woad_image *image;
    if (!mask_plot_has_point(
            y, p->count)) /* the smallest masks have no anisotropy, or no power */
        return WOAD_OK;
    woad_status status = cli_plot_render(&plot, PLOT_WIDTH, PLOT_HEIGHT, &image, error);
    if (status >= 0)
        gallery_add(gallery, name, caption, image);
    return status;
}

static woad_status add_profiles(cli_gallery *gallery, const woad_mask *mask, size_t frame,
    size_t channel, woad_error *error)
{
    mask_profile p;
    woad_status status = mask_profile_init(&p, mask, frame, channel, error);
    if (status >= 0)
        status = add_radial_plot(gallery, &p, p.power_db, "radial",
            "Radially averaged power spectrum", "power (dB)", error);
    if (status >= 0)
        status = add_radial_plot(gallery, &p, p.anisotropy_db, "anisotropy",
            "Anisotropy of each annulus (Ulichney 1988)", "anisotropy (dB)", error);
    mask_profile_clear(&p);
    return status;
}

static woad_status add_histogram(cli_gallery *gallery, const woad_mask *mask, size_t frame,
    size_t channel, woad_error *error)
{
    woad_image *image;
    woad_status status =
        mask_plot_histogram(mask, frame, channel, PLOT_WIDTH, PLOT_HEIGHT, &image, error);
    if (status >= 0)
        gallery_add(gallery, "histogram", "Histogram of the thresholds", image);
    return status;
}

/* Larger masks are cut to this many columns and rows of patterns, so that the sheet is no
 * larger than a canvas, or a screen that scrolls. */
#define PATTERN_SIDE 2048
#define TEXT_OF(number) TEXT_OF_(number)
#define TEXT_OF_(number) #number

static const char *pattern_caption(const woad_mask *mask)
{
    if (mask->width > PATTERN_SIDE || mask->height > PATTERN_SIDE)
        return "What the mask's first " TEXT_OF(
            PATTERN_SIDE) " columns and rows make of flat greys";
    return "What the mask makes of flat greys";
}

static woad_status add_patterns(
    cli_gallery *gallery, const woad_mask *mask, size_t frame, size_t zoom, woad_error *error)
{
    woad_image *patterns[MASK_PLOT_GREYS] = {0}, *sheet;
    const char *labels[MASK_PLOT_GREYS];
    woad_status status = WOAD_OK;
    for (int i = 0; status >= 0 && i < MASK_PLOT_GREYS; i++) {
        labels[i] = mask_plot_greys[i].label;
        status = cli_picture_pattern(
            mask, frame, mask_plot_greys[i].level, PATTERN_SIDE, zoom, &patterns[i], error);
    }
    if (status >= 0)
        status = cli_picture_beside((const woad_image *const *)patterns, labels,
            MASK_PLOT_GREYS, MASK_PLOT_GREYS, 8, &sheet, error);
    if (status >= 0)
        gallery_add(gallery, "patterns", pattern_caption(mask), sheet);
    for (int i = 0; i < MASK_PLOT_GREYS; i++)
        woad_image_destroy(patterns[i]);
    return status;
}

woad_status gallery_add_mask(cli_gallery *gallery, const woad_mask *mask, size_t frame,
    size_t channel, woad_error *error)
{
    size_t zoom = zoom_of(mask->width, mask->height);
    woad_image *image;
    woad_status status = cli_picture_from_mask(mask, frame, 1, 1, zoom, &image, error);
    if (status >= 0) {
        gallery_add(gallery, "mask", "The mask", image);
        status = add_spectra(gallery, mask, frame, channel, error);
    }
    if (status >= 0)
        status = add_profiles(gallery, mask, frame, channel, error);
    if (status >= 0)
        status = add_histogram(gallery, mask, frame, channel, error);
    if (status >= 0)
        status = add_patterns(gallery, mask, frame, zoom > 1 ? zoom / 2 : 1, error);
    return status;
}
