/* target.c - target spectra that were drawn: files, as a recipe names them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studio.h"

enum { KEPT_TARGETS = 64, PATH_SIZE = 128 };

typedef struct target_kind {
    const char *name, *word, *extension, *type;
} target_kind;

static const target_kind kinds[] = {
    {"profile", "profile:", "csv", "text/csv"},
    {"image", "image:", "png", "image/png"},
};

static const target_kind *kind_of(const char *name)
{
    for (size_t i = 0; name && i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].name, name) == 0)
            return &kinds[i];
    }
    return NULL;
}

static void remove_old(const studio *s, size_t number)
{
    char path[PATH_SIZE];
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds && number > KEPT_TARGETS; k++) {
        snprintf(path, sizeof path, "%s/target-%zu.%s", s->folder, number - KEPT_TARGETS,
            kinds[k].extension);
        remove(path);
    }
}

/* Reads the file, as the design will, at its size. */
static woad_status try_target(const woad_design_params *p, woad_error *error)
{
    woad_loss_params loss = p->loss;
    woad_losses losses;
    size_t depth = p->loss.target.axes == WOAD_AXES_FRAME ? 1 : p->depth;
    float *values = calloc(p->width * p->height * depth, sizeof *values);
    loss.spectral.weight = loss.uniformity.weight = loss.dither.weight = 0;
    if (!values) {
        snprintf(error->message, sizeof error->message, "out of memory for the target");
        return WOAD_ERROR_MEMORY;
    }
    woad_status status =
        woad_loss_evaluate(&loss, values, p->width, p->height, depth, &losses, NULL, error);
    free(values);
    return status;
}

static woad_status write_target(studio *s, const studio_request *request,
    const target_kind *kind, woad_design_params *params, woad_error *error)
{
    char path[PATH_SIZE], assignment[WOAD_PARAM_TEXT + 32];
    pthread_mutex_lock(&s->lock);
    size_t number = ++s->targets;
    pthread_mutex_unlock(&s->lock);
    remove_old(s, number);
    snprintf(path, sizeof path, "%s/target-%zu.%s", s->folder, number, kind->extension);
    woad_status status = woad_file_write(path, request->body, request->size, true, error);
    if (status < 0)
        return status;
    snprintf(assignment, sizeof assignment, "loss.target.spectrum=%s%s", kind->word, path);
    status = woad_recipe_set(assignment, params, error);
    if (status >= 0)
        status = try_target(params, error);
    if (status < 0)
        remove(path);
    return status;
}

/* A sentence about a file that nobody but this program has seen is about what was drawn. */
static void name_drawing(const studio *s, woad_error *error)
{
    char *at = strstr(error->message, s->folder);
    size_t length = at ? strcspn(at, ":,' ") : 0;
    static const char name[] = "the drawn target";
    if (at && length >= sizeof name - 1) {
        memcpy(at, name, sizeof name - 1);
        memmove(at + sizeof name - 1, at + length, strlen(at + length) + 1);
    }
}

void studio_set_target(studio *s, const studio_request *request, studio_reply *reply)
{
    woad_error error;
    size_t version;
    const target_kind *kind = kind_of(request_query(request, "kind"));
    woad_design_params params = session_params(&s->session, &version);
    if (!kind) {
        reply_refuse(reply, 400, "the kind of a target is profile or image");
        return;
    }
    /* Descent on the target alone would do without swaps, and there is none without iterations. */
    if (params.loss.target.weight <= 0 || params.optimizer.iterations == 0) {
        size_t depth = params.depth;
        studio_take_preset("target", &params, NULL);
        params.depth = depth;
    }
    woad_status status = write_target(s, request, kind, &params, &error);
    if (status < 0) {
        name_drawing(s, &error);
        reply_error(reply, status, &error);
        return;
    }
    studio_take(s, request, &params, reply);
}

static const target_kind *drawn_target(
    const studio *s, const woad_design_params *params, const char **path)
{
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        const char *text = params->loss.target.spectrum;
        size_t length = strlen(kinds[k].word);
        if (strncmp(text, kinds[k].word, length) == 0 &&
            strncmp(text + length, s->folder, strlen(s->folder)) == 0) {
            *path = text + length;
            return &kinds[k];
        }
    }
    return NULL;
}

void studio_get_target(studio *s, const studio_request *request, studio_reply *reply)
{
    size_t version, size;
    const char *path;
    void *bytes;
    woad_error error;
    (void)request;
    woad_design_params params = session_params(&s->session, &version);
    const target_kind *kind = drawn_target(s, &params, &path);
    if (!kind) {
        reply_refuse(reply, 404, "no target was drawn: the recipe has all there is");
        return;
    }
    woad_status status = woad_file_read(path, 0, &bytes, &size, &error);
    if (status < 0) {
        reply_error(reply, status, &error);
        return;
    }
    reply_library_bytes(reply, kind->type, bytes, size);
    snprintf(reply->file, sizeof reply->file, "target.%s", kind->extension);
}

char *studio_portable_recipe(const studio *s, const char *recipe)
{
    char *out = malloc(strlen(recipe) + 1);
    const char *at = out ? strstr(recipe, s->folder) : NULL;
    if (!at)
        return out ? strcpy(out, recipe) : NULL;
    size_t before = (size_t)(at - recipe), length = strcspn(at, "\r\n");
    const char *dot = at;
    while (dot < at + length && strncmp(dot, ".png", 4) != 0 && strncmp(dot, ".csv", 4) != 0)
        dot++;
    memcpy(out, recipe, before);
    sprintf(out + before, "target%.*s", (int)(at + length - dot), dot);
    strcat(out, at + length);
    return out;
}
