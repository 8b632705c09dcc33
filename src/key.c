/* key.c - one parameter as text and as a value, by type. */
#include "key.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/status.h"
#include "base/system.h"

enum { AXES = 3 }; /* of a size */

/* ---- numbers, whole and strict -------------------------------------------------------- */

static bool parse_real(const char *text, double *value)
{
    char *end;
    *value = strtod(text, &end);
    return end != text && *end == '\0' && isfinite(*value);
}

/* Digits only: strtoull would take signs and blanks. *end is what follows them. */
static bool parse_digits(const char *text, uint64_t *value, const char **end)
{
    if (*text < '0' || *text > '9')
        return false;
    char *stop;
    errno = 0;
    *value = strtoull(text, &stop, 10);
    *end = stop;
    return errno == 0;
}

static woad_status expected(
    const woad_key *key, const char *text, const char *what, woad_error *error)
{
    return woad_fail(error, WOAD_ERROR_RECIPE, "%s.%s is '%s': it must be %s", key->section,
        key->name, text, what);
}

static woad_status out_of_range(
    const woad_key *key, const char *text, woad_status status, woad_error *error)
{
    return woad_fail(error, status, "%s.%s is %s: it must be %.9g to %.9g", key->section,
        key->name, text, key->minimum, key->maximum);
}

static bool is_in_range(const woad_key *key, double value)
{
    return value >= key->minimum && value <= key->maximum;
}

/* ---- one pair of functions a type ----------------------------------------------------- */

static woad_status parse_real_key(
    const woad_key *key, const char *text, void *field, woad_error *error)
{
    double value;
    if (!parse_real(text, &value))
        return expected(key, text, "a number", error);
    if (!is_in_range(key, value))
        return out_of_range(key, text, WOAD_ERROR_RECIPE, error);
    *(double *)field = value;
    return WOAD_OK;
}

