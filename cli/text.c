/* text.c - a string that grows. */
#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <woad/io.h>

#include "failure.h"
#include "system.h"
#include "utf8.h"

static bool make_room(cli_text *text, size_t more)
{
    if (text->failed)
        return false;
    size_t needed = text->length + more + 1;
    if (needed <= text->capacity)
        return true;
    size_t capacity = needed < 256 ? 256 : 2 * needed;
    char *bytes = realloc(text->bytes, capacity);
    if (!bytes) {
        text->failed = true;
        return false;
    }
    text->bytes = bytes;
    text->capacity = capacity;
    return true;
}

void text_put(cli_text *text, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    if (length >= 0 && make_room(text, (size_t)length)) {
        vsnprintf(text->bytes + text->length, (size_t)length + 1, format, again);
        text->length += (size_t)length;
    }
    va_end(again);
    va_end(arguments);
}

static const char *entity(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void text_put_escaped(cli_text *text, const char *string)
{
    char valid[256];
    while (*string) {
        string += utf8_copy(valid, sizeof valid, string);
        for (const char *at = valid; *at; at++) {
            if (entity(*at))
                text_put(text, "%s", entity(*at));
            else
                text_put(text, "%c", *at);
        }
    }
}

void text_put_base64(cli_text *text, const unsigned char *bytes, size_t size)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    if (!make_room(text, (size + 2) / 3 * 4))
        return;
    char *out = text->bytes + text->length;
    for (size_t i = 0; i < size; i += 3) {
        size_t left = size - i;
        unsigned group = (unsigned)bytes[i] << 16;
        group |= left > 1 ? (unsigned)bytes[i + 1] << 8 : 0;
        group |= left > 2 ? (unsigned)bytes[i + 2] : 0;
        *out++ = digits[group >> 18];
        *out++ = digits[(group >> 12) & 63];
        *out++ = left > 1 ? digits[(group >> 6) & 63] : '=';
        *out++ = left > 2 ? digits[group & 63] : '=';
    }
    *out = '\0';
    text->length = (size_t)(out - text->bytes);
}

void text_trim(cli_text *text)
{
    while (text->length > 0 && text->bytes[text->length - 1] == ' ')
        text->bytes[--text->length] = '\0';
}

void text_clear(cli_text *text)
{
    free(text->bytes);
    *text = (cli_text){0};
}

int text_save(const cli_text *text, const char *path, bool overwrite)
{
    if (text->failed)
        return fail(EXIT_INTERNAL, "out of memory for %s", path);
    return save_bytes(path, text->bytes, text->length, overwrite);
}
