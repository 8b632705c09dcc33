/* photo.c - the user's own picture, dithered by the mask of the moment. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studio.h"

enum { VIEW_SIDE = 640 }; /* pixels of the longer side of what is shown */

/* In RGB, smaller where it is larger than what is shown. */
static woad_status make_view(const woad_image *photo, woad_image **out, woad_error *error)
{
    woad_prepare_params prepare = {.alpha = WOAD_ALPHA_DROP, .background = {255, 255, 255}};
    bool wide = photo->width >= photo->height;
    if ((wide ? photo->width : photo->height) > VIEW_SIDE) {
        prepare.width = wide ? VIEW_SIDE : 0;
        prepare.height = wide ? 0 : VIEW_SIDE;
    }
    return woad_prepare(&prepare, photo, out, error);
}

woad_status studio_set_photo(studio *s, woad_image *photo, woad_error *error)
{
    woad_image *view;
    woad_status status = make_view(photo, &view, error);
    if (status < 0) {
        woad_image_destroy(photo);
        return status;
    }
    pthread_mutex_lock(&s->lock);
    woad_image_destroy(s->photo);
    woad_image_destroy(s->view);
    s->photo = photo;
    s->view = view;
    s->photo_version++;
    pthread_mutex_unlock(&s->lock);
    return WOAD_OK;
}

size_t studio_photo_version(studio *s)
{
    pthread_mutex_lock(&s->lock);
    size_t version = s->photo_version;
    pthread_mutex_unlock(&s->lock);
    return version;
}

void studio_put_photo(studio *s, const studio_request *request, studio_reply *reply)
{
    woad_error error;
    woad_image *photo;
    woad_status status =
        woad_image_decode(request->body, request->size, "the photo", &photo, &error);
    if (status >= 0)
        status = studio_set_photo(s, photo, &error);
    if (status < 0)
        reply_error(reply, status, &error);
    else
        reply_json(reply, json_pack("{s I}", "photo", (json_int_t)studio_photo_version(s)));
}

/* How it is to be dithered. */
typedef struct dithering {
    woad_dither_params levels;
    woad_palette *palette; /* or NULL */
    woad_palette_params places;
} dithering;

static woad_status dithering_of(
    const studio_request *request, const woad_mask *mask, dithering *out, woad_error *error)
{
    const char *palette = request_query(request, "palette");
    const char *space = request_query(request, "space");
    bool linear = space && strcmp(space, "linear") == 0;
    double damping = 1 - request_real(request, "strength", 1);
    size_t levels = request_count(request, "levels", 2);
    woad_colours colours, measured;
    *out = (dithering){.levels = {.levels = {(unsigned)(levels < 1000 ? levels : 1000)},
                           .space = linear ? WOAD_SPACE_LINEAR : WOAD_SPACE_SRGB,
                           .masks = {mask},
                           .frame = request_count(request, "frame", 0),
                           .damping = damping},
        .places = {.mask = mask, .threads = 1, .damping = damping}};
    out->places.frame = out->levels.frame;
    if (!palette || !*palette)
        return WOAD_OK;
    for (size_t i = 0; woad_palette_at(i); i++) {
        if (strcmp(woad_palette_at(i)->name, palette) != 0)
            continue;
        woad_status status = woad_colours_named(palette, &colours, &measured, error);
        return status < 0
                   ? status
                   : woad_palette_create(&colours, &measured,
                         linear ? WOAD_MIXING_LINEAR : WOAD_MIXING_SRGB, &out->palette, error);
    }
    snprintf(error->message, sizeof error->message,
        "there is no palette '%.40s': `woad list palettes` shows all", palette);
    return WOAD_ERROR_ARGUMENT;
}

static woad_status to_palette(
    const dithering *d, const woad_image *in, woad_image *out, woad_error *error)
{
    size_t count = in->width * in->height;
    uint8_t *places = malloc(count), *rgb = out->samples;
    if (!places)
        return WOAD_ERROR_MEMORY;
    woad_status status = woad_palette_dither(d->palette, &d->places, in->samples, in->bits,
        in->width, in->height, in->channels, places, error);
    const woad_colours *colours = woad_palette_colours(d->palette);
    for (size_t i = 0; status >= 0 && i < count; i++)
        memcpy(rgb + 3 * i, colours->rgb[places[i]], 3);
    free(places);
    return status;
}

