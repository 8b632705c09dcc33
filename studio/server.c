/* server.c - the studio over HTTP, for this machine alone (by libmicrohttpd). */
#include "server.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../cli/system.h"

enum {
    MOST_CONNECTIONS = 48,
    IDLE_CONNECTION = 30, /* seconds */
    MOST_BYTES = 1 << 26, /* of all bodies that are being received */
    RATE = 400,           /* requests a second, and as many at once */
    STACK = 1 << 20       /* bytes of a connection's thread: 8 MiB each would count as memory */
};

struct studio_server {
    studio *studio;
    const studio_guard *guard;
    struct MHD_Daemon *daemon;
    pthread_mutex_t lock;  /* of what follows */
    double tokens, filled; /* of the rate limit: a bucket */
    size_t receiving;      /* bytes */
};

/* One request, from its headers to its answer. */
typedef struct exchange {
    const char *path; /* what follows the token, in MHD's memory */
    size_t limit, size, capacity;
    char *body;
    bool too_large, no_room;
} exchange;

/* ---- limits --------------------------------------------------------------------------------- */

static bool is_too_often(studio_server *server)
{
    pthread_mutex_lock(&server->lock);
    double now = seconds_now();
    server->tokens += (now - server->filled) * RATE;
    server->tokens = server->tokens > RATE ? RATE : server->tokens;
    server->filled = now;
    bool often = server->tokens < 1;
    server->tokens -= often ? 0 : 1;
    pthread_mutex_unlock(&server->lock);
    return often;
}

/* Makes room for more of a body, of all bodies no more than MOST_BYTES. */
static bool reserve(studio_server *server, exchange *e, size_t capacity)
{
    pthread_mutex_lock(&server->lock);
    bool fits = server->receiving + (capacity - e->capacity) <= MOST_BYTES;
    char *body = fits ? realloc(e->body, capacity) : NULL;
    if (body) {
        server->receiving += capacity - e->capacity;
        e->body = body;
        e->capacity = capacity;
    }
    pthread_mutex_unlock(&server->lock);
    return body != NULL;
}

static void receive(studio_server *server, exchange *e, const char *data, size_t size)
{
    if (size > e->limit - e->size)
        e->too_large = true;
    if (e->too_large || e->no_room)
        return;
    size_t needed = e->size + size + 1, doubled = 2 * e->capacity;
    if (needed > e->capacity && !reserve(server, e, needed > doubled ? needed : doubled)) {
        e->no_room = true;
        return;
    }
    memcpy(e->body + e->size, data, size);
    e->size += size;
    e->body[e->size] = '\0';
}

/* ---- answers -------------------------------------------------------------------------------- */

/* The page loads nothing from elsewhere, and is in no other page's frame. */
static const char *const headers[][2] = {
    {"Cache-Control", "no-store"},
    {"Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Referrer-Policy", "no-referrer"},
    {"X-Content-Type-Options", "nosniff"},
};

static struct MHD_Response *response_of(const studio_reply *reply)
{
    void *constant;
    if (reply->bytes)
        return MHD_create_response_from_buffer_with_free_callback(
            reply->size, reply->bytes, reply->release);
    memcpy(
        &constant, &reply->constant, sizeof constant); /* without its const: MHD only reads */
    return MHD_create_response_from_buffer(reply->size, constant, MHD_RESPMEM_PERSISTENT);
}

