/* io/c_header_read.c - reading the C headers that woad writes: lengths from their #defines, then
 * the array. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "base/system.h"
#include "io/bytes.h"
#include "io/c_header.h"
#include "io/values.h"

typedef struct reader {
    const char *at, *end;
    woad_texel_source source;
    char *recipe; /* or NULL */
} reader;

/* ---- lines ---------------------------------------------------------------------------- */

/* The next line without its newline; false at the end. */
static bool take_line(reader *r, const char **line, size_t *length)
{
    if (r->at == r->end)
        return false;
    const char *newline = memchr(r->at, '\n', (size_t)(r->end - r->at));
    *line = r->at;
    *length = (size_t)((newline ? newline : r->end) - r->at);
    r->at = newline ? newline + 1 : r->end;
    if (*length > 0 && (*line)[*length - 1] == '\r')
        --*length;
    return true;
}

static bool begins(const char *line, size_t length, const char *with)
{
    return length >= strlen(with) && memcmp(line, with, strlen(with)) == 0;
}

static bool is_line(const char *line, size_t length, const char *text)
{
    return length == strlen(text) && begins(line, length, text);
}

/* What follows the recipe's first line: copied, without the slashes, into room for all of it. */
static woad_status take_recipe(reader *r, woad_error *error)
{
    const char *line;
    size_t length, used = 0;
    if (r->recipe)
        return WOAD_OK;
    r->recipe = woad_array((size_t)(r->end - r->at) + 2, 1);
    if (!r->recipe)
        return woad_fail_memory(error, "a recipe");
    while (take_line(r, &line, &length) && begins(line, length, "// ") &&
           !is_line(line, length, WOAD_C_RECIPE_END)) {
        memcpy(r->recipe + used, line + 3, length - 3);
        used += length - 3;
        r->recipe[used++] = '\n';
    }
    r->source.text = r->recipe;
    r->source.text_length = used;
    return WOAD_OK;
}

/* A whole number of at most nine digits at the end of a line, behind a blank. */
static bool number_at_end(const char *line, size_t length, size_t *out)
{
    size_t begin = length;
    while (begin > 0 && line[begin - 1] >= '0' && line[begin - 1] <= '9')
        begin--;
    if (begin == length || length - begin > 9 || begin == 0 || line[begin - 1] != ' ')
        return false;
    *out = 0;
    for (size_t i = begin; i < length; i++)
        *out = *out * 10 + (size_t)(line[i] - '0');
    return true;
}

/* "#define WOAD_MASK_WIDTH 64". */
static void take_length(reader *r, const char *line, size_t length)
{
    struct {
        const char *ending;
        size_t *out;
    } axes[] = {{"_WIDTH ", &r->source.width}, {"_HEIGHT ", &r->source.height},
        {"_DEPTH ", &r->source.depth}, {"_CHANNELS ", &r->source.channels}};
    size_t value, stem = length;
    if (!number_at_end(line, length, &value))
        return;
    while (line[stem - 1] != ' ')
        stem--;
    for (size_t i = 0; i < 4; i++) {
        size_t ending = strlen(axes[i].ending);
        if (stem >= ending && memcmp(line + stem - ending, axes[i].ending, ending) == 0)
            *axes[i].out = value;
    }
}

/* "static const uint8_t woad_mask[4096] PROGMEM = {". */
static bool take_type(reader *r, const char *line, size_t length)
{
    static const char opening[] = "static const ";
    if (!begins(line, length, opening))
        return false;
    line += sizeof opening - 1;
    length -= sizeof opening - 1;
    for (size_t type = 0; type <= WOAD_SAMPLE_FLOAT; type++) {
        const char *word = woad_c_types[type];
        if (word && begins(line, length, word) && length > strlen(word) &&
            line[strlen(word)] == ' ' && line[length - 1] == '{')
            r->source.type = (woad_sample_type)type;
    }
    return r->source.type != WOAD_SAMPLE_DEFAULT;
}