/* Grey becomes RGB. */
static void spread_grey(uint8_t *samples, size_t count, size_t channels)
{
    for (size_t i = count; i-- > 0;) {
        uint8_t grey = samples[i * channels];
        memset(samples + 3 * i, grey, 3);
    }
}

static woad_status dither(
    const dithering *d, const woad_image *in, woad_image **out, woad_error *error)
{
    woad_status status = woad_image_create(in->width, in->height, 3, 8, out, error);
    if (status < 0)
        return status;
    status = d->palette ? to_palette(d, in, *out, error)
                        : woad_dither(&d->levels, in->samples, in->bits, in->width, in->height,
                              in->channels, (*out)->samples, error);
    if (status >= 0 && !d->palette && in->channels < 3)
        spread_grey((*out)->samples, in->width * in->height, in->channels);
    if (status < 0) {
        woad_image_destroy(*out);
        *out = NULL;
    }
    return status;
}

static void reply_raw(const woad_image *image, studio_reply *reply)
{
    const uint32_t sides[2] = {(uint32_t)image->width, (uint32_t)image->height};
    size_t size = image->width * image->height * 3;
    uint8_t *bytes = malloc(sizeof sides + size);
    if (!bytes) {
        reply_refuse(reply, 500, "out of memory for the picture");
        return;
    }
    memcpy(bytes, sides, sizeof sides);
    memcpy(bytes + sizeof sides, image->samples, size);
    reply_bytes(reply, "application/octet-stream", bytes, sizeof sides + size);
}

static void reply_png(const woad_image *image, studio_reply *reply)
{
    void *bytes;
    size_t size;
    woad_error error;
    woad_status status = woad_image_encode_png(image, 0, &bytes, &size, &error);
    if (status < 0) {
        reply_error(reply, status, &error);
        return;
    }
    reply_library_bytes(reply, "image/png", bytes, size);
    snprintf(reply->file, sizeof reply->file, "dithered.png");
}

/* The photo that is dithered, as it is shown or whole; NULL when there is none. The caller frees
 * it: it may be replaced while it is dithered. */
static woad_image *copy_photo(studio *s, bool whole)
{
    woad_image *copy = NULL;
    const woad_prepare_params as_it_is = {
        .alpha = WOAD_ALPHA_DROP, .background = {255, 255, 255}};
    pthread_mutex_lock(&s->lock);
    const woad_image *from = whole ? s->photo : s->view;
    if (from)
        woad_prepare(&as_it_is, from, &copy, NULL);
    pthread_mutex_unlock(&s->lock);
    return copy;
}

void studio_get_dithered(studio *s, const studio_request *request, studio_reply *reply)
{
    woad_error error = {"out of memory for the picture"};
    session_view view;
    woad_image *image = NULL;
    const char *of = request_query(request, "of"), *as = request_query(request, "as");
    bool png = as && strcmp(as, "png") == 0;
    moment *m = of && strcmp(of, "reference") == 0 ? studio_hold_reference(s, NULL)
                                                   : session_look(&s->session, 0, 0, &view);
    woad_image *photo = copy_photo(s, png);
    dithering d = {0};
    woad_status status = WOAD_ERROR_ARGUMENT;
    if (!m || !photo)
        snprintf(error.message, sizeof error.message, "there is no %s: %s",
            m ? "photo" : "mask", m ? "drop one on the page" : "start a design");
    else
        status = dithering_of(request, m->mask, &d, &error);
    if (status >= 0)
        status = dither(&d, photo, &image, &error);
    if (status < 0)
        reply_error(reply, status, &error);
    else if (png)
        reply_png(image, reply);
    else
        reply_raw(image, reply);
    woad_palette_destroy(d.palette);
    woad_image_destroy(image);
    woad_image_destroy(photo);
    session_release(&s->session, m);
}
