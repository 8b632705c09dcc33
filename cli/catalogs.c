/* catalogs.c - what can be chosen by name. */
#include "catalogs.h"

#include <stdio.h>

#include <woad/woad.h>

/* Ways to dither: masks, then the kernels of error diffusion. */
static const woad_entry *method_at(size_t index)
{
    static const woad_entry mask = {"mask", "thresholds of a mask, tiled: stable and parallel"};
    return index == 0 ? &mask : woad_diffusion_at(index - 1);
}

static bool list_entry(const woad_entry *entry, listed *out)
{
    if (!entry)
        return false;
    snprintf(out->name, sizeof out->name, "%s", entry->name);
    snprintf(out->help, sizeof out->help, "%s", entry->help);
    return true;
}

static bool list_format(size_t index, listed *out)
{
    const woad_format *format = woad_format_at(index);
    return format && list_entry(&(woad_entry){format->name, format->help}, out);
}

static bool list_image_format(size_t index, listed *out)
{
    const woad_image_format *format = woad_image_format_at(index);
    return format && list_entry(&(woad_entry){format->name, format->help}, out);
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
    const woad_entry *(*entry_at)(size_t index); /* or, of what has no entries: */
    bool (*list)(size_t index, listed *out);
} table[] = {
    {"presets", woad_preset_at, NULL},
    {"losses", woad_loss_term_at, NULL},
    {"baselines", woad_baseline_at, NULL},
    {"optimizers", woad_optimizer_at, NULL},
    {"schedules", woad_schedule_at, NULL},
    {"spectra", woad_target_spectrum_at, NULL},
    {"distributions", woad_pdf_at, NULL},
    {"formats", NULL, list_format},
    {"image-formats", NULL, list_image_format},
    {"palettes", woad_palette_at, NULL},
    {"methods", method_at, NULL},
    {"keys", NULL, list_key},
};

const char *catalog_name(size_t catalog)
{
    return catalog < sizeof table / sizeof *table ? table[catalog].name : NULL;
}

bool catalog_at(size_t catalog, size_t index, listed *out)
{
    return table[catalog].entry_at ? list_entry(table[catalog].entry_at(index), out)
                                   : table[catalog].list(index, out);
}
