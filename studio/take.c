/* take.c - masks and recipes that leave the studio or come to it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../cli/gallery.h"
#include "../cli/picture.h"
#include "studio.h"

/* ---- going ---------------------------------------------------------------------------------- */

/* The recipe of a moment, with what it does not tell. */
static char *recipe_of(const studio *s, const moment *m, woad_error *error)
{
    char *text, *portable, *whole = NULL;
    if (woad_recipe_format(&m->params, &text, error) < 0)
        return NULL;
    portable = studio_portable_recipe(s, text);
    woad_free(text);
    const char *note = m->whole ? "" : "; a mask in the middle of this design\n";
    if (portable)
        whole = malloc(strlen(note) + strlen(portable) + 1);
    if (whole)
        strcat(strcpy(whole, note), portable);
    else
        snprintf(error->message, sizeof error->message, "out of memory for the recipe");
    free(portable);
    return whole;
}

static moment *hold_mask(studio *s, studio_reply *reply)
{
    session_view view;
    moment *m = session_look(&s->session, 0, 0, &view);
    if (!m)
        reply_refuse(reply, 404, "there is no mask yet: start a design");
    return m;
}

void studio_get_recipe(studio *s, const studio_request *request, studio_reply *reply)
{
    woad_error error;
    (void)request;
    moment *m = hold_mask(s, reply);
    if (!m)
        return;
    char *recipe = recipe_of(s, m, &error);
    session_release(&s->session, m);
    if (!recipe) {
        reply_refuse(reply, 500, "%s", error.message);
        return;
    }
    reply_bytes(reply, "text/plain; charset=utf-8", recipe, strlen(recipe));
    snprintf(reply->file, sizeof reply->file, "mask.ini");
}

/* The place of the query's word among `words`; 0 where there is none. */
static int choice(const studio_request *request, const char *key, const char *const *words)
{
    const char *text = request_query(request, key);
    for (int i = 0; text && words[i]; i++) {
        if (strcmp(words[i], text) == 0)
            return i;
    }
    return 0;
}

static woad_status copy_mask(const woad_mask *mask, woad_mask **out, woad_error *error)
{
    woad_status status =
        woad_mask_create(mask->width, mask->height, mask->depth, mask->channels, out, error);
    if (status < 0)
        return status;
    memcpy((*out)->ranks, mask->ranks, woad_mask_count(mask) * sizeof *mask->ranks);
    memcpy(
        (*out)->thresholds, mask->thresholds, woad_mask_count(mask) * sizeof *mask->thresholds);
    (*out)->bits = mask->bits;
    return WOAD_OK;
}

static woad_status encode(const studio *s, const moment *m, const woad_format *format,
    const studio_request *request, void **bytes, size_t *size, woad_error *error)
{
    static const char *const values[] = {"threshold", "rank", "pdf", NULL};
    woad_io_options options = {.values = (woad_values)choice(request, "values", values)};
    woad_mask *mask;
    char *recipe = recipe_of(s, m, error);
    if (!recipe)
        return WOAD_ERROR_MEMORY;
    woad_status status = copy_mask(m->mask, &mask, error);
    if (status >= 0) {
        status = woad_mask_set_recipe(mask, recipe);
        if (status >= 0)
            status = woad_mask_encode(mask, format, &options, bytes, size, error);
        woad_mask_destroy(mask);
    }
    free(recipe);
    return status;
}

void studio_get_mask(studio *s, const studio_request *request, studio_reply *reply)
{
    const char *name = request_query(request, "format");
    const woad_format *format = woad_format_find(name ? name : "png");
    woad_error error;
    void *bytes;
    size_t size;
    if (!format) {
        reply_refuse(
            reply, 400, "there is no format '%.40s': `woad list formats` shows all", name);
        return;
    }
    moment *m = hold_mask(s, reply);
    if (!m)
        return;
    woad_status status = encode(s, m, format, request, &bytes, &size, &error);
    session_release(&s->session, m);
    if (status < 0) {
        reply_error(reply, status, &error);
        return;
    }
    reply_library_bytes(reply, "application/octet-stream", bytes, size);
    snprintf(reply->file, sizeof reply->file, "mask%.*s", (int)strcspn(format->extensions, " "),
        format->extensions);
}

