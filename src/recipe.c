/* recipe.c - recipes as text (INI, by inih). */
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "base/system.h"
#include "keys.h"
#include "pdf.h"

/* ---- names that are not known --------------------------------------------------------- */

/* Sections may come more than once: the nearest is the same. */
static const char *section_name(size_t index, const void *user)
{
    (void)user;
    const woad_key *key = woad_key_find_at(index);
    return key ? key->section : NULL;
}

/* The names of one section's keys. */
static const char *name_in_section(size_t index, const void *section)
{
    for (size_t i = 0; woad_key_find_at(i); i++) {
        const woad_key *key = woad_key_find_at(i);
        if (strcmp(key->section, section) == 0 && index-- == 0)
            return key->name;
    }
    return NULL;
}

static woad_status unknown(
    const char *what, const char *word, const char *nearest, woad_error *error)
{
    if (nearest)
        return woad_fail(error, WOAD_ERROR_RECIPE, "unknown %s '%s': did you mean '%s'?", what,
            word, nearest);
    return woad_fail(error, WOAD_ERROR_RECIPE,
        "unknown %s '%s': `woad design --print-recipe` shows all", what, word);
}

static const woad_key *find_key(const char *section, const char *name, woad_error *error)
{
    bool has_section = false;
    for (size_t i = 0; woad_key_find_at(i); i++) {
        const woad_key *key = woad_key_find_at(i);
        if (strcmp(key->section, section) != 0)
            continue;
        if (strcmp(key->name, name) == 0)
            return key;
        has_section = true;
    }
    if (!has_section)
        unknown("section", section, woad_nearest_word(section, section_name, NULL), error);
    else
        unknown("key", name, woad_nearest_word(name, name_in_section, section), error);
    return NULL;
}

/* ---- reading -------------------------------------------------------------------------- */

static woad_status apply(const char *section, const char *name, const char *value,
    woad_design_params *params, woad_error *error)
{
    const woad_key *key = find_key(section, name, error);
    return key ? woad_key_parse(key, value, params, error) : WOAD_ERROR_RECIPE;
}

static woad_status set(const char *assignment, woad_design_params *params, woad_error *error)
{
    const char *equals = strchr(assignment, '=');
    const char *dot = NULL; /* the last one before the equals sign: sections have dots too */
    for (const char *c = assignment; equals && c < equals; c++) {
        if (*c == '.')
            dot = c;
    }
    if (!dot)
        return woad_fail(error, WOAD_ERROR_RECIPE,
            "'%s' is not an assignment: write section.key=value", assignment);
    char *section = woad_copy_string(assignment, (size_t)(dot - assignment));
    char *name = woad_copy_string(dot + 1, (size_t)(equals - dot - 1));
    woad_status status = section && name ? apply(section, name, equals + 1, params, error)
                                         : woad_fail_memory(error, "an assignment");
    woad_free(section);
    woad_free(name);
    return status;
}

woad_status woad_recipe_set(
    const char *assignment, woad_design_params *params, woad_error *error)
{
    woad_system_locale locale;
    if (!woad_system_enter_c_locale(&locale))
        return woad_fail_memory(error, "an assignment");
    woad_status status = set(assignment, params, error);
    woad_system_leave_locale(locale);
    return status;
}

/* Version 1 knew neither baselines, nor swaps, nor the dither term, and its default preset was
 * `spectral`: what a recipe of it does not name is from there, unless it comes on top of another
 * preset of that time. */
static woad_status go_back_to_version_1(woad_design_params *params, woad_error *error)
{
    woad_design_params then;
    if (params->loss.dither.weight == 0 && params->refine.trials == 0)
        return WOAD_OK;
    woad_status status = woad_preset_find("spectral", &then, error);
    if (status < 0)
        return status;
    then.width = params->width;
    then.height = params->height;
    then.depth = params->depth;
    then.channels = params->channels;
    then.seed = params->seed;
    then.threads = params->threads;
    then.loss.own = params->loss.own;
    then.loss.own_count = params->loss.own_count;
    *params = then;
    return WOAD_OK;
}

/* The section that says how to read the others. `version` tells who wrote the file and binds
 * nobody. */
static woad_status apply_header(
    const char *name, const char *value, woad_design_params *params, woad_error *error)
{
    if (strcmp(name, "version") == 0)
        return WOAD_OK;
    if (strcmp(name, "recipe") != 0)
        return unknown("key", name, "recipe", error);
    char *end;
    long version = strtol(value, &end, 10);
    if (end == value || *end != '\0' || version < 1)
        return woad_fail(error, WOAD_ERROR_RECIPE,
            "woad.recipe is '%s': it must be the format's version, 1 to %d", value,
            WOAD_RECIPE_VERSION);
    if (version > WOAD_RECIPE_VERSION)
        return woad_fail(error, WOAD_ERROR_RECIPE,
            "the recipe is in version %ld of the format: this woad reads versions 1 to %d",
            version, WOAD_RECIPE_VERSION);
    return version == 1 ? go_back_to_version_1(params, error) : WOAD_OK;
}

typedef struct reading {
    const char *rest; /* of the text */
    int line;         /* that was read last */
    woad_design_params params;
    woad_status status; /* of the first line that failed */
    int failed_line;
    woad_error error;
} reading;

