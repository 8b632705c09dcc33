/* text.h - a string that grows. */
#ifndef WOAD_CLI_TEXT_H
#define WOAD_CLI_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include <woad/status.h>

typedef struct cli_text {
    char *bytes; /* NUL-terminated, or NULL while empty */
    size_t length, capacity;
    bool failed; /* memory ran out; further puts do nothing */
} cli_text;

void text_put(cli_text *text, const char *format, ...) WOAD_PRINTF(2, 3);
/* With & < > " ' as entities and U+FFFD for what is no UTF-8, for HTML. */
void text_put_escaped(cli_text *text, const char *string);
/* Bytes in base64 (RFC 4648). */
void text_put_base64(cli_text *text, const unsigned char *bytes, size_t size);
/* Takes blanks off the end. */
void text_trim(cli_text *text);
void text_clear(cli_text *text);

/* Writes the text to a file, whole or not at all, or prints a sentence; the exit code. */
int text_save(const cli_text *text, const char *path, bool overwrite);

#endif
