/* gallery_mask.c - the pictures that show what a mask is. */
#include <math.h>
#include <stdlib.h>

#include "canvas.h"
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
        mask_plot_spectrum(mask, frame, channel, CLI_PICTURE_LINEAR, zoom, &image, error);
    if (status < 0)
        return status;
    gallery_add(gallery, "spectrum",
        "Power spectrum, zero frequency in the middle; white noise is mid grey", image);
    status = mask_plot_spectrum(mask, frame, channel, CLI_PICTURE_DB, zoom, &image, error);
    if (status >= 0)
        gallery_add(gallery, "spectrum_db",
            "The same in decibels: black is -20 dB and less, white +20 dB", image);
    return status;
}

/* Columns of the annuli, for plots. */
typedef struct profile {
    double *frequency, *power_db, *anisotropy_db;
    size_t count;
} profile;

static void profile_clear(profile *p)
{
    free(p->frequency);
    free(p->power_db);
    free(p->anisotropy_db);
}

static woad_status profile_init(
    profile *p, const woad_mask *mask, size_t frame, size_t channel, woad_error *error)
{
    size_t capacity = WOAD_RADIAL_CAPACITY(mask->width, mask->height);
    woad_annulus *annuli = calloc(capacity, sizeof *annuli);
    *p = (profile){
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

/* A plot without a point is left out: the smallest masks have no anisotropy, or no power. */
static bool has_point(const double *y, size_t count)
{
    size_t i = 0;
    while (i < count && !isfinite(y[i]))
        i++;
    return i < count;
}

static woad_status add_radial_plot(cli_gallery *gallery, const profile *p, const double *y,
    const char *name, const char *caption, const char *y_label, woad_error *error)
{
    const cli_plot_series series = {p->frequency, y, p->count, NULL, CLI_PLOT_LINE};
    const cli_plot_reference white = {0, false, "white noise"};
    const cli_plot plot = {
        .x = {"frequency (cycles per pixel)", 0, 0.7072, false},
        .y = {.label = y_label},
        .series = &series,
        .series_count = 1,
        .references = &white,
        .reference_count = 1,
    };
    woad_image *image;
    if (!has_point(y, p->count))
        return WOAD_OK;
    woad_status status = cli_plot_render(&plot, PLOT_WIDTH, PLOT_HEIGHT, &image, error);
    if (status >= 0)
        gallery_add(gallery, name, caption, image);
    return status;
}

static woad_status add_profiles(cli_gallery *gallery, const woad_mask *mask, size_t frame,
    size_t channel, woad_error *error)
{
    profile p;
    woad_status status = profile_init(&p, mask, frame, channel, error);
    if (status >= 0)
        status = add_radial_plot(gallery, &p, p.power_db, "radial",
            "Radially averaged power spectrum", "power (dB)", error);
    if (status >= 0)
        status = add_radial_plot(gallery, &p, p.anisotropy_db, "anisotropy",
            "Anisotropy of each annulus (Ulichney 1988)", "anisotropy (dB)", error);
    profile_clear(&p);
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
    static const double levels[] = {1.0 / 64, 1.0 / 16, 1.0 / 4, 1.0 / 2};
    static const char *const labels[] = {"1/64", "1/16", "1/4", "1/2"};
    enum { LEVELS = sizeof levels / sizeof *levels };
    woad_image *patterns[LEVELS] = {0}, *sheet;
    woad_status status = WOAD_OK;
    for (int i = 0; status >= 0 && i < LEVELS; i++) {
        woad_image *small;
        status = cli_picture_pattern(mask, frame, levels[i], PATTERN_SIDE, &small, error);
        if (status < 0)
            break;
        status = cli_picture_zoom(small, zoom, &patterns[i], error);
        woad_image_destroy(small);
    }
    if (status >= 0)
        status = cli_picture_beside(
            (const woad_image *const *)patterns, labels, LEVELS, LEVELS, 8, &sheet, error);
    if (status >= 0)
        gallery_add(gallery, "patterns", pattern_caption(mask), sheet);
    for (int i = 0; i < LEVELS; i++)
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
