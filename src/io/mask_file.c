/* io/mask_file.c - masks in files, with their recipes.
 *
 * The recipe of a format that carries no text stands in PATH.ini. The two files are one output:
 * both are looked at before either is written, and the recipe is written first, so that there
 * is never a new mask beside the recipe of an old one.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <woad/recipe.h>

#include "base/alloc.h"
#include "base/status.h"
#include "base/system.h"
#include "io/descriptor.h"
#include "io/file.h"
#include "io/format.h"
#include "io/named_file.h"
#include "io/values_note.h"
#include "pdf.h"

/* Largest files that are read: a float64 mask of 2^15 x 2^15 is half of the first; recipes have
 * a few kB. */
#define MASK_SIZE_MAX ((uint64_t)1 << 34)
#define RECIPE_SIZE_MAX ((size_t)1 << 20)

static woad_status choose_driver(const char *path, const woad_format *format,
    const woad_format_driver **driver, woad_error *error)
{
    const woad_format *chosen = format ? format : woad_format_of_path(path);
    *driver = chosen ? woad_format_driver_of(chosen) : NULL;
    if (*driver)
        return WOAD_OK;
    char names[128] = "";
    size_t length = 0;
    for (size_t i = 0; (chosen = woad_format_at(i)) && length < sizeof names; i++)
        length += (size_t)snprintf(
            names + length, sizeof names - length, "%s%s", i ? ", " : "", chosen->name);
    return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
        "the extension of %s says no mask format: name one of %s", path, names);
}

static woad_status sidecar_path(const char *path, char *out, woad_error *error)
{
    int length = snprintf(out, WOAD_PATH_SIZE, "%s.ini", path);
    if (length < 0 || length >= WOAD_PATH_SIZE)
        return woad_fail(
            error, WOAD_ERROR_ARGUMENT, "the path %s is too long for its recipe's", path);
    return WOAD_OK;
}

/* What saving is about to do. */
typedef struct output {
    const char *path;
    void *bytes;
    size_t size;
    bool overwrite;
    bool has_sidecar; /* the format needs one here; an old one must not stay */
    char sidecar[WOAD_PATH_SIZE];
    bool sidecar_was_there;
} output;

/* Looks at both files. A stream has no name for a sidecar to stand beside. */
static woad_status check_output(output *o, const woad_format_driver *driver, woad_error *error)
{
    woad_destination target;
    woad_status status = woad_destination_find(o->path, &target, error);
    if (status >= 0)
        status = woad_destination_check(o->path, &target, o->overwrite, error);
    if (status < 0)
        return status;
    o->has_sidecar = !driver->carries_recipe && target.kind != WOAD_DESTINATION_STREAM;
    if (!o->has_sidecar)
        return WOAD_OK;
    status = sidecar_path(o->path, o->sidecar, error);
    if (status >= 0)
        status = woad_destination_find(o->sidecar, &target, error);
    if (status >= 0)
        status = woad_destination_check(o->sidecar, &target, o->overwrite, error);
    if (status >= 0 && target.kind == WOAD_DESTINATION_STREAM)
        return woad_fail(error, WOAD_ERROR_WRITE,
            "%s, where the recipe goes, is a device or a pipe: choose another name for the "
            "mask",
            o->sidecar);
    o->sidecar_was_there = status >= 0 && target.kind != WOAD_DESTINATION_ABSENT;
    return status;
}

/* Puts the recipe in its place: the staged one, or no file where the mask has none. */
static woad_status place_sidecar(const output *o, woad_staged *staged, woad_error *error)
{
    if (staged->temporary[0])
        return woad_file_commit(staged, error);
    if (o->sidecar_was_there && !woad_system_remove(o->sidecar))
        return woad_fail(error, WOAD_ERROR_WRITE, "cannot remove the old recipe %s: %s",
            o->sidecar, strerror(errno));
    return WOAD_OK;
}

/* Both files are written whole before either takes its name: a disk that fills up on the way
 * leaves the old pair. */
static woad_status write_pair(const output *o, const char *recipe, woad_error *error)
{
    woad_staged sidecar = {0}, mask = {0};
    woad_status status = WOAD_OK;
    if (recipe)
        status =
            woad_file_stage(o->sidecar, recipe, strlen(recipe), o->overwrite, &sidecar, error);
    if (status >= 0)
        status = woad_file_stage(o->path, o->bytes, o->size, o->overwrite, &mask, error);
    bool placed = false;
    if (status >= 0) {
        status = place_sidecar(o, &sidecar, error);
        placed = status >= 0 && recipe;
    }
    if (status >= 0)
        status = woad_file_commit(&mask, error);
    if (status < 0) {
        woad_file_abandon(&sidecar);
        woad_file_abandon(&mask);
        if (placed && !o->sidecar_was_there)
            woad_system_remove(o->sidecar);
    }
    return status;
}

static woad_status write_output(const output *o, const char *recipe, woad_error *error)
{
    if (o->has_sidecar)
        return write_pair(o, recipe, error);
    return woad_file_write(o->path, o->bytes, o->size, o->overwrite, error);
}

