/* guard.c - who may ask: the page that this server gave out, and whoever has its address. */
#include "guard.h"

#include <stdio.h>
#include <string.h>

bool studio_guard_init(studio_guard *guard)
{
    unsigned char bytes[STUDIO_TOKEN_DIGITS / 2];
    FILE *random = fopen("/dev/urandom", "rb");
    if (!random)
        return false;
    bool read = fread(bytes, 1, sizeof bytes, random) == sizeof bytes;
    fclose(random);
    for (size_t i = 0; i < sizeof bytes; i++)
        snprintf(guard->token + 2 * i, 3, "%02x", bytes[i]);
    return read;
}

/* Is it one of this server's own names, with its port? */
static bool is_own_host(const studio_guard *guard, const char *host)
{
    static const char *const names[] = {"127.0.0.1", "localhost"};
    char own[32];
    for (size_t i = 0; host && i < sizeof names / sizeof *names; i++) {
        snprintf(own, sizeof own, "%s:%u", names[i], guard->port);
        if (strcmp(host, own) == 0)
            return true;
    }
    return false;
}

static bool is_own_origin(const studio_guard *guard, const char *origin)
{
    static const char scheme[] = "http://";
    return strncmp(origin, scheme, sizeof scheme - 1) == 0 &&
           is_own_host(guard, origin + sizeof scheme - 1);
}

/* In the same time whatever the digits are. */
static bool has_token(const studio_guard *guard, const char *url)
{
    unsigned char difference = 0;
    if (strlen(url) < STUDIO_TOKEN_DIGITS + 2 || url[0] != '/' ||
        url[STUDIO_TOKEN_DIGITS + 1] != '/')
        return false;
    for (size_t i = 0; i < STUDIO_TOKEN_DIGITS; i++)
        difference |= (unsigned char)(url[i + 1] ^ guard->token[i]);
    return difference == 0;
}

const char *studio_guard_refuses(
    const studio_guard *guard, const studio_claim *claim, const char **path)
{
    if (!is_own_host(guard, claim->host))
        return "the request is for another host: the studio answers to 127.0.0.1 and localhost, "
               "with its port";
    if (claim->origin && !is_own_origin(guard, claim->origin))
        return "the request comes from a page of another site: only the studio's own page may ask";
    if (claim->site && strcmp(claim->site, "same-origin") != 0 &&
        strcmp(claim->site, "none") != 0)
        return "the request comes from another site: only the studio's own page may ask";
    if (!has_token(guard, claim->url))
        return "the address has a wrong token: take the one that `woad studio` printed";
    *path = claim->url + STUDIO_TOKEN_DIGITS + 2;
    return NULL;
}
