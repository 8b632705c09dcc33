/* utf8.c - see utf8.h. */
#include "utf8.h"

#include <string.h>

/* Bytes of the character that begins here; 0 where none does (RFC 3629, section 4). */
static size_t character_length(const unsigned char *c)
{
    static const struct {
        unsigned char first, last, second_first, second_last, length;
    } kinds[] = {{0x01, 0x7f, 0, 0, 1}, {0xc2, 0xdf, 0x80, 0xbf, 2},
        {0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3},
        {0xee, 0xef, 0x80, 0xbf, 3}, {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4},
        {0xf4, 0xf4, 0x80, 0x8f, 4}};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        size_t length = kinds[k].length;
        if (*c < kinds[k].first || *c > kinds[k].last)
            continue;
        if (length > 1 && (c[1] < kinds[k].second_first || c[1] > kinds[k].second_last))
            return 0;
        for (size_t i = 2; i < length; i++) {
            if ((c[i] & 0xc0) != 0x80) /* the end of the text, too */
                return 0;
        }
        return length;
    }
    return 0;
}

size_t utf8_copy(char *out, size_t size, const char *text)
{
    static const char replacement[] = "\xEF\xBF\xBD";
    const char *at = text;
    while (*at) {
        size_t own = character_length((const unsigned char *)at);
        size_t length = own > 0 ? own : sizeof replacement - 1;
        if (length >= size)
            break;
        memcpy(out, own > 0 ? at : replacement, length);
        out += length;
        size -= length;
        at += own > 0 ? own : 1;
    }
    *out = '\0';
    return (size_t)(at - text);
}
