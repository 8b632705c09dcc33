/* demo_pictures.c - the figures of the demo. */
#include "demo.h"

#include "mask_plot.h"
#include "picture.h"
#include "plot.h"

const char *const demo_mask_names[DEMO_MASKS] = {
    "white noise", "blue noise by the post's loss", "woad's default"};

/* A 64x64 mask is shown at 256 pixels a side. */
enum { ZOOM = 4 };

static woad_status add_masks(demo *d, woad_error *error)
{
    static const char *const names[] = {"matrix_white", "matrix_blue", "matrix_dither"};
    static const char *const captions[] = {"Before: white noise, each value once",
        "After: the optimised mask", "The default: thresholds in the loss"};
    woad_status status = WOAD_OK;
    for (int m = 0; status >= 0 && m < DEMO_MASKS; m++) {
        woad_image *image;
        status = cli_picture_from_mask(d->masks[m], 0, 1, 1, ZOOM, &image, error);
        if (status >= 0)
            gallery_add(&d->gallery, names[m], captions[m], image);
    }
    return status;
}

static woad_status add_spectra(demo *d, woad_error *error)
{
    static const char *const names[] = {"spectrum_white", "spectrum_blue", "spectrum_dither"};
    static const char *const captions[] = {"Spectrum before: all frequencies alike",
        "Spectrum after: no low frequencies, the rest smooth", "Spectrum of the default"};
    woad_status status = WOAD_OK;
    for (int m = 0; status >= 0 && m < DEMO_MASKS; m++) {
        woad_image *image;
        status =
            mask_plot_spectrum(d->masks[m], 0, 0, CLI_PICTURE_LINEAR, 1, ZOOM, &image, error);
        if (status >= 0)
            gallery_add(&d->gallery, names[m], captions[m], image);
    }
    return status;
}

static woad_status add_histogram(demo *d, woad_error *error)
{
    woad_image *image;
    woad_status status =
        mask_plot_histogram(d->masks[DEMO_BLUE], 0, 0, 480, 300, &image, error);
    if (status >= 0)
        gallery_add(&d->gallery, "histogram", "Every threshold occurs once", image);
    return status;
}

static woad_status add_loss_curve(demo *d, woad_error *error)
{
    const demo_trace *t = &d->trace;
    cli_plot_series series[WOAD_MAX_LOSS_TERMS + 1] = {
        {t->iteration, t->total, t->count, "total", CLI_PLOT_LINE}};
    size_t count = 1;
    for (size_t i = 0; woad_loss_term_at(i); i++) {
        if (t->count == 0 || t->terms[i][0] == 0) /* switched off */
            continue;
        series[count++] = (cli_plot_series){
            t->iteration, t->terms[i], t->count, woad_loss_term_at(i)->name, CLI_PLOT_LINE};
    }
    const cli_plot plot = {
        .title = "Loss over the iterations",
        .x = {.label = "iteration", .log = true},
        .y = {.label = "loss", .log = true},
        .series = series,
        .series_count = count,
    };
    woad_image *image;
    woad_status status = cli_plot_render(&plot, 640, 360, &image, error);
    if (status >= 0)
        gallery_add(&d->gallery, "loss", "Each term with its weight, unit multipliers", image);
    return status;
}

static woad_status add_dither(demo *d, int mask, unsigned levels, const char *name,
    const char *caption, woad_error *error)
{
    woad_image *out;
    woad_status status = cli_picture_dither(d->photo, d->masks[mask], 0, levels, &out, error);
    if (status >= 0)
        gallery_add(&d->gallery, name, caption, out);
    return status;
}

static woad_status add_photo(demo *d, woad_error *error)
{
    /* At full depth, so that every picture of the gallery is the gallery's. */
    woad_image *copy;
    woad_status status = cli_picture_zoom(d->photo, 1, &copy, error);
    if (status >= 0)
        gallery_add(&d->gallery, "photo", "The picture", copy);
    return status;
}

woad_status demo_draw(demo *d, woad_error *error)
{
    static const struct {
        int mask;
        unsigned levels;
        const char *name, *caption;
    } dithers[] = {
        {DEMO_WHITE, 4, "dither_2bit_white", "2 bits a channel, white noise"},
        {DEMO_BLUE, 4, "dither_2bit_blue", "2 bits a channel, blue noise"},
        {DEMO_DITHER, 4, "dither_2bit_dither", "2 bits a channel, the default"},
        {DEMO_WHITE, 2, "dither_1bit_white", "1 bit a channel, white noise"},
        {DEMO_BLUE, 2, "dither_1bit_blue", "1 bit a channel, blue noise"},
        {DEMO_DITHER, 2, "dither_1bit_dither", "1 bit a channel, the default"},
    };
    woad_status status = add_masks(d, error);
    if (status >= 0)
        status = add_spectra(d, error);
    if (status >= 0)
        status = add_histogram(d, error);
    if (status >= 0)
        status = add_loss_curve(d, error);
    if (status >= 0)
        status = add_photo(d, error);
    for (size_t i = 0; status >= 0 && i < sizeof dithers / sizeof *dithers; i++)
        status = add_dither(
            d, dithers[i].mask, dithers[i].levels, dithers[i].name, dithers[i].caption, error);
    return status;
}
