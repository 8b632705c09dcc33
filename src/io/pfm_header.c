/* io/pfm_header.c - the three lines of text of a Portable FloatMap. */
#include "io/pfm_header.h"

#include <stdio.h>
#include <string.h>

#include "base/status.h"

/* What is left of the header. */
typedef struct cursor {
    const uint8_t *at, *end;
} cursor;

static bool is_space(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The next word, printable and short, and the one white character behind it. */
static bool take_word(cursor *c, char word[16])
{
    size_t length = 0;
    while (c->at < c->end && is_space(*c->at))
        c->at++;
    while (c->at<c->end && * c->at> ' ' && *c->at <= '~' && length < 15)
        word[length++] = (char)*c->at++;
    word[length] = '\0';
    return length > 0 && c->at < c->end && is_space(*c->at++);
}

static bool take_length(cursor *c, size_t *length)
{
    char word[16];
    *length = 0;
    if (!take_word(c, word) || strlen(word) > 9)
        return false;
    for (const char *digit = word; *digit; digit++) {
        if (*digit < '0' || *digit > '9')
            return false;
        *length = *length * 10 + (size_t)(*digit - '0');
    }
    return true;
}

/* "-1.0" and its like: only the sign counts. */
static bool take_scale(cursor *c, bool *big_endian)
{
    char word[16];
    if (!take_word(c, word) || strspn(word, "+-.0123456789eE") != strlen(word))
        return false;
    *big_endian = word[0] != '-';
    return true;
}

woad_status woad_pfm_header_parse(const uint8_t *bytes, size_t size, const char *name,
    woad_pfm_header *out, woad_error *error)
{
    cursor c = {bytes, bytes + size};
    char magic[16];
    if (!take_word(&c, magic) || (strcmp(magic, "Pf") != 0 && strcmp(magic, "PF") != 0))
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s is not a PFM file: it does not begin with Pf or PF", name);
    out->channels = magic[1] == 'F' ? 3 : 1;
    if (!take_length(&c, &out->width) || !take_length(&c, &out->height) ||
        !take_scale(&c, &out->big_endian))
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s has a PFM header that cannot be read: it should be like 'Pf', '64 64', '-1.0', "
            "a line each",
            name);
    out->size = size - (size_t)(c.end - c.at);
    return WOAD_OK;
}

size_t woad_pfm_header_format(
    size_t width, size_t height, size_t channels, char text[WOAD_PFM_HEADER])
{
    return (size_t)snprintf(text, WOAD_PFM_HEADER, "P%c\n%zu %zu\n-1.0\n",
        channels == 3 ? 'F' : 'f', width, height);
}
