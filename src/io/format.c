/* io/format.c - the table of mask formats, its finders, and the checked way into each.
 *
 * To add a format: write its file with a const driver at the end, declare the driver in
 * format.h, and add it to the table here.
 */
#include "io/format.h"

#include <string.h>

#include <woad/recipe.h>

#include "base/status.h"
#include "io/extension.h"
#include "io/sheet.h"
#include "mask.h"

static const woad_format_driver *const drivers[] = {
    &woad_format_png,
    &woad_format_npy,
    &woad_format_raw,
    &woad_format_pfm,
    &woad_format_dds,
    &woad_format_ktx2,
    &woad_format_c,
    &woad_format_didder,
    &woad_format_imagemagick,
    &woad_format_readmemh,
#ifdef WOAD_WITH_OPENEXR
    &woad_format_exr,
#endif
};
#define DRIVER_COUNT (sizeof drivers / sizeof drivers[0])

const woad_format *woad_format_at(size_t index)
{
    return index < DRIVER_COUNT ? &drivers[index]->info : NULL;
}

const woad_format *woad_format_find(const char *name)
{
    for (size_t i = 0; name && i < DRIVER_COUNT; i++) {
        if (strcmp(drivers[i]->info.name, name) == 0)
            return &drivers[i]->info;
    }
    return NULL;
}

const woad_format_driver *woad_format_driver_of(const woad_format *format)
{
    for (size_t i = 0; i < DRIVER_COUNT; i++) {
        if (&drivers[i]->info == format)
            return drivers[i];
    }
    return NULL;
}

const woad_format *woad_format_of_path(const char *path)
{
    for (size_t i = 0; i < DRIVER_COUNT; i++) {
        if (woad_has_extension(path, drivers[i]->info.extensions))
            return &drivers[i]->info;
    }
    return NULL;
}

/* An identifier of C that is short enough. */
static bool is_symbol(const char *text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_",
                      all[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
    size_t length = strlen(text);
    return strspn(text, letters) > 0 && strspn(text, all) == length &&
           length < WOAD_SYMBOL_SIZE;
}

static woad_status check_options(const woad_io_options *options, woad_error *error)
{
    if (options->values != WOAD_VALUES_THRESHOLD && options->values != WOAD_VALUES_RANK &&
        options->values != WOAD_VALUES_PDF)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "values is %d: it must be one of woad_values", (int)options->values);
    if (options->bits != 0 && options->bits != 8 && options->bits != 16)
        return woad_fail(
            error, WOAD_ERROR_ARGUMENT, "bits is %u: it must be 8 or 16", options->bits);
    if ((unsigned)options->type > WOAD_SAMPLE_FLOAT ||
        (unsigned)options->layout > WOAD_LAYOUT_3D)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "type is %d and layout %d: they must be of woad_sample_type and woad_layout",
            (int)options->type, (int)options->layout);
    if (options->bits && options->type &&
        options->type != (options->bits == 8 ? WOAD_SAMPLE_U8 : WOAD_SAMPLE_U16))
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "bits is %u and the type another one: leave one out", options->bits);
    if (options->symbol && !is_symbol(options->symbol))
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "the name is '%.80s': it must be letters, digits and _, no digit first, 1 to %d of "
            "them",
            options->symbol, WOAD_SYMBOL_SIZE - 1);
    return WOAD_OK;
}

/* Integers are made from thresholds and ranks, so both must be what mask.h says. */
static woad_status check_mask(const woad_mask *mask, woad_error *error)
{
    if (!mask || !mask->ranks || !mask->thresholds)
        return woad_fail(error, WOAD_ERROR_ARGUMENT, "there is no mask to encode");
    size_t count;
    woad_status status =
        woad_check_size(mask->width, mask->height, mask->depth, mask->channels, &count, error);
    if (status < 0)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "a mask of %zux%zux%zu with %zu channels: no such size", mask->width, mask->height,
            mask->depth, mask->channels);
    for (size_t i = 0; i < count; i++) {
        float u = mask->thresholds[i];
        if (!(u >= 0 && u <= 1) || mask->ranks[i] >= mask->width * mask->height)
            return woad_fail(error, WOAD_ERROR_ARGUMENT,
                "value %zu of the mask has threshold %g and rank %u: thresholds lie in [0, 1], "
                "ranks below %zu",
                i, (double)u, mask->ranks[i], mask->width * mask->height);
    }
    return WOAD_OK;
}

