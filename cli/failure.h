/* failure.h - exit codes, and the sentence before each. */
#ifndef WOAD_CLI_FAILURE_H
#define WOAD_CLI_FAILURE_H

#include <woad/status.h>

enum {
    EXIT_DONE = 0,
    EXIT_CHECK = 1,        /* a check that was asked for failed */
    EXIT_USAGE = 2,        /* the command line or a recipe */
    EXIT_INPUT = 3,        /* a file that was read */
    EXIT_OUTPUT = 4,       /* a file that was to be written */
    EXIT_INTERNAL = 5,     /* anything else */
    EXIT_INTERRUPTED = 130 /* SIGINT or SIGTERM; the best mask so far is written */
};

/* Prints "woad: sentence" on standard error and returns the exit code. */
int fail(int exit_code, const char *format, ...) WOAD_PRINTF(2, 3);

/* Prints "woad: note: sentence": nothing failed, but it was not quite what was asked for. */
void note(const char *format, ...) WOAD_PRINTF(1, 2);

/* "woad: SENTENCE: did you mean 'NEAREST'?" or, with `nearest` NULL, "woad: SENTENCE: HINT",
 * for a word of the command line that is none of those known. */
int fail_unknown(const char *nearest, const char *hint, const char *format, ...)
    WOAD_PRINTF(3, 4);

/* The same as fail for an error of the library, with the exit code that its status calls for.
 */
int fail_with(woad_status status, const woad_error *error);

/* The same for a file that was read: whatever is wrong, it is the input. */
int fail_input(woad_status status, const woad_error *error);

/* Ends what was printed on standard output; the exit code, after a sentence when some of it was
 * refused, now or before. */
int end_output(void);

/* Says so, where an image that was read has a colour profile that was left aside. */
void note_profile(woad_status status, const char *path);

#endif
