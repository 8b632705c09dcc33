/* option_values.c - numbers and choices that options have as values. */
#include "option_values.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <woad/recipe.h>

#include "failure.h"

bool parse_count(const char *text, size_t *out, const char **end)
{
    if (*text < '0' || *text > '9')
        return false;
    char *stop;
    errno = 0;
    unsigned long long value = strtoull(text, &stop, 10);
    *end = stop;
    *out = (size_t)value;
    return errno == 0 && *out == value;
}

int count_option(
    const cli_arguments *arguments, cli_option_id id, size_t least, size_t most, size_t *out)
{
    const char *text = argument(arguments, id), *end;
    size_t value;
    if (!text)
        return EXIT_DONE;
    if (!parse_count(text, &value, &end) || *end != '\0' || value < least || value > most)
        return fail(EXIT_USAGE, "--%s is '%s': it must be a whole number from %zu to %zu",
            options[id].name, text, least, most);
    *out = value;
    return EXIT_DONE;
}

int bytes_option(const cli_arguments *arguments, cli_option_id id, size_t least, size_t *out)
{
    static const char letters[] = "KMG";
    const char *text = argument(arguments, id), *end;
    size_t value;
    if (!text)
        return EXIT_DONE;
    bool good = parse_count(text, &value, &end);
    const char *letter = good && *end ? strchr(letters, *end) : NULL;
    for (const char *l = letters; letter && l <= letter; l++) {
        good = good && value <= SIZE_MAX / 1024;
        value *= 1024;
    }
    if (!good || value < least || end[letter ? 1 : 0] != '\0')
        return fail(EXIT_USAGE,
            "--%s is '%s': it must be a number of bytes, with K, M or G behind it or without, of "
            "at least %zuK",
            options[id].name, text, least / 1024);
    *out = value;
    return EXIT_DONE;
}

static const char *choice_at(size_t index, const void *user)
{
    return ((const char *const *)user)[index];
}

int choice_option(
    const cli_arguments *arguments, cli_option_id id, const char *const *choices, int *out)
{
    const char *text = argument(arguments, id);
    char all[256] = "it is one of";
    *out = 0;
    for (int i = 0; text && choices[i]; i++) {
        if (strcmp(text, choices[i]) == 0) {
            *out = i;
            return EXIT_DONE;
        }
        size_t used = strlen(all);
        snprintf(all + used, sizeof all - used, "%s %s", i ? "," : "", choices[i]);
    }
    if (!text)
        return EXIT_DONE;
    return fail_unknown(woad_nearest_word(text, choice_at, choices), all, "--%s is '%s'",
        options[id].name, text);
}

int list_option(const cli_arguments *arguments, cli_option_id id, unsigned least,
    unsigned greatest, size_t most, unsigned *out, size_t *count)
{
    const char *text = argument(arguments, id), *at = text;
    *count = 0;
    while (at) {
        size_t value;
        const char *end;
        if (*count == most || !parse_count(at, &value, &end) || value < least ||
            value > greatest || (*end != ',' && *end != '\0'))
            return fail(EXIT_USAGE,
                "--%s is '%s': it must be one number from %u to %u, or %zu of them separated by "
                "commas",
                options[id].name, text, least, greatest, most);
        out[(*count)++] = (unsigned)value;
        at = *end == ',' ? end + 1 : NULL;
    }
    if (*count != 0 && *count != 1 && *count != most)
        return fail(EXIT_USAGE, "--%s is '%s': give one number, or %zu separated by commas",
            options[id].name, text, most);
    return EXIT_DONE;
}

int real_option(
    const cli_arguments *arguments, cli_option_id id, double least, double most, double *out)
{
    const char *text = argument(arguments, id);
    char *end;
    if (!text)
        return EXIT_DONE;
    double value = strtod(text, &end);
    if (end == text || *end != '\0' || !(value >= least && value <= most))
        return fail(EXIT_USAGE, "--%s is '%s': it must be a number from %g to %g",
            options[id].name, text, least, most);
    *out = value;
    return EXIT_DONE;
}