static const woad_io_options *or_defaults(const woad_io_options *options)
{
    static const woad_io_options defaults = {0};
    return options ? options : &defaults;
}

static woad_status find_driver(
    const woad_format *format, const woad_format_driver **driver, woad_error *error)
{
    *driver = woad_format_driver_of(format);
    if (*driver)
        return WOAD_OK;
    return woad_fail(
        error, WOAD_ERROR_ARGUMENT, "no such mask format: take one from woad_format_at");
}

/* Ranks are of each channel by itself: of vectors they are not enough. */
static woad_status check_ranks(const woad_mask *mask, woad_error *error)
{
    woad_design_params params = WOAD_DESIGN_DEFAULTS;
    woad_status status =
        mask->recipe ? woad_recipe_parse(mask->recipe, "recipe", &params, NULL) : WOAD_OK;
    if (status == WOAD_ERROR_MEMORY)
        return woad_fail_memory(error, "a recipe");
    if (status >= 0 && woad_pdf_components(params.loss.pdf) > 1)
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "ranks do not hold vectors of %s: write thresholds, or values of the pdf",
            params.loss.pdf);
    return WOAD_OK;
}

/* What is asked of a driver, with the distribution that the mask's recipe names. */
static woad_status encode(const woad_format_driver *driver, const woad_mask *mask,
    const woad_io_options *options, void **bytes, size_t *size, woad_error *error)
{
    woad_io_options complete = *options;
    woad_pdf *of_recipe = NULL;
    woad_status status = WOAD_OK;
    if (options->values == WOAD_VALUES_PDF && !options->pdf) {
        status = woad_recipe_pdf(mask->recipe, &of_recipe, error);
        complete.pdf = of_recipe;
    }
    if (status >= 0 && options->values == WOAD_VALUES_RANK)
        status = check_ranks(mask, error);
    if (status >= 0)
        status = woad_check_holding(driver, mask, &complete, error);
    if (status >= 0)
        status = driver->encode(mask, &complete, bytes, size, error);
    woad_pdf_destroy(of_recipe);
    return status;
}

woad_status woad_format_check(const woad_format *format, const woad_io_options *options,
    size_t width, size_t height, size_t depth, size_t channels, woad_error *error)
{
    const woad_format_driver *driver;
    woad_io_options complete = *or_defaults(options);
    const woad_mask shape = {
        .width = width, .height = height, .depth = depth, .channels = channels};
    size_t count;
    woad_status status = find_driver(format, &driver, error);
    if (status >= 0)
        status = check_options(&complete, error);
    if (status >= 0 && woad_check_size(width, height, depth, channels, &count, error) < 0)
        status = WOAD_ERROR_ARGUMENT;
    return status < 0 ? status : woad_check_holding(driver, &shape, &complete, error);
}

woad_status woad_mask_encode(const woad_mask *mask, const woad_format *format,
    const woad_io_options *options, void **bytes, size_t *size, woad_error *error)
{
    const woad_format_driver *driver;
    options = or_defaults(options);
    woad_status status = find_driver(format, &driver, error);
    if (status >= 0)
        status = check_options(options, error);
    if (status >= 0)
        status = check_mask(mask, error);
    if (status >= 0)
        status = encode(driver, mask, options, bytes, size, error);
    return status;
}

woad_status woad_mask_decode(const void *bytes, size_t size, const char *name,
    const woad_format *format, const woad_io_options *options, woad_mask **out,
    woad_error *error)
{
    const woad_format_driver *driver;
    options = or_defaults(options);
    woad_status status = find_driver(format, &driver, error);
    if (status >= 0)
        status = check_options(options, error);
    if (status >= 0 && !bytes)
        status = woad_fail(error, WOAD_ERROR_ARGUMENT, "there are no bytes to decode");
    if (status >= 0 && !driver->decode)
        status = woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "%s: %s is written for other programs and not read: keep the mask as png or npy",
            name ? name : "mask", driver->info.name);
    woad_mask *mask = NULL;
    if (status >= 0)
        status = driver->decode(bytes, size, name ? name : "mask", options, &mask, error);
    if (status >= 0 && options->depth > 1 && mask->depth == 1)
        status = woad_sheet_cut(&mask, options, name ? name : "mask", error);
    if (status >= 0)
        *out = mask;
    return status;
}
