/* studio.c - the studio: requests as its handlers get them, and the bytes of a connection. */
#define _GNU_SOURCE /* memmem */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../studio/server.h"
#include "targets.h"

enum {
    SIDE = 8,
    MOST_VALUES = 1 << 14, /* of a mask that is there when something more is asked */
    WORD = 256
};

static void fill(woad_mask *mask)
{
    for (uint32_t i = 0; i < SIDE * SIDE; i++) {
        mask->ranks[i] = i * 37 % (SIDE * SIDE);
        mask->thresholds[i] = ((float)mask->ranks[i] + 0.5f) / (SIDE * SIDE);
    }
}

/* With a mask, and without anybody who designs: what is wanted is only noted. It is quitting, so
 * that nothing waits for what does not come. */
static void begin(studio *s)
{
    woad_design_params params = WOAD_DESIGN_DEFAULTS;
    woad_mask *mask;
    params.width = params.height = SIDE;
    demand(studio_init(s, &params, 60));
    s->session.quitting = true;
    demand(woad_mask_create(SIDE, SIDE, 1, 1, &mask, NULL) >= 0);
    fill(mask);
    demand(session_put(&s->session, mask, &params));
}

/* ---- requests ------------------------------------------------------------------------------- */

typedef struct line {
    char text[WORD]; /* "METHOD PATH key=value&key=value", each '\0' of its own */
    size_t length;
} line;

static const char *find_key(const void *from, const char *key)
{
    const line *l = from;
    size_t length = strlen(key);
    for (const char *at = l->text; at < l->text + l->length; at += strlen(at) + 1) {
        if (strncmp(at, key, length) == 0 && at[length] == '=')
            return at + length + 1;
    }
    return NULL;
}

static void check(const studio_reply *reply)
{
    bool refused = reply->code >= 400;
    demand(reply->code >= 200 && reply->code < 600 && reply->type);
    demand(reply->size == 0 || reply->bytes || reply->constant);
    if (refused) { /* one sentence */
        const char *text = reply->bytes ? reply->bytes : reply->constant;
        demand(reply->size > 1 && memchr(text, '\n', reply->size) == text + reply->size - 1);
    }
    demand(memchr(reply->file, '\0', sizeof reply->file) && !strpbrk(reply->file, "\"\r\n/"));
}

static void ask(studio *s, const uint8_t *bytes, size_t size)
{
    line l = {.length = 0};
    const uint8_t *end = memchr(bytes, '\n', size);
    if (!end || (size_t)(end - bytes) >= WORD)
        return;
    l.length = (size_t)(end - bytes);
    for (size_t i = 0; i < l.length; i++)
        l.text[i] = (char)(bytes[i] == ' ' || bytes[i] == '&' ? '\0' : bytes[i]);
    const char *path = l.text + strlen(l.text) + 1;
    if (path >= l.text + l.length)
        return;
    size_t body = size - (size_t)(end + 1 - bytes);
    if (body > studio_body_limit(l.text, path))
        return; /* the server has refused it by its headers */
    char *copy = malloc(body + 1);
    demand(copy != NULL);
    memcpy(copy, end + 1, body);
    copy[body] = '\0';
    const studio_request request = {l.text, path, find_key, &l, copy, body};
    studio_reply reply = {0};
    studio_answer(s, &request, &reply);
    check(&reply);
    if (reply.bytes)
        reply.release(reply.bytes);
    free(copy);
}

/* Large masks, and sizes of which there is to be one, take their time and reach nothing else. */
static bool is_small(studio *s)
{
    session_view view;
    size_t version;
    woad_design_params params = session_params(&s->session, &version);
    moment *now = session_look(&s->session, 0, 0, &view);
    moment *other = studio_hold_reference(s, NULL);
    bool small = params.width * params.height * params.depth <= MOST_VALUES &&
                 woad_mask_count(now->mask) <= MOST_VALUES &&
                 (!other || woad_mask_count(other->mask) <= MOST_VALUES);
    session_release(&s->session, now);
    session_release(&s->session, other);
    return small;
}

/* Requests that follow one another, with a line of dashes between them. */
void run_studio(const uint8_t *bytes, size_t size)
{
    static const char between[] = "\n----\n";
    studio s = {0};
    begin(&s);
    for (const uint8_t *end = bytes + size; bytes && bytes < end && is_small(&s);) {
        const uint8_t *next = memmem(bytes, (size_t)(end - bytes), between, strlen(between));
        ask(&s, bytes, (size_t)((next ? next : end) - bytes));
        bytes = next ? next + strlen(between) : end;
    }
    studio_clear(&s);
}

/* ---- connections ---------------------------------------------------------------------------- */

/* Sends all, says that there is no more, and reads to the end; the first bytes of what comes. */
static size_t talk(unsigned port, const uint8_t *bytes, size_t size, char *first, size_t room)
{
    const struct sockaddr_in address = {.sin_family = AF_INET,
        .sin_port = htons((uint16_t)port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    size_t got = 0;
    char rest[4096];
    ssize_t n;
    demand(fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof address) == 0);
    while (size > 0 && (n = send(fd, bytes, size, MSG_NOSIGNAL)) > 0) {
        bytes += n;
        size -= (size_t)n;
    }
    shutdown(fd, SHUT_WR);
    while ((n = recv(fd, rest, sizeof rest, 0)) > 0) {
        size_t taken = (size_t)n < room - got ? (size_t)n : room - got;
        memcpy(first + got, rest, taken);
        got += taken;
    }
    close(fd);
    return got;
}

/* To a server whose token is all zeros and which takes itself to be at port 8000. What it says
 * first, if anything, is HTTP. */
void run_http(const uint8_t *bytes, size_t size)
{
    static const char protocol[] = "HTTP/1.";
    studio s = {0};
    studio_guard guard = {0};
    char first[sizeof protocol - 1];
    memset(guard.token, '0', STUDIO_TOKEN_DIGITS);
    begin(&s);
    int listener = studio_listen(&guard);
    unsigned port = guard.port;
    guard.port = 8000;
    studio_server *server = listener < 0 ? NULL : studio_server_start(&s, &guard, listener);
    demand(server != NULL);
    size_t got = talk(port, bytes, size, first, sizeof first);
    demand(got == 0 || (got == sizeof first && memcmp(first, protocol, got) == 0));
    studio_server_stop(server);
    studio_clear(&s);
}
