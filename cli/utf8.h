/* utf8.h - names of files are any bytes; what is drawn or told as JSON is UTF-8. */
#ifndef CLI_UTF8_H
#define CLI_UTF8_H

#include <stddef.h>

/* Room for what becomes of a text of so many bytes, with its end. */
#define UTF8_ROOM(length) (3 * (length) + 1)

/* Copies what fits into `size` bytes, whole characters and an end, with U+FFFD in place of each
 * byte that is of no character (RFC 3629). Returns how many bytes of the text were copied. */
size_t utf8_copy(char *out, size_t size, const char *text);

#endif
