/* frame.c - what a page is told of a running design, again and again.
 *
 * A frame is, little-endian: the head below, and, where there is a mask, what spectrum.c makes of
 * it. The numbers are those of the machine: it is the same one on both sides. */
#include <stdlib.h>
#include <string.h>

#include "studio.h"

enum { LONGEST_WAIT = 10 }; /* seconds until a frame comes though nothing changed */

typedef struct frame_head {
    uint32_t magic, size; /* of the head */
    uint32_t number, state, stage, iteration, iterations, run;
    uint32_t settings, photo, past, has_mask; /* versions; how many moments to undo to */
    double seconds, rate, total, terms[WOAD_MAX_LOSS_TERMS];
    char sentence[256];
} frame_head;

static frame_head head_of(studio *s, const session_view *v)
{
    frame_head head = {.magic = 0x31464F57, /* "WOF1" */
        .size = sizeof head,
        .number = (uint32_t)v->number,
        .state = (uint32_t)v->state,
        .stage = (uint32_t)v->progress.stage,
        .iteration = (uint32_t)v->progress.iteration,
        .iterations = (uint32_t)v->progress.iterations,
        .run = (uint32_t)v->run,
        .settings = (uint32_t)v->params_version,
        .past = (uint32_t)v->past_count,
        .seconds = v->seconds,
        .rate = v->progress.rate,
        .total = v->progress.losses.total};
    memcpy(head.terms, v->progress.losses.terms, sizeof head.terms);
    memcpy(head.sentence, v->sentence, sizeof head.sentence - 1);
    head.photo = (uint32_t)studio_photo_version(s);
    return head;
}

void studio_get_frame(studio *s, const studio_request *request, studio_reply *reply)
{
    woad_error error = {"out of memory for a frame"};
    session_view view;
    size_t size = sizeof(frame_head);
    size_t wait = request_count(request, "wait", LONGEST_WAIT);
    moment *now = session_look(&s->session, request_count(request, "after", 0),
        (double)(wait < LONGEST_WAIT ? wait : LONGEST_WAIT), &view);
    frame_head head = head_of(s, &view);
    head.has_mask = now != NULL;
    void *bytes =
        now ? studio_encode_mask(now->mask, request, &head, sizeof head, &size, &error)
            : malloc(size);
    if (bytes && !now)
        memcpy(bytes, &head, sizeof head);
    session_release(&s->session, now);
    if (bytes)
        reply_bytes(reply, "application/octet-stream", bytes, size);
    else
        reply_refuse(reply, 500, "%s", error.message);
}

void studio_get_trace(studio *s, const studio_request *request, studio_reply *reply)
{
    (void)request;
    trace_point *points = malloc(SESSION_TRACE * sizeof *points);
    if (!points) {
        reply_refuse(reply, 500, "out of memory for the trace");
        return;
    }
    size_t count = session_trace(&s->session, points);
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *terms = json_array();
        for (size_t t = 0; woad_loss_term_at(t); t++)
            json_array_append_new(terms, json_real(points[i].losses.terms[t]));
        json_array_append_new(
            list, json_pack("[I I f o]", (json_int_t)points[i].run,
                      (json_int_t)points[i].iteration, points[i].losses.total, terms));
    }
    free(points);
    reply_json(reply, list);
}
