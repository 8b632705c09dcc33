/* wisdom.c - measured plans of the Fourier transforms, kept in a file. */
#include "wisdom.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <woad/io.h>
#include <woad/tune.h>

#include "failure.h"
#include "system.h"

enum { PATH_SIZE = 4096, LARGEST_FILE = 1 << 24 };

/* woad/wisdom in $XDG_CACHE_HOME (when it is an absolute path, as its specification asks) or in
 * ~/.cache; its folders are made when `make` is true. False when there is no such place. */
static bool default_path(char path[PATH_SIZE], bool make)
{
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    char folder[PATH_SIZE];
    if (cache && *cache == '/')
        snprintf(folder, sizeof folder, "%s", cache);
    else if (home && *home)
        snprintf(folder, sizeof folder, "%s/.cache", home);
    else
        return false;
    if (make && !make_folder(folder))
        return false;
    size_t used = strlen(folder);
    snprintf(folder + used, sizeof folder - used, "/woad");
    if (make && !make_folder(folder))
        return false;
    return snprintf(path, PATH_SIZE, "%s/wisdom", folder) < PATH_SIZE;
}

static woad_status load(const char *path, woad_error *error)
{
    void *text;
    size_t size;
    woad_status status = woad_file_read(path, LARGEST_FILE, &text, &size, error);
    if (status < 0)
        return status;
    status = woad_wisdom_import(text, error);
    woad_free(text);
    return status;
}

static int tune(const char *path, const woad_design_params *params)
{
    char *text = NULL;
    woad_error error;
    woad_status status = woad_tune(params->width, params->height, &error);
    if (status >= 0)
        status = woad_wisdom_export(&text, &error);
    if (status < 0)
        return fail_with(status, &error);
    int code = save_bytes(path, text, strlen(text), true);
    woad_free(text);
    return code;
}

int wisdom_prepare(const cli_arguments *arguments, const woad_design_params *params)
{
    const char *given = argument(arguments, OPTION_WISDOM);
    bool tuning = has_flag(arguments, OPTION_TUNE);
    char own[PATH_SIZE] = "";
    if (!given && !default_path(own, tuning) && tuning)
        return fail(EXIT_OUTPUT, "there is no place to keep wisdom: name a file with --wisdom");
    const char *path = given ? given : own;
    bool there = access(path, F_OK) == 0;
    if (given && !there && !tuning)
        return fail(EXIT_INPUT, "cannot read %s: it is not there; --tune makes it", given);
    woad_error error;
    woad_status status = there ? load(path, &error) : WOAD_OK;
    if (status == WOAD_ERROR_UNSUPPORTED && tuning)
        return fail_with(status, &error);
    /* The user's own file may be of another build: that is no reason to stop, and tuning makes
     * it anew. A file that was named may be anything. */
    if (status < 0 && given && !tuning)
        return fail(EXIT_INPUT, "%s: %s", given, error.message);
    if (status < 0 && given && !has_flag(arguments, OPTION_FORCE))
        return fail(EXIT_OUTPUT,
            "%s exists and is no wisdom: it is kept unless --force is given", given);
    return tuning ? tune(path, params) : EXIT_DONE;
}
