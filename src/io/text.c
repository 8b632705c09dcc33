/* io/text.c - files that are text: measured, then written, in the C locale. */
#include "io/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "base/system.h"

void woad_text_add(woad_text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    size_t room = text->bytes ? text->size - text->used : 0;
    int length = vsnprintf(room ? text->bytes + text->used : NULL, room, format, arguments);
    va_end(arguments);
    text->used += length > 0 ? (size_t)length : 0;
}

void woad_text_add_lines(woad_text *text, const char *prefix, const char *lines)
{
    while (lines && *lines) {
        size_t length = strcspn(lines, "\n");
        woad_text_add(text, "%s %.*s\n", prefix, (int)length, lines);
        lines += length + (lines[length] == '\n');
    }
}

woad_status woad_text_make(void (*write)(woad_text *text, const void *context),
    const void *context, void **bytes, size_t *size, woad_error *error)
{
    woad_system_locale locale;
    if (!woad_system_enter_c_locale(&locale))
        return woad_fail_memory(error, "a text file");
    woad_text measure = {0};
    write(&measure, context);
    woad_text text = {woad_array(measure.used + 1, 1), measure.used + 1, 0};
    if (text.bytes)
        write(&text, context);
    woad_system_leave_locale(locale);
    if (!text.bytes)
        return woad_fail_memory(error, "a text file");
    *bytes = text.bytes;
    *size = text.used;
    return WOAD_OK;
}
