/* reply.h - what is asked of the studio, and what it answers. */
#ifndef WOAD_STUDIO_REPLY_H
#define WOAD_STUDIO_REPLY_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include <woad/status.h>

typedef struct studio_reply {
    unsigned code;    /* of HTTP */
    const char *type; /* static */
    void *bytes;      /* to be freed by `release` */
    void (*release)(void *bytes);
    const void *constant; /* or these instead, which stay */
    size_t size;
    char file[64]; /* name to be saved under, or "" */
} studio_reply;

/* A request that the guard let through. `query` gives the value of a key after the '?', or NULL. */
typedef struct studio_request {
    const char *method, *path;
    const char *(*query)(const void *from, const char *key);
    const void *from;
    const char *body; /* NUL-terminated, one byte beyond size */
    size_t size;
} studio_request;

const char *request_query(const studio_request *request, const char *key);

/* A whole number in the query, `otherwise` where it is none. */
size_t request_count(const studio_request *request, const char *key, size_t otherwise);
double request_real(const studio_request *request, const char *key, double otherwise);

/* One sentence with an HTTP code. */
void reply_refuse(studio_reply *reply, unsigned code, const char *format, ...)
    WOAD_PRINTF(3, 4);
/* The same of an error of the library: 400, or 500 for want of memory. */
void reply_error(studio_reply *reply, woad_status status, const woad_error *error);
/* Frees the object. */
void reply_json(studio_reply *reply, json_t *object);
/* Takes bytes from malloc, and from the library. */
void reply_bytes(studio_reply *reply, const char *type, void *bytes, size_t size);
void reply_library_bytes(studio_reply *reply, const char *type, void *bytes, size_t size);

#endif