static enum MHD_Result send_reply(struct MHD_Connection *connection, const studio_reply *reply)
{
    char disposition[128];
    struct MHD_Response *response = response_of(reply);
    if (!response) {
        if (reply->bytes)
            reply->release(reply->bytes);
        return MHD_NO;
    }
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        MHD_add_response_header(response, headers[i][0], headers[i][1]);
    MHD_add_response_header(response, "Content-Type", reply->type);
    snprintf(disposition, sizeof disposition, "attachment; filename=\"%s\"", reply->file);
    if (reply->file[0])
        MHD_add_response_header(response, "Content-Disposition", disposition);
    enum MHD_Result result = MHD_queue_response(connection, reply->code, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result refuse(
    struct MHD_Connection *connection, unsigned code, const char *sentence)
{
    studio_reply reply;
    reply_refuse(&reply, code, "%s", sentence);
    return send_reply(connection, &reply);
}

static const char *header(struct MHD_Connection *connection, const char *name)
{
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static const char *query(const void *from, const char *key)
{
    struct MHD_Connection *connection;
    memcpy(&connection, from, sizeof connection);
    return MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, key);
}

/* ---- a request ------------------------------------------------------------------------------ */

/* What can be refused by the headers alone is, before any of the body is read. */
static enum MHD_Result begin(studio_server *server, struct MHD_Connection *connection,
    const char *url, const char *method, void **state)
{
    const studio_claim claim = {url, header(connection, MHD_HTTP_HEADER_HOST),
        header(connection, "Origin"), header(connection, "Sec-Fetch-Site")};
    const char *path, *length = header(connection, MHD_HTTP_HEADER_CONTENT_LENGTH);
    const char *sentence = studio_guard_refuses(server->guard, &claim, &path);
    if (sentence)
        return refuse(connection, MHD_HTTP_FORBIDDEN, sentence);
    if (is_too_often(server))
        return refuse(connection, MHD_HTTP_TOO_MANY_REQUESTS,
            "too many requests a second: wait a moment");
    size_t limit = studio_body_limit(method, path);
    if (length && strtoull(length, NULL, 10) > limit)
        return refuse(connection, MHD_HTTP_CONTENT_TOO_LARGE,
            limit > 0 ? "the file or the message is too large for the studio"
                      : "there is nothing here that takes a body");
    exchange *e = calloc(1, sizeof *e);
    if (!e)
        return MHD_NO;
    *e = (exchange){.path = path, .limit = limit};
    *state = e;
    return MHD_YES;
}

static enum MHD_Result finish(
    studio_server *server, struct MHD_Connection *connection, const char *method, exchange *e)
{
    if (e->too_large)
        return refuse(connection, MHD_HTTP_CONTENT_TOO_LARGE,
            "the file or the message is too large for the studio");
    if (e->no_room)
        return refuse(connection, MHD_HTTP_SERVICE_UNAVAILABLE,
            "too much is being sent at a time: wait a moment");
    const studio_request request = {
        method, e->path, query, &connection, e->body ? e->body : "", e->size};
    studio_reply reply = {0};
    studio_answer(server->studio, &request, &reply);
    return send_reply(connection, &reply);
}

static enum MHD_Result handle(void *user, struct MHD_Connection *connection, const char *url,
    const char *method, const char *version, const char *data, size_t *size, void **state)
{
    studio_server *server = user;
    (void)version;
    if (!*state)
        return begin(server, connection, url, method, state);
    if (*size > 0) {
        receive(server, *state, data, *size);
        *size = 0;
        return MHD_YES;
    }
    return finish(server, connection, method, *state);
}

static void completed(void *user, struct MHD_Connection *connection, void **state,
    enum MHD_RequestTerminationCode code)
{
    studio_server *server = user;
    exchange *e = *state;
    (void)connection;
    (void)code;
    if (!e)
        return;
    pthread_mutex_lock(&server->lock);
    server->receiving -= e->capacity;
    pthread_mutex_unlock(&server->lock);
    free(e->body);
    free(e);
    *state = NULL;
}

/* ---- the server ----------------------------------------------------------------------------- */

/* What libmicrohttpd has to say is about connections, which come and go. */
static void log_nothing(void *user, const char *format, va_list arguments)
{
    (void)user;
    (void)format;
    (void)arguments;
}

int studio_listen(studio_guard *guard)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
        .sin_port = htons((uint16_t)guard->port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr *any = (struct sockaddr *)&address;
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1;
    if (listener < 0)
        return -1;
    setsockopt(
        listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes); /* of one that has just ended */
    if (bind(listener, any, size) == 0 && listen(listener, MOST_CONNECTIONS) == 0 &&
        getsockname(listener, any, &size) == 0) {
        guard->port = ntohs(address.sin_port);
        return listener;
    }
    close(listener);
    return -1;
}

studio_server *studio_server_start(studio *s, const studio_guard *guard, int listener)
{
    studio_server *server = calloc(1, sizeof *server);
    if (!server) {
        close(listener);
        return NULL;
    }
    *server =
        (studio_server){.studio = s, .guard = guard, .tokens = RATE, .filled = seconds_now()};
    pthread_mutex_init(&server->lock, NULL);
    server->daemon = MHD_start_daemon(
        MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_ERROR_LOG, 0,
        NULL, NULL, handle, server, MHD_OPTION_EXTERNAL_LOGGER, log_nothing, NULL,
        MHD_OPTION_LISTEN_SOCKET, listener, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)MOST_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_CONNECTION,
        MHD_OPTION_THREAD_STACK_SIZE, (size_t)STACK, MHD_OPTION_NOTIFY_COMPLETED, completed,
        server, MHD_OPTION_END);
    if (server->daemon)
        return server;
    studio_server_stop(server);
    return NULL;
}

void studio_server_stop(studio_server *server)
{
    if (server->daemon)
        MHD_stop_daemon(server->daemon);
    pthread_mutex_destroy(&server->lock);
    free(server);
}
