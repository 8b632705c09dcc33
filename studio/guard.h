/* guard.h - who may ask: the page that this server gave out, and whoever has its address. */
#ifndef WOAD_STUDIO_GUARD_H
#define WOAD_STUDIO_GUARD_H

#include <stdbool.h>

#define STUDIO_TOKEN_DIGITS 32

typedef struct studio_guard {
    unsigned port;
    char token[STUDIO_TOKEN_DIGITS + 1]; /* 128 random bits in hexadecimal */
} studio_guard;

/* Draws a token; false when the system has no random bytes. */
bool studio_guard_init(studio_guard *guard);

/* What a request says of itself; NULL for headers that it does not have. */
typedef struct studio_claim {
    const char *url, *host, *origin, *site; /* site: Sec-Fetch-Site */
} studio_claim;

/* NULL when the request may be answered, and *path is then what follows "/TOKEN/"; else one
 * sentence. A name that another server made lead to this machine (DNS rebinding) stands in Host,
 * and another site's page in Origin. */
const char *studio_guard_refuses(
    const studio_guard *guard, const studio_claim *claim, const char **path);

#endif
