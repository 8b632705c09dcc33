/* settings.c - the parameters of a design: what there are, and how they are changed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../cli/catalogs.h"
#include "../cli/json.h"
#include "../cli/system.h"
#include "studio.h"

/* ---- what there is to choose ---------------------------------------------------------------- */

static const char *type_name(woad_key_type type)
{
    static const char *const names[] = {[WOAD_KEY_REAL] = "real",
        [WOAD_KEY_COUNT] = "count",
        [WOAD_KEY_SEED] = "seed",
        [WOAD_KEY_FLAG] = "flag",
        [WOAD_KEY_CHOICE] = "choice",
        [WOAD_KEY_STRING] = "text",
        [WOAD_KEY_SIZE] = "size"};
    return names[type];
}

static json_t *json_key(const woad_key *key)
{
    json_t *object = json_pack("{so s s s s s f s f}", "name",
        json_sprintf("%s.%s", key->section, key->name), "help", key->help, "type",
        type_name(key->type), "minimum", key->minimum, "maximum", key->maximum);
    json_t *choices = json_array();
    for (size_t i = 0; key->type == WOAD_KEY_CHOICE && key->choice_at(i); i++)
        json_array_append_new(choices, json_pack("{s s s s}", "name", key->choice_at(i)->name,
                                           "help", key->choice_at(i)->help));
    json_object_set_new(object, "choices", choices);
    return object;
}

static json_t *json_catalogs(void)
{
    json_t *object = json_object();
    for (size_t c = 0; catalog_name(c); c++) {
        listed item;
        json_t *list = json_array();
        for (size_t i = 0; catalog_at(c, i, &item); i++)
            json_array_append_new(
                list, json_pack("{s s s s}", "name", item.name, "help", item.help));
        json_object_set_new(object, catalog_name(c), list);
    }
    return object;
}

void studio_about(studio *s, const studio_request *request, studio_reply *reply)
{
    (void)s;
    (void)request;
    json_t *keys = json_array();
    woad_key key;
    for (size_t i = 0; woad_key_at(i, &key); i++)
        json_array_append_new(keys, json_key(&key));
    reply_json(reply, json_pack("{s s s o s o}", "version", WOAD_VERSION, "keys", keys,
                          "catalogs", json_catalogs()));
}

/* ---- the parameters ------------------------------------------------------------------------- */

static json_t *json_values(const woad_design_params *params)
{
    json_t *values = json_object();
    woad_key key;
    for (size_t i = 0; woad_key_at(i, &key); i++) {
        char name[128], value[WOAD_KEY_TEXT];
        snprintf(name, sizeof name, "%s.%s", key.section, key.name);
        woad_key_text(&key, params, value, sizeof value);
        json_object_set_new(values, name, json_text(value));
    }
    return values;
}

void studio_get_settings(studio *s, const studio_request *request, studio_reply *reply)
{
    size_t version;
    (void)request;
    woad_design_params params = session_params(&s->session, &version);
    reply_json(reply,
        json_pack("{s I s o}", "version", (json_int_t)version, "values", json_values(&params)));
}

static woad_status refuse(woad_error *error, const char *sentence)
{
    snprintf(error->message, sizeof error->message, "%s", sentence);
    return WOAD_ERROR_ARGUMENT;
}

woad_status studio_check(const woad_design_params *params, woad_error *error)
{
    size_t bytes;
    woad_status status = woad_design_validate(params, error);
    if (status >= 0)
        status = woad_design_memory(params, &bytes, error);
    if (status < 0)
        return status;
    size_t values = params->width * params->height * params->depth *
                    (params->channels > 0 ? params->channels : 1);
    if (values > STUDIO_MOST_VALUES || bytes > memory_limit() / 2) {
        snprintf(error->message, sizeof error->message,
            "the mask has %zu values: a studio shows up to %zu, and `woad design` makes larger "
            "ones",
            values, STUDIO_MOST_VALUES);
        return WOAD_ERROR_SIZE;
    }
    return WOAD_OK;
}

woad_status studio_check_files(
    const woad_design_params *before, const woad_design_params *after, woad_error *error)
{
    static const char *const words[] = {"file:", "table:", "histogram:", "profile:", "image:"};
    woad_key key;
    for (size_t i = 0; woad_key_at(i, &key); i++) {
        char was[WOAD_KEY_TEXT], is[WOAD_KEY_TEXT];
        woad_key_text(&key, before, was, sizeof was);
        woad_key_text(&key, after, is, sizeof is);
        for (size_t w = 0; w < sizeof words / sizeof *words && key.type == WOAD_KEY_STRING;
             w++) {
            if (strstr(is, words[w]) && strcmp(was, is) != 0)
                return refuse(error,
                    "a parameter names a file, which the studio does not open for "
                    "a page: start `woad studio` with it by --set, or draw it");
        }
    }
    return WOAD_OK;
}

void studio_take(studio *s, const studio_request *request, const woad_design_params *params,
    studio_reply *reply)
{
    woad_error error;
    const char *start = request_query(request, "start");
    woad_status status = studio_check(params, &error);
    if (status < 0) {
        reply_error(reply, status, &error);
        return;
    }
    session_set(&s->session, params);
    if (start && strcmp(start, "fresh") == 0)
        session_design(&s->session, false);
    else if (start && strcmp(start, "here") == 0)
        session_design(&s->session, true);
    studio_get_settings(s, request, reply);
}

woad_status studio_take_preset(const char *name, woad_design_params *params, woad_error *error)
{
    woad_design_params preset;
    woad_status status = woad_preset_find(name, &preset, error);
    if (status < 0)
        return status;
    preset.width = params->width;
    preset.height = params->height;
    preset.seed = params->seed;
    preset.threads = params->threads;
    *params = preset;
    return WOAD_OK;
}

static woad_status take_lines(char *text, woad_design_params *params, woad_error *error)
{
    woad_status status = WOAD_OK;
    char *rest = text;
    while (status >= 0 && *rest) {
        char *line = rest, *end = line + strcspn(line, "\n");
        rest = *end ? end + 1 : end;
        *end = '\0';
        if (*line)
            status = woad_recipe_set(line, params, error);
    }
    return status;
}

/* What a page has made of the parameters, where that went well. */
static void take_change(studio *s, const studio_request *request, woad_status status,
    const woad_design_params *before, const woad_design_params *params, woad_error *error,
    studio_reply *reply)
{
    if (status >= 0)
        status = studio_check_files(before, params, error);
    if (status < 0)
        reply_error(reply, status, error);
    else
        studio_take(s, request, params, reply);
}

void studio_set_settings(studio *s, const studio_request *request, studio_reply *reply)
{
    woad_error error;
    size_t version;
    woad_design_params before = session_params(&s->session, &version), params = before;
    const char *preset = request_query(request, "preset");
    char *text = malloc(request->size + 1);
    if (!text) {
        reply_refuse(reply, 500, "out of memory for the settings");
        return;
    }
    memcpy(text, request->body, request->size + 1);
    woad_status status = preset ? studio_take_preset(preset, &params, &error) : WOAD_OK;
    if (status >= 0)
        status = take_lines(text, &params, &error);
    free(text);
    take_change(s, request, status, &before, &params, &error, reply);
}

void studio_set_recipe(studio *s, const studio_request *request, studio_reply *reply)
{
    woad_error error;
    size_t version;
    woad_design_params before = session_params(&s->session, &version), params = before;
    woad_status status = woad_recipe_parse(request->body, "the recipe", &params, &error);
    take_change(s, request, status, &before, &params, &error, reply);
}
