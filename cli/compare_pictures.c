/* compare_pictures.c - the pictures of each mask that is compared, and the sheet of them all. */
#include <stdlib.h>

#include "canvas.h"
#include "compare.h"
#include "mask_plot.h"
#include "picture.h"

/* Sides in pixels: eight masks make a sheet that is some 2400 wide and 2600 high. */
enum {
    MASK_SIDE = 256, /* masks and spectra: small ones are magnified, large ones cut, averaged */
    PATTERN_SIDE = 192, /* patterns, magnified at least twice so that dots are seen */
    PATTERN_ZOOM = 2,
    PLOT_WIDTH = 380,
    PLOT_HEIGHT = 288,
    RAMP_WIDTH = 128, /* before it is magnified */
    RAMP_HEIGHT = 144,
    GAP = 12
};

/* What every profile is drawn over, so that they compare; a design's low band ends deeper. */
static const double profile_floor_db = -60, profile_top_db = 20;

static size_t longest_side(const woad_mask *mask)
{
    return mask->width > mask->height ? mask->width : mask->height;
}

/* Takes the image into the gallery when there is one. */
static woad_status add(cli_gallery *gallery, const char *name, const char *caption,
    woad_status status, woad_image *image)
{
    if (status >= 0)
        gallery_add(gallery, name, caption, image);
    return status;
}

static woad_status add_mask(compare_entry *entry, woad_error *error)
{
    const woad_mask *mask = entry->mask;
    size_t longest = longest_side(mask), zoom = longest < MASK_SIDE ? MASK_SIDE / longest : 1;
    woad_image *whole, *cut, *image = NULL;
    woad_status status = cli_picture_from_mask(mask, 0, 1, 1, 1, &whole, error);
    if (status < 0)
        return status;
    status = cli_picture_crop(whole, MASK_SIDE, MASK_SIDE, &cut, error);
    woad_image_destroy(whole);
    if (status < 0)
        return status;
    status = cli_picture_zoom(cut, zoom, &image, error);
    woad_image_destroy(cut);
    const char *caption = longest > MASK_SIDE ? "mask (its middle)" : "mask";
    return add(&entry->gallery, "mask", caption, status, image);
}

static woad_status add_spectrum(compare_entry *entry, woad_error *error)
{
    size_t longest = longest_side(entry->mask);
    size_t block = (longest + MASK_SIDE - 1) / MASK_SIDE;
    size_t zoom = longest < MASK_SIDE ? MASK_SIDE / longest : 1;
    woad_image *image = NULL;
    woad_status status =
        mask_plot_spectrum(entry->mask, 0, 0, CLI_PICTURE_DB, block, zoom, &image, error);
    return add(&entry->gallery, "spectrum", "spectrum, -20 to +20 dB", status, image);
}

static woad_status add_profile(compare_entry *entry, woad_error *error)
{
    mask_profile p;
    woad_image *image = NULL;
    woad_status status = mask_profile_init(&p, entry->mask, 0, 0, error);
    const cli_plot_series series[] = {
        {p.frequency, p.power_db, p.count, "power", CLI_PLOT_LINE},
        {p.frequency, p.anisotropy_db, p.count, "anisotropy", CLI_PLOT_LINE}};
    const cli_plot_reference white = {0, false, "white noise"};
    const cli_plot plot = {
        .x = MASK_PLOT_FREQUENCY,
        .y = {"dB", profile_floor_db, profile_top_db, false},
        .series = series,
        .series_count = 2,
        .references = &white,
        .reference_count = 1,
    };
    /* One of a few pixels may have nothing to draw: it goes without. */
    bool empty = !mask_plot_has_point(p.power_db, p.count);
    if (status >= 0 && !empty)
        status = cli_plot_render(&plot, PLOT_WIDTH, PLOT_HEIGHT, &image, error);
    if (status >= 0 && empty)
        status = woad_image_create(PLOT_WIDTH, PLOT_HEIGHT, 2, 8, &image, error);
    mask_profile_clear(&p);
    return add(&entry->gallery, "profile", "radial profile", status, image);
}

