/* failure.c - exit codes, and the sentence before each. */
#include "failure.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "command.h"

/* The program's name and a sentence, then `tail`, in one line and one piece: threads have things to
 * say, too. Names and recipes may hold what moves a terminal's cursor or changes its title. */
static void say(const char *kind, const char *format, va_list arguments, const char *tail)
{
    char sentence[3 * 4096]; /* paths among it */
    vsnprintf(sentence, sizeof sentence, format, arguments);
    for (unsigned char *c = (unsigned char *)sentence; *c; c++) {
        if (c[0] == 0xc2 && c[1] >= 0x80 && c[1] < 0xa0) /* U+0080 to U+009F are control, too */
            c[0] = c[1] = '?';
        *c = *c < 0x20 || *c == 0x7f ? '?' : *c;
    }
    fprintf(stderr, "%s: %s%s%s\n", tool_name, kind, sentence, tail);
}

int fail(int exit_code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say("", format, arguments, "");
    va_end(arguments);
    return exit_code;
}

void note(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say("note: ", format, arguments, "");
    va_end(arguments);
}

int fail_unknown(const char *nearest, const char *hint, const char *format, ...)
{
    char tail[256];
    va_list arguments;
    va_start(arguments, format);
    snprintf(
        tail, sizeof tail, nearest ? ": did you mean '%s'?" : ": %s", nearest ? nearest : hint);
    say("", format, arguments, tail);
    va_end(arguments);
    return EXIT_USAGE;
}

int end_output(void)
{
    bool written = fflush(stdout) == 0 && !ferror(stdout);
    return written ? EXIT_DONE : fail(EXIT_OUTPUT, "cannot write standard output");
}

void note_profile(woad_status status, const char *path)
{
    if (status == WOAD_NOTE_PROFILE)
        note("%s has a colour profile that is not applied: its values are taken "
             "as sRGB",
            strcmp(path, "-") == 0 ? "standard input" : path);
}

static int exit_code_of(woad_status status)
{
    switch (status) {
    case WOAD_ERROR_ARGUMENT:
    case WOAD_ERROR_SIZE:
    case WOAD_ERROR_RECIPE:
    case WOAD_ERROR_UNSUPPORTED:
        return EXIT_USAGE;
    case WOAD_ERROR_FORMAT:
    case WOAD_ERROR_READ:
        return EXIT_INPUT;
    case WOAD_ERROR_WRITE:
    case WOAD_ERROR_EXISTS:
        return EXIT_OUTPUT;
    case WOAD_OK:
    case WOAD_STOP_NO_GAIN:
    case WOAD_STOP_CALLER:
    case WOAD_NOTE_PROFILE:
    case WOAD_ERROR_MEMORY:
        break;
    }
    return EXIT_INTERNAL;
}

int fail_with(woad_status status, const woad_error *error)
{
    return fail(exit_code_of(status), "%s", error->message);
}

int fail_input(woad_status status, const woad_error *error)
{
    return fail(status == WOAD_ERROR_MEMORY ? EXIT_INTERNAL : EXIT_INPUT, "%s", error->message);
}
