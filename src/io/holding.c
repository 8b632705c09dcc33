/* io/holding.c - whether a format can hold a mask as it is asked to, and which ones can. */
#include <stdio.h>
#include <string.h>

#include "base/status.h"
#include "io/format.h"
#include "io/sheet.h"
#include "io/texels.h"
#include "io/values.h"
#include "pdf.h"

static const char *const type_names[] = {"", "u8", "u16", "half", "float"};
static const char *const layout_names[] = {"", "2d", "array", "3d"};

typedef enum { TYPES, LAYOUTS, VALUES, CHANNELS, EXTRAS } set;
enum { SYMBOL, PROGMEM }; /* of EXTRAS */

static unsigned set_of(const woad_format_driver *driver, set which)
{
    const woad_holding *holds = &driver->holds;
    switch (which) {
    case TYPES:
        return holds->types;
    case LAYOUTS:
        return holds->layouts;
    case VALUES:
        return holds->values;
    case CHANNELS:
        return holds->channels;
    case EXTRAS:
        break;
    }
    return (unsigned)holds->symbol << SYMBOL | (unsigned)holds->progmem << PROGMEM;
}

#define NAMES_SIZE 96

/* "npy, raw": the formats whose set has the element. */
static const char *who_has(set which, unsigned element, char out[NAMES_SIZE])
{
    size_t length = 0;
    out[0] = '\0';
    for (size_t i = 0; woad_format_at(i) && length < NAMES_SIZE; i++) {
        if (set_of(woad_format_driver_of(woad_format_at(i)), which) & 1U << element)
            length += (size_t)snprintf(out + length, NAMES_SIZE - length, "%s%s",
                length ? ", " : "", woad_format_at(i)->name);
    }
    return out;
}

static woad_status complete_type(
    const woad_format_driver *driver, woad_io_options *options, woad_error *error)
{
    char names[NAMES_SIZE];
    woad_sample_type of_bits = options->bits == 8    ? WOAD_SAMPLE_U8
                               : options->bits == 16 ? WOAD_SAMPLE_U16
                                                     : WOAD_SAMPLE_DEFAULT;
    if (options->type == WOAD_SAMPLE_DEFAULT)
        options->type = of_bits;
    if (options->type >= WOAD_SAMPLE_HALF && options->values == WOAD_VALUES_RANK)
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "ranks are whole numbers, and type %s is for others: leave it out",
            type_names[options->type]);
    if (options->type == WOAD_SAMPLE_DEFAULT)
        options->type = driver->holds.type;
    else if (!(driver->holds.types & 1U << options->type))
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "%s does not hold samples of type %s: %s do", driver->info.name,
            type_names[options->type], who_has(TYPES, options->type, names));
    return WOAD_OK;
}

static woad_status complete_layout(const woad_format_driver *driver, const woad_mask *mask,
    woad_io_options *options, woad_error *error)
{
    char names[NAMES_SIZE];
    woad_layout fitting = mask->depth > 1 ? WOAD_LAYOUT_ARRAY : WOAD_LAYOUT_2D;
    if (options->layout <= WOAD_LAYOUT_2D && mask->depth == 1) {
        options->layout = WOAD_LAYOUT_2D;
        return WOAD_OK;
    }
    woad_layout layout = options->layout ? options->layout : fitting;
    if (!(driver->holds.layouts & 1U << layout)) {
        if (options->layout == WOAD_LAYOUT_DEFAULT)
            return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
                "%s holds one frame and the mask has %zu: %s hold them all; or write %sslices",
                driver->info.name, mask->depth, who_has(LAYOUTS, WOAD_LAYOUT_ARRAY, names),
                driver->holds.layouts & WOAD_HOLDS_PICTURE ? "a sheet, layout 2d, or " : "");
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED, "%s has no layout %s: %s have it",
            driver->info.name, layout_names[layout], who_has(LAYOUTS, layout, names));
    }
    options->layout = layout;
    return WOAD_OK;
}

static woad_status check_sheet(
    const woad_mask *mask, const woad_io_options *options, woad_error *error)
{
    size_t columns = woad_sheet_columns(mask->depth);
    if (options->layout != WOAD_LAYOUT_2D || mask->depth == 1)
        return WOAD_OK;
    if (options->values == WOAD_VALUES_RANK)
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "ranks are of each frame, and a sheet is one: write thresholds");
    if (columns * mask->width > WOAD_MAX_AXIS ||
        mask->depth / columns * mask->height > WOAD_MAX_AXIS)
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "a sheet of %zu frames of %zux%zu is longer than %zu pixels", mask->depth,
            mask->width, mask->height, WOAD_MAX_AXIS);
    return WOAD_OK;
}

static woad_status check_values(const woad_format_driver *driver, const woad_mask *mask,
    const woad_io_options *options, woad_error *error)
{
    static const char *const values_names[] = {"thresholds", "ranks", "values of a pdf"};
    char names[NAMES_SIZE];
    if (!(driver->holds.values & 1U << options->values))
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED, "%s does not hold %s: %s do",
            driver->info.name, values_names[options->values],
            who_has(VALUES, options->values, names));
    if (!(driver->holds.channels & 1U << mask->channels))
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED, "%s does not hold %zu channels: %s do",
            driver->info.name, mask->channels,
            who_has(CHANNELS, (unsigned)mask->channels, names));
    return WOAD_OK;
}

/* Ranks fit, and values have ends. */
static woad_status check_integers(
    const woad_mask *mask, const woad_io_options *options, woad_error *error)
{
    size_t area = mask->width * mask->height;
    if (options->type != WOAD_SAMPLE_U8 && options->type != WOAD_SAMPLE_U16)
        return WOAD_OK;
    if (options->values == WOAD_VALUES_RANK && area > (size_t)1
                                                          << 8 * woad_texel_size(options->type))
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "%zu ranks do not fit into samples of type %s: npy and raw hold them", area,
            type_names[options->type]);
    if (options->values == WOAD_VALUES_PDF && !woad_pdf_fits_integers(options->pdf))
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "the values of %s have no ends to scale integers by: write floats, such as npy",
            woad_pdf_text(options->pdf));
    return WOAD_OK;
}

static woad_status check_extras(
    const woad_format_driver *driver, const woad_io_options *options, woad_error *error)
{
    const bool asked[] = {[SYMBOL] = options->symbol, [PROGMEM] = options->progmem};
    static const char *const what[] = {[SYMBOL] = "a name", [PROGMEM] = "progmem"};
    char names[NAMES_SIZE];
    for (unsigned i = SYMBOL; i <= PROGMEM; i++) {
        if (asked[i] && !(set_of(driver, EXTRAS) & 1U << i))
            return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
                "%s has no use for %s: it is for %s", driver->info.name, what[i],
                who_has(EXTRAS, i, names));
    }
    return WOAD_OK;
}

woad_status woad_check_holding(const woad_format_driver *driver, const woad_mask *mask,
    woad_io_options *options, woad_error *error)
{
    woad_status status = complete_type(driver, options, error);
    if (status >= 0)
        status = complete_layout(driver, mask, options, error);
    if (status >= 0)
        status = check_values(driver, mask, options, error);
    if (status >= 0)
        status = check_integers(mask, options, error);
    if (status >= 0)
        status = check_extras(driver, options, error);
    return status < 0 ? status : check_sheet(mask, options, error);
}