static void format_real_key(const woad_key *key, const void *field, char *text, size_t size)
{
    (void)key;
    double value = *(const double *)field;
    /* The fewest digits that read back exactly: 0.1 and not 0.10000000000000001. */
    for (int digits = 6; digits <= 17; digits++) {
        snprintf(text, size, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            return;
    }
}

static woad_status parse_count_key(
    const woad_key *key, const char *text, void *field, woad_error *error)
{
    uint64_t value;
    const char *end;
    if (!parse_digits(text, &value, &end) || *end != '\0')
        return expected(key, text, "a whole number, 0 or more", error);
    if (!is_in_range(key, (double)value))
        return out_of_range(key, text, WOAD_ERROR_RECIPE, error);
    *(size_t *)field = (size_t)value;
    return WOAD_OK;
}

static void format_count_key(const woad_key *key, const void *field, char *text, size_t size)
{
    (void)key;
    snprintf(text, size, "%zu", *(const size_t *)field);
}

static woad_status parse_seed_key(
    const woad_key *key, const char *text, void *field, woad_error *error)
{
    const char *end;
    uint64_t value;
    if (!parse_digits(text, &value, &end) || *end != '\0')
        return expected(key, text, "a whole number from 0 to 2^64 - 1", error);
    *(uint64_t *)field = value;
    return WOAD_OK;
}

static void format_seed_key(const woad_key *key, const void *field, char *text, size_t size)
{
    (void)key;
    snprintf(text, size, "%" PRIu64, *(const uint64_t *)field);
}

static woad_status parse_flag_key(
    const woad_key *key, const char *text, void *field, woad_error *error)
{
    bool yes = strcmp(text, "yes") == 0;
    if (!yes && strcmp(text, "no") != 0)
        return expected(key, text, "yes or no", error);
    *(bool *)field = yes;
    return WOAD_OK;
}

static void format_flag_key(const woad_key *key, const void *field, char *text, size_t size)
{
    (void)key;
    snprintf(text, size, "%s", *(const bool *)field ? "yes" : "no");
}

static const char *choice_name(size_t index, const void *user)
{
    const woad_key *key = user;
    const woad_entry *entry = key->choice_at(index);
    return entry ? entry->name : NULL;
}

static woad_status unknown_choice(const woad_key *key, const char *text, woad_error *error)
{
    char names[256] = "";
    for (size_t i = 0; choice_name(i, key); i++) {
        size_t used = strlen(names);
        snprintf(names + used, sizeof names - used, "%s%s", i ? ", " : "", choice_name(i, key));
    }
    const char *nearest = woad_nearest_word(text, choice_name, key);
    if (nearest)
        return woad_fail(error, WOAD_ERROR_RECIPE,
            "%s.%s is '%s': did you mean '%s'? It is one of %s", key->section, key->name, text,
            nearest, names);
    return woad_fail(error, WOAD_ERROR_RECIPE, "%s.%s is '%s': it must be one of %s",
        key->section, key->name, text, names);
}

static woad_status parse_choice_key(
    const woad_key *key, const char *text, void *field, woad_error *error)
{
    for (int i = 0; choice_name((size_t)i, key); i++) {
        if (strcmp(text, choice_name((size_t)i, key)) == 0) {
            memcpy(field, &i, sizeof i); /* every enum of the parameters is an int */
            return WOAD_OK;
        }
    }
    return unknown_choice(key, text, error);
}

static void format_choice_key(const woad_key *key, const void *field, char *text, size_t size)
{
    int index;
    memcpy(&index, field, sizeof index);
    snprintf(text, size, "%s", choice_name((size_t)index, key));
}

/* "WxHxD", "WxH" for one frame, or "W" for a square. */
static woad_status parse_size_key(
    const woad_key *key, const char *text, void *field, woad_error *error)
{
    uint64_t axes[AXES] = {0, 0, 1};
    const char *end;
    bool good = parse_digits(text, &axes[0], &end);
    axes[1] = axes[0];
    for (size_t i = 1; good && *end == 'x' && i < AXES; i++)
        good = parse_digits(end + 1, &axes[i], &end);
    if (!good || *end != '\0')
        return expected(key, text,
            "a size such as 64x64, 64 for a square, or 64x64x32 for 32 frames", error);
    for (size_t i = 0; i < AXES; i++) {
        if (!is_in_range(key, (double)axes[i]))
            return out_of_range(key, text, WOAD_ERROR_RECIPE, error);
    }
    for (size_t i = 0; i < AXES; i++)
        ((size_t *)field)[i] = (size_t)axes[i];
    return WOAD_OK;
}

static void format_size_key(const woad_key *key, const void *field, char *text, size_t size)
{
    (void)key;
    const size_t *axes = field;
    if (axes[2] == 1)
        snprintf(text, size, "%zux%zu", axes[0], axes[1]);
    else
        snprintf(text, size, "%zux%zux%zu", axes[0], axes[1], axes[2]);
}

bool woad_stands_in_a_recipe(const char *path)
{
    size_t length = strlen(path);
    for (size_t i = 0; i < length; i++) {
        if (path[i] == ';' || iscntrl((unsigned char)path[i]))
            return false;
    }
    return path[0] != ' ' && path[length - 1] != ' ';
}

/* `status` where the text is at fault. */
static woad_status check_string(
    const woad_key *key, const char *text, woad_status status, woad_error *error)
{
    woad_error why = {""};
    if (strnlen(text, WOAD_PARAM_TEXT) == WOAD_PARAM_TEXT)
        return woad_fail(error, status, "%s.%s has more than %d characters", key->section,
            key->name, WOAD_PARAM_TEXT - 1);
    woad_status found = key->check(text, &why);
    if (found >= 0)
        return WOAD_OK;
    return woad_fail(error, found == WOAD_ERROR_ARGUMENT ? status : found, "%s.%s: %s",
        key->section, key->name, why.message);
}

static woad_status parse_string_key(
    const woad_key *key, const char *text, void *field, woad_error *error)
{
    woad_status status = check_string(key, text, WOAD_ERROR_RECIPE, error);
    if (status < 0)
        return status;
    memset(field, 0, WOAD_PARAM_TEXT);
    memcpy(field, text, strlen(text));
    return WOAD_OK;
}

static void format_string_key(const woad_key *key, const void *field, char *text, size_t size)
{
    (void)key;
    snprintf(text, size, "%s", (const char *)field);
}

typedef struct key_type {
    woad_status (*parse)(const woad_key *, const char *, void *, woad_error *);
    void (*format)(const woad_key *, const void *, char *, size_t);
} key_type;

static const key_type types[] = {
    [WOAD_KEY_REAL] = {parse_real_key, format_real_key},
    [WOAD_KEY_COUNT] = {parse_count_key, format_count_key},
    [WOAD_KEY_SEED] = {parse_seed_key, format_seed_key},
    [WOAD_KEY_FLAG] = {parse_flag_key, format_flag_key},
    [WOAD_KEY_CHOICE] = {parse_choice_key, format_choice_key},
    [WOAD_KEY_STRING] = {parse_string_key, format_string_key},
    [WOAD_KEY_SIZE] = {parse_size_key, format_size_key},
};

woad_status woad_key_parse(
    const woad_key *key, const char *text, woad_design_params *params, woad_error *error)
{
    return types[key->type].parse(key, text, (char *)params + key->offset, error);
}

void woad_key_text(
    const woad_key *key, const woad_design_params *params, char *text, size_t size)
{
    woad_system_locale locale;
    bool entered = woad_system_enter_c_locale(&locale);
    types[key->type].format(key, (const char *)params + key->offset, text, size);
    if (entered)
        woad_system_leave_locale(locale);
}

/* The largest and smallest number of a field, for the range check. */
static bool field_is_in_range(const woad_key *key, const void *field)
{
    const size_t *counts = field;
    int choice;
    switch (key->type) {
    case WOAD_KEY_REAL:
        return is_in_range(key, *(const double *)field);
    case WOAD_KEY_COUNT:
        return is_in_range(key, (double)counts[0]);
    case WOAD_KEY_SIZE:
        return is_in_range(key, (double)counts[0]) && is_in_range(key, (double)counts[1]) &&
               is_in_range(key, (double)counts[2]);
    case WOAD_KEY_CHOICE:
        memcpy(&choice, field, sizeof choice);
        for (int i = 0; i <= choice; i++) {
            if (!key->choice_at((size_t)i))
                return false;
        }
        return choice >= 0;
    case WOAD_KEY_SEED:
    case WOAD_KEY_FLAG:
    case WOAD_KEY_STRING: /* has its own */
        break;
    }
    return true;
}

woad_status woad_key_check(
    const woad_key *key, const woad_design_params *params, woad_error *error)
{
    char text[WOAD_KEY_TEXT];
    const void *field = (const char *)params + key->offset;
    if (key->type == WOAD_KEY_STRING)
        return check_string(key, field, WOAD_ERROR_ARGUMENT, error);
    if (field_is_in_range(key, field))
        return WOAD_OK;
    if (key->type == WOAD_KEY_CHOICE)
        return woad_fail(error, WOAD_ERROR_ARGUMENT, "%s.%s is not one of its choices",
            key->section, key->name);
    woad_key_text(key, params, text, sizeof text);
    return out_of_range(key, text, WOAD_ERROR_ARGUMENT, error);
}
