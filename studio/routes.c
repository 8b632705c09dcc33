/* routes.c - the table of what can be asked, and what a studio is at its beginning and end. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "page.h"
#include "studio.h"

static studio_handler pause_design, resume_design, step_design, stop_design, undo_design;

enum { LITTLE = 1 << 16, TARGET = 1 << 22, FILE_SIZE = 1 << 25 };

typedef struct route {
    const char *method, *path;
    studio_handler *handler;
    size_t limit; /* bytes of the body */
} route;

static const route routes[] = {
    {"GET", "api/about", studio_about, 0},
    {"GET", "api/settings", studio_get_settings, 0},
    {"GET", "api/frame", studio_get_frame, 0},
    {"GET", "api/trace", studio_get_trace, 0},
    {"GET", "api/target", studio_get_target, 0},
    {"GET", "api/dithered", studio_get_dithered, 0},
    {"GET", "api/reference", studio_get_reference, 0},
    {"GET", "api/scores", studio_get_scores, 0},
    {"GET", "api/mask", studio_get_mask, 0},
    {"GET", "api/recipe", studio_get_recipe, 0},
    {"GET", "api/sheet", studio_get_sheet, 0},
    {"POST", "api/settings", studio_set_settings, LITTLE},
    {"POST", "api/recipe", studio_set_recipe, LITTLE},
    {"POST", "api/target", studio_set_target, TARGET},
    {"POST", "api/photo", studio_put_photo, FILE_SIZE},
    {"POST", "api/mask", studio_put_mask, FILE_SIZE},
    {"POST", "api/reference", studio_set_reference, FILE_SIZE},
    {"POST", "api/pause", pause_design, LITTLE},
    {"POST", "api/resume", resume_design, LITTLE},
    {"POST", "api/step", step_design, LITTLE},
    {"POST", "api/stop", stop_design, LITTLE},
    {"POST", "api/undo", undo_design, LITTLE},
};

static const route *route_find(const char *method, const char *path)
{
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
        if (strcmp(routes[i].method, method) == 0 && strcmp(routes[i].path, path) == 0)
            return &routes[i];
    }
    return NULL;
}

size_t studio_body_limit(const char *method, const char *path)
{
    const route *r = route_find(method, path);
    return r ? r->limit : 0;
}

static void answer_done(studio_reply *reply)
{
    reply_json(reply, json_pack("{s b}", "done", 1));
}

static void pause_design(studio *s, const studio_request *request, studio_reply *reply)
{
    (void)request;
    session_pause(&s->session, true);
    answer_done(reply);
}

static void resume_design(studio *s, const studio_request *request, studio_reply *reply)
{
    (void)request;
    session_pause(&s->session, false);
    answer_done(reply);
}

static void step_design(studio *s, const studio_request *request, studio_reply *reply)
{
    (void)request;
    session_step(&s->session);
    answer_done(reply);
}

static void stop_design(studio *s, const studio_request *request, studio_reply *reply)
{
    (void)request;
    session_stop(&s->session);
    answer_done(reply);
}

static void undo_design(studio *s, const studio_request *request, studio_reply *reply)
{
    if (session_undo(&s->session))
        studio_get_settings(s, request, reply);
    else
        reply_refuse(reply, 400, "there is nothing to go back to");
}

void studio_answer(studio *s, const studio_request *request, studio_reply *reply)
{
    const studio_page *page = studio_page_find(request->path);
    const route *r = route_find(request->method, request->path);
    if (r)
        r->handler(s, request, reply);
    else if (page && strcmp(request->method, "GET") == 0)
        *reply = (studio_reply){
            .code = 200, .type = page->type, .constant = page->bytes, .size = page->size};
    else
        reply_refuse(reply, 404,
            "there is nothing of this name here: the page is at the address "
            "that `woad studio` printed");
}

bool studio_init(studio *s, const woad_design_params *params, double idle_limit)
{
    const char *temporary = getenv("TMPDIR");
    int length = snprintf(s->folder, sizeof s->folder, "%s/woad-studio-XXXXXX",
        temporary && *temporary ? temporary : "/tmp");
    if (length < 0 || (size_t)length >= sizeof s->folder) /* it must fit a parameter */
        snprintf(s->folder, sizeof s->folder, "/tmp/woad-studio-XXXXXX");
    pthread_mutex_init(&s->lock, NULL);
    session_init(&s->session, params, idle_limit);
    return mkdtemp(s->folder) != NULL;
}

void studio_remove_folder(const studio *s)
{
    const char *folder = s->folder;
    DIR *entries = opendir(folder);
    const struct dirent *entry;
    while (entries && (entry = readdir(entries))) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.')
            unlink(path);
    }
    if (entries)
        closedir(entries);
    rmdir(folder);
}

void studio_clear(studio *s)
{
    studio_remove_folder(s);
    woad_image_destroy(s->photo);
    woad_image_destroy(s->view);
    if (s->reference)
        session_release(&s->session, s->reference);
    session_clear(&s->session);
    pthread_mutex_destroy(&s->lock);
}
