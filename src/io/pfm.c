/* io/pfm.c - Portable FloatMap: three lines of text, then float32 rows from the bottom up.
 *
 * "Pf" is grey and "PF" RGB; width and height; a scale whose sign says the byte order, negative
 * for little-endian. Reference: Paul Debevec, "Portable FloatMap (PFM) image format".
 */
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "io/texels.h"

#define HEADER_MAX ((size_t)32) /* of ours: 3 + 12 + 7 bytes at most */

static woad_status encode(const woad_mask *mask, const woad_io_options *options, void **bytes,
    size_t *size, woad_error *error)
{
    woad_texels texels = woad_texels_of(mask, options, mask->channels);
    uint8_t *out = woad_array(HEADER_MAX + 4 * texels.count, 1);
    if (!out)
        return woad_fail_memory(error, "a PFM file");
    size_t header = (size_t)snprintf((char *)out, HEADER_MAX, "P%c\n%zu %zu\n-1.0\n",
        mask->channels == 3 ? 'F' : 'f', texels.width, texels.height);
    size_t row = texels.width * mask->channels;
    for (size_t i = 0; i < texels.count; i++) {
        size_t place = (texels.height - 1 - i / row) * row + i % row;
        woad_texel_put(&texels, i, out + header + 4 * place);
    }
    *bytes = out;
    *size = header + 4 * texels.count;
    return WOAD_OK;
}

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

static woad_status decode(const uint8_t *bytes, size_t size, const char *name,
    const woad_io_options *options, woad_mask **out, woad_error *error)
{
    cursor c = {bytes, bytes + size};
    woad_texel_source source = {
        .name = name, .depth = 1, .type = WOAD_SAMPLE_FLOAT, .bottom_up = true};
    char magic[16];
    if (!take_word(&c, magic) || (strcmp(magic, "Pf") != 0 && strcmp(magic, "PF") != 0))
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s is not a PFM file: it does not begin with Pf or PF", name);
    source.channels = magic[1] == 'F' ? 3 : 1;
    if (!take_length(&c, &source.width) || !take_length(&c, &source.height) ||
        !take_scale(&c, &source.big_endian))
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s has a PFM header that cannot be read: it should be like 'Pf', '64 64', '-1.0', "
            "a line each",
            name);
    source.bytes = c.at;
    source.size = (size_t)(c.end - c.at);
    return woad_texels_decode(&source, options, out, error);
}

const woad_format_driver woad_format_pfm = {
    .info = {"pfm", ".pfm", "Portable FloatMap: float32, grey or RGB; one frame, or a sheet",
        false},
    .carries_recipe = false,
    .holds = {.type = WOAD_SAMPLE_FLOAT,
        .types = 1U << WOAD_SAMPLE_FLOAT,
        .layouts = WOAD_HOLDS_PICTURE,
        .values = WOAD_HOLDS_VALUES,
        .channels = 1U << 1 | 1U << 3},
    .encode = encode,
    .decode = decode,
};