/* All pictures of a mask on one sheet. */
static woad_status draw_sheet(
    const woad_mask *mask, void **bytes, size_t *size, woad_error *error)
{
    cli_gallery gallery = {0};
    woad_image *sheet = NULL;
    const woad_image *images[GALLERY_CAPACITY];
    const char *labels[GALLERY_CAPACITY];
    woad_status status = gallery_add_mask(&gallery, mask, 0, 0, error);
    for (size_t i = 0; i < gallery.count; i++) {
        images[i] = gallery.figures[i].image;
        labels[i] = gallery.figures[i].caption;
    }
    if (status >= 0)
        status = cli_picture_beside(images, labels, gallery.count, 3, 12, &sheet, error);
    gallery_clear(&gallery);
    if (status >= 0)
        status = woad_image_encode_png(sheet, 0, bytes, size, error);
    woad_image_destroy(sheet);
    return status;
}

void studio_get_sheet(studio *s, const studio_request *request, studio_reply *reply)
{
    woad_error error;
    void *bytes;
    size_t size;
    (void)request;
    moment *m = hold_mask(s, reply);
    if (!m)
        return;
    woad_status status = draw_sheet(m->mask, &bytes, &size, &error);
    session_release(&s->session, m);
    if (status < 0) {
        reply_error(reply, status, &error);
        return;
    }
    reply_library_bytes(reply, "image/png", bytes, size);
    snprintf(reply->file, sizeof reply->file, "sheet.png");
}

/* ---- coming --------------------------------------------------------------------------------- */

woad_mask *studio_decode_mask(const studio_request *request, studio_reply *reply)
{
    const char *name = request_query(request, "name");
    const woad_format *format = name ? woad_format_of_path(name) : NULL;
    const woad_io_options options = {.no_files = true};
    woad_mask *mask;
    woad_error error;
    if (!format) {
        reply_refuse(reply, 400, "%.60s: no format of masks has this ending",
            name ? name : "a file without a name");
        return NULL;
    }
    woad_status status =
        woad_mask_decode(request->body, request->size, name, format, &options, &mask, &error);
    if (status >= 0 && woad_mask_count(mask) > STUDIO_MOST_VALUES) {
        woad_mask_destroy(mask);
        status = WOAD_ERROR_SIZE;
        snprintf(error.message, sizeof error.message,
            "the mask is too large: a studio shows up to %zu values", STUDIO_MOST_VALUES);
    }
    if (status >= 0)
        return mask;
    reply_error(reply, status, &error);
    return NULL;
}

/* What the mask's recipe says, as far as it can be; its size is the mask's in any case. */
static void adopt(const woad_mask *mask, woad_design_params *params)
{
    const woad_design_params defaults = WOAD_DESIGN_DEFAULTS;
    woad_design_params own = defaults;
    woad_error error;
    own.threads = params->threads; /* of this machine, so in no recipe */
    if (mask->recipe && woad_recipe_parse(mask->recipe, "the mask's recipe", &own, NULL) >= 0 &&
        studio_check_files(&defaults, &own, &error) >= 0 && studio_check(&own, NULL) >= 0)
        *params = own;
    params->width = mask->width;
    params->height = mask->height;
    params->depth = mask->depth;
    params->channels = mask->channels;
}

void studio_put_mask(studio *s, const studio_request *request, studio_reply *reply)
{
    size_t version;
    woad_error error;
    woad_design_params params = session_params(&s->session, &version);
    woad_mask *mask = studio_decode_mask(request, reply);
    if (!mask)
        return;
    adopt(mask, &params);
    woad_status status = woad_mask_rank(mask, &error);
    if (status < 0) {
        woad_mask_destroy(mask);
        reply_error(reply, status, &error);
    } else if (session_put(&s->session, mask, &params)) {
        studio_get_settings(s, request, reply);
    } else {
        reply_refuse(reply, 500, "out of memory for the mask");
    }
}