/* Everything before the values. */
static woad_status take_head(reader *r, woad_error *error)
{
    const char *line;
    size_t length;
    while (take_line(r, &line, &length)) {
        if (is_line(line, length, WOAD_C_RECIPE)) {
            woad_status status = take_recipe(r, error);
            if (status < 0)
                return status;
        } else if (begins(line, length, "#define ")) {
            take_length(r, line, length);
        } else if (take_type(r, line, length)) {
            return WOAD_OK;
        }
    }
    return woad_fail(error, WOAD_ERROR_FORMAT,
        "%s is no C header of a mask: it has no line such as 'static const uint8_t mask[4096] = "
        "{'",
        r->source.name);
}

/* ---- values --------------------------------------------------------------------------- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* A number and the comma behind it; false where there is none. */
static bool take_number(reader *r, double *value)
{
    char word[32];
    size_t length = 0;
    while (r->at < r->end && is_blank(*r->at))
        r->at++;
    while (r->at < r->end && *r->at != ',' && *r->at != '}' && length < sizeof word - 1)
        word[length++] = *r->at++;
    if (length == 0 || r->at == r->end || *r->at != ',')
        return false;
    r->at++;
    if (r->source.type == WOAD_SAMPLE_FLOAT && word[length - 1] == 'f')
        length--;
    word[length] = '\0';
    char *end;
    *value = strtod(word, &end);
    return length > 0 && *end == '\0' && strspn(word, "+-.0123456789e") == length;
}

static bool put_value(const reader *r, double value, uint8_t *bytes)
{
    if (r->source.type == WOAD_SAMPLE_FLOAT) {
        woad_put_f32((float)value, bytes);
        return true;
    }
    size_t size = woad_texel_size(r->source.type);
    if (!(value >= 0 && value < (double)(1UL << 8 * size)) || value != (double)(uint32_t)value)
        return false;
    for (size_t i = 0; i < size; i++)
        bytes[i] = (uint8_t)((uint32_t)value >> 8 * i);
    return true;
}

static woad_status take_values(reader *r, size_t count, uint8_t *samples, woad_error *error)
{
    size_t size = woad_texel_size(r->source.type);
    for (size_t i = 0; i < count; i++) {
        double value;
        if (!take_number(r, &value) || !put_value(r, value, samples + size * i))
            return woad_fail(error, WOAD_ERROR_FORMAT,
                "%s: value %zu of %zu is missing, or no %s", r->source.name, i, count,
                woad_c_types[r->source.type]);
    }
    while (r->at < r->end && is_blank(*r->at))
        r->at++;
    if (r->end - r->at < 2 || memcmp(r->at, "};", 2) != 0)
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s: no '};' follows its %zu values: it is truncated, or has more of them",
            r->source.name, count);
    return WOAD_OK;
}

static woad_status take_array(
    reader *r, const woad_io_options *options, woad_mask **out, woad_error *error)
{
    woad_texel_source *s = &r->source;
    size_t count;
    woad_status status = woad_values_check_size(
        s->name, s->width, s->height, s->depth, s->channels, &count, error);
    if (status < 0)
        return status;
    if (count > (size_t)(r->end - r->at) / 2) /* a digit and a comma at least */
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s is truncated: what is left of it cannot hold %zu values", s->name, count);
    s->size = count * woad_texel_size(s->type);
    uint8_t *samples = woad_array(s->size, 1);
    if (!samples)
        return woad_fail_memory(error, "the values of a C header");
    s->bytes = samples;
    status = take_values(r, count, samples, error);
    if (status >= 0)
        status = woad_texels_decode(s, options, out, error);
    woad_free(samples);
    return status;
}

woad_status woad_c_header_decode(const uint8_t *bytes, size_t size, const char *name,
    const woad_io_options *options, woad_mask **out, woad_error *error)
{
    reader r = {.at = (const char *)bytes,
        .end = (const char *)bytes + size,
        .source = {.name = name, .depth = 1, .channels = 1}};
    woad_system_locale locale;
    if (!woad_system_enter_c_locale(&locale))
        return woad_fail_memory(error, "a C header");
    woad_status status = take_head(&r, error);
    if (status >= 0)
        status = take_array(&r, options, out, error);
    woad_system_leave_locale(locale);
    woad_free(r.recipe);
    return status;
}