/* inih cuts lines at INI_MAX_LINE, 200 bytes unless its builder chose more. */
enum { LONGEST_LINE = 198 };

/* inih's reader, as fgets: the next line, without its indentation, which inih would take for
 * the continuation of a value. A line that is too long ends the reading. */
static char *read_line(char *buffer, int size, void *stream)
{
    reading *r = stream;
    if (*r->rest == '\0' || r->status < 0)
        return NULL;
    size_t length = strcspn(r->rest, "\n"), blanks = strspn(r->rest, " \t");
    r->line++;
    if (length > LONGEST_LINE || length + 2 > (size_t)size) {
        r->failed_line = r->line;
        r->status = woad_fail(&r->error, WOAD_ERROR_RECIPE,
            "a line of %zu characters: at most %d are allowed", length, LONGEST_LINE);
        return NULL;
    }
    blanks = blanks < length ? blanks : length;
    snprintf(buffer, (size_t)size, "%.*s\n", (int)(length - blanks), r->rest + blanks);
    r->rest += length + (r->rest[length] == '\n');
    return buffer;
}

/* inih's handler of a `key = value` line; 0 marks it as bad. */
static int apply_line(void *user, const char *section, const char *name, const char *value)
{
    reading *r = user;
    r->status = strcmp(section, "woad") == 0
                    ? apply_header(name, value, &r->params, &r->error)
                    : apply(section, name, value, &r->params, &r->error);
    r->failed_line = r->status < 0 ? r->line : 0;
    return r->status >= 0;
}

woad_status woad_recipe_parse(
    const char *text, const char *name, woad_design_params *params, woad_error *error)
{
    reading r = {.rest = text, .params = *params};
    woad_system_locale locale;
    if (!woad_system_enter_c_locale(&locale))
        return woad_fail_memory(error, "a recipe");
    int malformed = ini_parse_stream(read_line, &r, apply_line, &r);
    woad_system_leave_locale(locale);
    if (malformed < 0)
        return woad_fail_memory(error, "a recipe");
    if (malformed > 0 && (r.failed_line == 0 || malformed < r.failed_line))
        return woad_fail(
            error, WOAD_ERROR_RECIPE, "%s:%d: not a `key = value` line", name, malformed);
    if (r.status < 0)
        return woad_fail(
            error, WOAD_ERROR_RECIPE, "%s:%d: %s", name, r.failed_line, r.error.message);
    *params = r.params;
    return WOAD_OK;
}

/* ---- writing -------------------------------------------------------------------------- */

/* Text that grows inside a buffer of known size; `used` counts on past its end. */
typedef struct writer {
    char *text;
    size_t size, used;
} writer;

static void put(writer *w, const char *format, const char *a, const char *b)
{
    size_t room = w->used < w->size ? w->size - w->used : 0;
    int length = snprintf(room ? w->text + w->used : NULL, room, format, a, b);
    w->used += length > 0 ? (size_t)length : 0;
}

static void write_keys(writer *w, const woad_design_params *params)
{
    const char *section = "";
    for (size_t i = 0; woad_key_find_at(i); i++) {
        const woad_key *key = woad_key_find_at(i);
        char value[WOAD_KEY_TEXT];
        woad_key_text(key, params, value, sizeof value);
        if (strcmp(section, key->section) != 0)
            put(w, "\n[%s]%s\n", key->section, "");
        section = key->section;
        put(w, "%s = %s\n", key->name, value);
    }
}

/* What a recipe cannot hold is told. */
static void write_own_terms(writer *w, const woad_loss_params *loss)
{
    for (size_t i = 0; i < loss->own_count; i++) {
        char weight[32];
        snprintf(weight, sizeof weight, "%.9g", loss->own[i].weight);
        if (loss->own[i].weight > 0)
            put(w, "; with the term '%s', weight %s, which this recipe does not hold\n",
                loss->own[i].name, weight);
    }
}

static void write_recipe(writer *w, const woad_design_params *params)
{
    char version[16];
    snprintf(version, sizeof version, "%d", WOAD_RECIPE_VERSION);
    write_own_terms(w, &params->loss);
    put(w, "[woad]\nrecipe = %s\nversion = %s\n", version, WOAD_VERSION);
    write_keys(w, params);
}

woad_status woad_recipe_format(const woad_design_params *params, char **text, woad_error *error)
{
    woad_system_locale locale;
    if (!woad_system_enter_c_locale(&locale))
        return woad_fail_memory(error, "a recipe");
    writer measure = {0};
    write_recipe(&measure, params);
    writer w = {woad_array(measure.used + 1, 1), measure.used + 1, 0};
    if (w.text)
        write_recipe(&w, params);
    woad_system_leave_locale(locale);
    if (!w.text)
        return woad_fail_memory(error, "a recipe");
    *text = w.text;
    return WOAD_OK;
}

woad_status woad_recipe_pdf(const char *recipe, woad_pdf **out, woad_error *error)
{
    woad_design_params params = WOAD_DESIGN_DEFAULTS;
    woad_pdf *pdf = NULL;
    woad_status status =
        recipe ? woad_recipe_parse(recipe, "the mask's recipe", &params, error) : WOAD_OK;
    if (status >= 0 && !woad_pdf_is_uniform(params.loss.pdf))
        status = woad_pdf_create(params.loss.pdf, &pdf, error);
    if (status >= 0)
        *out = pdf;
    return status;
}