static woad_status add_patterns(compare_entry *entry, woad_error *error)
{
    static const char *const names[MASK_PLOT_GREYS] = {
        "pattern_1", "pattern_2", "pattern_3", "pattern_4"};
    size_t zoom = PATTERN_SIDE / longest_side(entry->mask);
    zoom = zoom > PATTERN_ZOOM ? zoom : PATTERN_ZOOM;
    woad_status status = WOAD_OK;
    for (int i = 0; status >= 0 && i < MASK_PLOT_GREYS; i++) {
        woad_image *image = NULL;
        status = cli_picture_pattern(
            entry->mask, 0, mask_plot_greys[i].level, PATTERN_SIDE / zoom, zoom, &image, error);
        status = add(&entry->gallery, names[i], mask_plot_greys[i].label, status, image);
    }
    return status;
}

/* Black at the left, white at the right, magnified so that single dots are seen. */
static woad_status add_ramp(compare_entry *entry, woad_error *error)
{
    woad_image *ramp, *dots, *image = NULL;
    woad_status status = woad_image_create(RAMP_WIDTH, RAMP_HEIGHT, 1, 16, &ramp, error);
    if (status < 0)
        return status;
    uint16_t *sample = ramp->samples;
    for (size_t i = 0; i < (size_t)RAMP_WIDTH * RAMP_HEIGHT; i++)
        sample[i] = (uint16_t)(65535 * (i % RAMP_WIDTH) / (RAMP_WIDTH - 1));
    status = cli_picture_dither(ramp, entry->mask, 0, 2, &dots, error);
    woad_image_destroy(ramp);
    if (status < 0)
        return status;
    status = cli_picture_zoom(dots, PATTERN_ZOOM, &image, error);
    woad_image_destroy(dots);
    return add(&entry->gallery, "ramp", "ramp, each dot 2x2 pixels", status, image);
}

static woad_status add_picture(
    compare_entry *entry, const woad_image *picture, woad_error *error)
{
    woad_image *image = NULL;
    woad_status status = cli_picture_dither(picture, entry->mask, 0, 2, &image, error);
    return add(&entry->gallery, "picture", "1 bit a channel, dot for dot", status, image);
}

woad_status compare_draw(comparison *c, woad_error *error)
{
    woad_status status = WOAD_OK;
    for (size_t i = 0; status >= 0 && i < c->count; i++) {
        compare_entry *entry = &c->entries[i];
        status = add_mask(entry, error);
        if (status >= 0)
            status = add_spectrum(entry, error);
        if (status >= 0)
            status = add_profile(entry, error);
        if (status >= 0)
            status = add_patterns(entry, error);
        if (status >= 0)
            status = add_ramp(entry, error);
        if (status >= 0)
            status = add_picture(entry, c->picture, error);
    }
    return status;
}

/* Every gallery has the same figures; the first of a row is labelled with the mask's name. */
woad_status compare_sheet(const comparison *c, woad_image **out, woad_error *error)
{
    size_t columns = c->entries[0].gallery.count, count = columns * c->count;
    const woad_image **images = calloc(count, sizeof *images);
    const char **labels = calloc(count, sizeof *labels);
    woad_status status;
    for (size_t i = 0; images && labels && i < count; i++) {
        const compare_entry *entry = &c->entries[i / columns];
        const cli_figure *figure = &entry->gallery.figures[i % columns];
        images[i] = figure->image;
        labels[i] = i % columns == 0 ? entry->row.name : figure->caption;
    }
    if (images && labels)
        status = cli_picture_beside(images, labels, count, columns, GAP, out, error);
    else
        status = cli_canvas_fail(error, WOAD_ERROR_MEMORY, "out of memory for the sheet");
    free(images);
    free(labels);
    return status;
}
