/* catalogs.c - what can be chosen by name. */
#include "catalogs.h"

#include <stdio.h>
#include <string.h>

#include <woad/woad.h>

/* The index-th thing of a catalog; false past the last. */
typedef bool list_function(size_t index, listed *out);

static bool list_entry(const woad_entry *entry, listed *out)
{
    if (!entry)
        return false;
    snprintf(out->name, sizeof out->name, "%s", entry->name);
    snprintf(out->help, sizeof out->help, "%s", entry->help);
    return true;
}

static bool list_preset(size_t index, listed *out)
{
    return list_entry(woad_preset_at(index), out);
}

static bool list_loss(size_t index, listed *out)
{
    return list_entry(woad_loss_term_at(index), out);
}

static bool list_optimizer(size_t index, listed *out)
{
    return list_entry(woad_optimizer_at(index), out);
}

static bool list_baseline(size_t index, listed *out)
{
    return list_entry(woad_baseline_at(index), out);
}

static bool list_schedule(size_t index, listed *out)
{
    return list_entry(woad_schedule_at(index), out);
}

static bool list_spectrum(size_t index, listed *out)
{
    return list_entry(woad_target_spectrum_at(index), out);
}

static bool list_distribution(size_t index, listed *out)
{
    return list_entry(woad_pdf_at(index), out);
}

static bool list_format(size_t index, listed *out)
{
    const woad_format *format = woad_format_at(index);
    const woad_entry entry = {format ? format->name : "", format ? format->help : ""};
    return list_entry(format ? &entry : NULL, out);
}

static bool list_image_format(size_t index, listed *out)
{
    const woad_image_format *format = woad_image_format_at(index);
    const woad_entry entry = {format ? format->name : "", format ? format->help : ""};
    return list_entry(format ? &entry : NULL, out);
}

static bool list_palette(size_t index, listed *out)
{
    return list_entry(woad_palette_at(index), out);
}

/* Ways to dither: masks, then the kernels of error diffusion. */
static bool list_method(size_t index, listed *out)
{
    static const woad_entry mask = {"mask", "thresholds of a mask, tiled: stable and parallel"};
    return list_entry(index == 0 ? &mask : woad_diffusion_at(index - 1), out);
}

/* With the value that the default preset has. */
static bool list_key(size_t index, listed *out)
{
    const woad_design_params defaults = WOAD_DESIGN_DEFAULTS;
    woad_key key;
    char value[WOAD_KEY_TEXT];
    if (!woad_key_at(index, &key))
        return false;
    woad_key_text(&key, &defaults, value, sizeof value);
    snprintf(out->name, sizeof out->name, "%s.%s", key.section, key.name);
    snprintf(out->help, sizeof out->help, "%s (%s)", key.help, value);
    return true;
}

static const struct {
    const char *name;
    list_function *at;
} table[] = {
    {"presets", list_preset},
    {"losses", list_loss},
    {"baselines", list_baseline},
    {"optimizers", list_optimizer},
    {"schedules", list_schedule},
    {"spectra", list_spectrum},
    {"distributions", list_distribution},
    {"formats", list_format},
    {"image-formats", list_image_format},
    {"palettes", list_palette},
    {"methods", list_method},
    {"keys", list_key},
};

const char *catalog_name(size_t catalog)
{
    return catalog < sizeof table / sizeof *table ? table[catalog].name : NULL;
}

bool catalog_at(size_t catalog, size_t index, listed *out)
{
    return table[catalog].at(index, out);
}