/* The same of values of a distribution, NULL: that of the mask's recipe. */
static woad_status write_noted(
    const output *o, const woad_mask *mask, const woad_pdf *pdf, woad_error *error)
{
    woad_pdf *of_recipe = NULL;
    woad_status status = pdf ? WOAD_OK : woad_recipe_pdf(mask->recipe, &of_recipe, error);
    if (status < 0)
        return status;
    pdf = pdf ? pdf : of_recipe;
    char *noted =
        woad_note_values(mask->recipe, pdf ? woad_pdf_text(pdf) : woad_pdf_at(0)->name);
    status = noted ? write_output(o, noted, error) : woad_fail_memory(error, "a recipe");
    woad_free(noted);
    woad_pdf_destroy(of_recipe);
    return status;
}

woad_status woad_mask_save(const woad_mask *mask, const char *path, const woad_format *format,
    const woad_io_options *options, bool overwrite, woad_error *error)
{
    const woad_format_driver *driver;
    const woad_io_options defaults = {0};
    output o = {.path = path, .overwrite = overwrite};
    woad_status status = choose_driver(path, format, &driver, error);
    options = options ? options : &defaults;
    if (status >= 0)
        status = check_output(&o, driver, error);
    if (status >= 0)
        status = woad_mask_encode(mask, &driver->info, options, &o.bytes, &o.size, error);
    if (status >= 0)
        status = options->values == WOAD_VALUES_PDF ? write_noted(&o, mask, options->pdf, error)
                                                    : write_output(&o, mask->recipe, error);
    woad_free(o.bytes);
    return status;
}

woad_status woad_mask_save_check(
    const char *path, const woad_format *format, bool overwrite, woad_error *error)
{
    const woad_format_driver *driver;
    output o = {.path = path, .overwrite = overwrite};
    woad_status status = choose_driver(path, format, &driver, error);
    if (status >= 0)
        status = check_output(&o, driver, error);
    return status < 0 ? status : woad_file_check(path, overwrite, error);
}

/* The text of PATH.ini; none when it is missing, which is no error. */
static woad_status read_sidecar(const char *path, char **recipe, woad_error *error)
{
    char sidecar[WOAD_PATH_SIZE];
    woad_destination there;
    if (woad_descriptor_of_path(path, WOAD_STANDARD_INPUT) >= 0 ||
        sidecar_path(path, sidecar, NULL) < 0 ||
        woad_destination_find(sidecar, &there, NULL) < 0 ||
        there.kind == WOAD_DESTINATION_ABSENT)
        return WOAD_OK;
    void *text = NULL;
    size_t size;
    woad_status status = woad_named_file_read(sidecar, RECIPE_SIZE_MAX, &text, &size, error);
    if (status >= 0)
        *recipe = text;
    return status;
}

/* A file, and what stands beside it. */
typedef struct input {
    void *bytes;
    size_t size;
    char *recipe;            /* or NULL; becomes the mask's */
    woad_io_options options; /* with what is told beside the file */
    woad_pdf *pdf;           /* of them, if nobody else's */
} input;

/* What the file holds, where the options leave that open. */
static woad_status take_note(input *in, woad_error *error)
{
    char noted[WOAD_PARAM_TEXT];
    woad_take_values_note(&in->recipe, noted);
    if (in->options.values == WOAD_VALUES_THRESHOLD && *noted)
        in->options.values = WOAD_VALUES_PDF;
    if (in->options.values != WOAD_VALUES_PDF || in->options.pdf)
        return WOAD_OK;
    woad_status status = *noted ? woad_noted_pdf(noted, &in->options, &in->pdf, error)
                                : woad_recipe_pdf(in->recipe, &in->pdf, error);
    in->options.pdf = in->pdf;
    return status;
}

static woad_status read_input(
    const char *path, const woad_format_driver *driver, input *in, woad_error *error)
{
    const size_t limit = MASK_SIZE_MAX < SIZE_MAX ? (size_t)MASK_SIZE_MAX : 0;
    woad_status status = woad_file_read(path, limit, &in->bytes, &in->size, error);
    if (status >= 0 && !driver->carries_recipe)
        status = read_sidecar(path, &in->recipe, error);
    return status < 0 ? status : take_note(in, error);
}

static woad_status decode_input(const char *path, const woad_format_driver *driver, input *in,
    woad_mask **out, woad_error *error)
{
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    woad_status status =
        woad_mask_decode(in->bytes, in->size, name, &driver->info, &in->options, out, error);
    if (status >= 0 && in->recipe) {
        (*out)->recipe = in->recipe;
        in->recipe = NULL;
    }
    return status;
}

woad_status woad_mask_load(const char *path, const woad_format *format,
    const woad_io_options *options, woad_mask **out, woad_error *error)
{
    const woad_format_driver *driver;
    input in = {0};
    woad_status status = choose_driver(path, format, &driver, error);
    if (status < 0)
        return status;
    if (options)
        in.options = *options;
    status = read_input(path, driver, &in, error);
    if (status >= 0)
        status = decode_input(path, driver, &in, out, error);
    woad_free(in.bytes);
    woad_free(in.recipe);
    woad_pdf_destroy(in.pdf);
    return status;
}
