/* reference.c - a mask to compare with, and the scores of both. */
#include <stdio.h>
#include <string.h>

#include "../cli/json.h"
#include "studio.h"

enum { MOST_PIXELS = 1 << 20 }; /* of a mask that is made to compare with */

moment *studio_hold_reference(studio *s, char name[STUDIO_NAME])
{
    pthread_mutex_lock(&s->lock);
    if (name)
        memcpy(name, s->reference_name, STUDIO_NAME);
    moment *m = session_hold(&s->session, s->reference);
    pthread_mutex_unlock(&s->lock);
    return m;
}

static void take(studio *s, woad_mask *mask, const char *name, const woad_design_params *params,
    studio_reply *reply)
{
    moment *m = session_moment(mask, params);
    if (!m) {
        reply_refuse(reply, 500, "out of memory for the mask to compare with");
        return;
    }
    pthread_mutex_lock(&s->lock);
    moment *old = s->reference;
    s->reference = m;
    snprintf(s->reference_name, sizeof s->reference_name, "%s", name);
    pthread_mutex_unlock(&s->lock);
    session_release(&s->session, old);
    reply_json(reply, json_pack("{s o}", "name", json_text(name)));
}

/* A baseline of the size of the session's mask. */
static woad_status make(studio *s, const char *method, woad_design_params *params,
    woad_mask **out, woad_error *error)
{
    size_t version;
    woad_design_params now = session_params(&s->session, &version);
    woad_status status = woad_preset_find(method, params, error);
    if (status < 0)
        return status;
    if (params->optimizer.iterations > 0 || params->refine.trials > 0 ||
        now.width * now.height * now.depth > MOST_PIXELS) {
        snprintf(error->message, sizeof error->message,
            "%s takes too long to be made beside: give it as a file", method);
        return WOAD_ERROR_UNSUPPORTED;
    }
    params->width = now.width;
    params->height = now.height;
    params->depth = now.depth;
    params->seed = now.seed;
    return woad_design(params, NULL, NULL, out, NULL, error);
}

void studio_set_reference(studio *s, const studio_request *request, studio_reply *reply)
{
    const char *method = request_query(request, "method"), *name = method;
    woad_design_params params = WOAD_DESIGN_DEFAULTS;
    woad_mask *mask = NULL;
    woad_error error;
    if (!method) {
        name = request_query(request, "name");
        mask = studio_decode_mask(request, reply);
    } else {
        woad_status status = make(s, method, &params, &mask, &error);
        if (status < 0)
            reply_error(reply, status, &error);
    }
    if (mask)
        take(s, mask, name ? name : "a file", &params, reply);
}

void studio_get_reference(studio *s, const studio_request *request, studio_reply *reply)
{
    size_t size;
    woad_error error = {"out of memory for the mask to compare with"};
    moment *m = studio_hold_reference(s, NULL);
    if (!m) {
        reply_refuse(
            reply, 404, "there is nothing to compare with yet: choose a method or a file");
        return;
    }
    void *bytes = studio_encode_mask(m->mask, request, NULL, 0, &size, &error);
    session_release(&s->session, m);
    if (bytes)
        reply_bytes(reply, "application/octet-stream", bytes, size);
    else
        reply_refuse(reply, 500, "%s", error.message);
}

static json_t *json_of(const moment *m)
{
    woad_scores scores;
    return m && woad_score(m->mask, 0, 0, &scores, NULL) >= 0 ? json_scores(&scores)
                                                              : json_null();
}

/* Of the mask how far it is from its target, where it has one. */
static json_t *json_target_of(const moment *m)
{
    woad_target_score score;
    if (!m || !(m->params.loss.target.weight > 0) ||
        woad_score_target(m->mask, 0, 0, NULL, m->params.loss.target.spectrum, &score, NULL) <
            0)
        return json_null();
    return json_target("", &score);
}

void studio_get_scores(studio *s, const studio_request *request, studio_reply *reply)
{
    session_view view;
    char name[STUDIO_NAME];
    (void)request;
    moment *now = session_look(&s->session, 0, 0, &view);
    moment *other = studio_hold_reference(s, name);
    json_t *object = json_pack("{s I s o s o s o s o}", "number", (json_int_t)view.number,
        "mask", json_of(now), "target", json_target_of(now), "reference", json_of(other),
        "name", json_text(name));
    session_release(&s->session, now);
    session_release(&s->session, other);
    reply_json(reply, object);
}
