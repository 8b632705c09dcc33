/* io/text.h - files that are text: measured, then written, in the C locale. */
#ifndef WOAD_IO_TEXT_H
#define WOAD_IO_TEXT_H

#include <woad/io.h>

typedef struct woad_text {
    char *bytes; /* NULL while it is measured */
    size_t size, used;
} woad_text;

/* Adds as printf does. */
void woad_text_add(woad_text *text, const char *format, ...) WOAD_PRINTF(2, 3);

/* Adds each line of `lines` (NULL: none) behind a prefix, a blank, and before a newline. */
void woad_text_add_lines(woad_text *text, const char *prefix, const char *lines);

/* Calls `write` twice, to measure and to write, which must add the same both times. Fails with
 * WOAD_ERROR_MEMORY. The caller frees *bytes with woad_free. */
woad_status woad_text_make(void (*write)(woad_text *text, const void *context),
    const void *context, void **bytes, size_t *size, woad_error *error);

#endif
