/* io/npy_header.c - the header of a NumPy file: "\x93NUMPY", version, length, and a Python
 * dictionary of three keys in any order, padded with spaces and ended by a newline.
 * Reference: NEP 1, "A simple file format for NumPy arrays", versions 1.0, 2.0 and 3.0.
 */
#include "io/npy.h"

#include <stdio.h>
#include <string.h>

#include "base/status.h"

#define MAGIC "\x93NUMPY"
#define MAGIC_SIZE ((size_t)6)

/* What is left of the dictionary. */
typedef struct cursor {
    const char *at, *end;
} cursor;

static void skip_spaces(cursor *c)
{
    while (c->at < c->end && (*c->at == ' ' || *c->at == '\n' || *c->at == '\t'))
        c->at++;
}

/* Takes the character `wanted`, with spaces before it, if it is next. */
static bool take(cursor *c, char wanted)
{
    skip_spaces(c);
    bool found = c->at < c->end && *c->at == wanted;
    c->at += found;
    return found;
}

static bool take_word(cursor *c, const char *word)
{
    skip_spaces(c);
    size_t length = strlen(word);
    bool found = (size_t)(c->end - c->at) >= length && memcmp(c->at, word, length) == 0;
    c->at += found ? length : 0;
    return found;
}

/* A quoted string of fewer than `capacity` bytes, printable (it stands in messages) and without
 * escapes. */
static bool take_string(cursor *c, char *text, size_t capacity)
{
    char quote = take(c, '\'') ? '\'' : '"';
    if (quote == '"' && !take(c, '"'))
        return false;
    size_t length = 0;
    while (c->at < c->end && *c->at != quote && *c->at >= ' ' && *c->at <= '~') {
        if (length + 1 >= capacity)
            return false;
        text[length++] = *c->at++;
    }
    text[length] = '\0';
    return c->at < c->end && *c->at++ == quote;
}

/* A non-negative whole number that fits; Python 2 wrote an L behind long ones. */
static bool take_number(cursor *c, size_t *number)
{
    skip_spaces(c);
    const char *start = c->at;
    size_t value = 0;
    for (; c->at < c->end && *c->at >= '0' && *c->at <= '9'; c->at++) {
        size_t digit = (size_t)(*c->at - '0');
        if (value > (SIZE_MAX - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    bool found = c->at > start;
    if (found)
        take(c, 'L');
    *number = value;
    return found;
}

/* A tuple of numbers, a comma behind each but perhaps the last. Axes beyond the array's
 * capacity are counted and not stored. */
static bool take_shape(cursor *c, woad_npy_header *header)
{
    header->axes = 0;
    if (!take(c, '('))
        return false;
    while (!take(c, ')')) {
        size_t length;
        if (!take_number(c, &length))
            return false;
        if (header->axes < WOAD_NPY_MAX_AXES)
            header->shape[header->axes] = length;
        header->axes++;
        if (!take(c, ',')) {
            if (!take(c, ')'))
                return false;
            break;
        }
    }
    return true;
}

static bool take_bool(cursor *c, bool *value)
{
    *value = take_word(c, "True");
    return *value || take_word(c, "False");
}

typedef struct dictionary {
    char descr[16];
    bool has_descr, has_order, has_shape;
} dictionary;

/* One "key: value" of the three, whichever it is. */
static bool take_entry(cursor *c, woad_npy_header *header, dictionary *d)
{
    char key[16];
    if (!take_string(c, key, sizeof key) || !take(c, ':'))
        return false;
    bool *done = NULL, taken = false;
    if (strcmp(key, "descr") == 0) {
        done = &d->has_descr;
        taken = take_string(c, d->descr, sizeof d->descr);
    } else if (strcmp(key, "fortran_order") == 0) {
        done = &d->has_order;
        taken = take_bool(c, &header->fortran_order);
    } else if (strcmp(key, "shape") == 0) {
        done = &d->has_shape;
        taken = take_shape(c, header);
    }
    if (done)
        *done = taken;
    return taken;
}

static bool take_dictionary(cursor *c, woad_npy_header *header, dictionary *d)
{
    if (!take(c, '{'))
        return false;
    while (!take(c, '}')) {
        if (!take_entry(c, header, d))
            return false;
        if (!take(c, ',')) {
            if (!take(c, '}'))
                return false;
            break;
        }
    }
    skip_spaces(c);
    return c->at == c->end && d->has_descr && d->has_order && d->has_shape;
}

typedef struct sample_type {
    char kind, size; /* as in the descr, behind the byte order */
} sample_type;

static const sample_type sample_types[] = {
    {'f', '4'}, {'f', '8'}, {'u', '1'}, {'u', '2'}, {'u', '4'}};

/* "<f4" and its like: order, kind, size. "=" is never written by NumPy; "|" says that order
 * does not matter. */
static bool parse_descr(const char *descr, woad_npy_header *header)
{
    if (strlen(descr) != 3 || !strchr("<>|", descr[0]) || (descr[0] == '|' && descr[2] != '1'))
        return false;
    for (size_t i = 0; i < sizeof sample_types / sizeof sample_types[0]; i++) {
        if (descr[1] == sample_types[i].kind && descr[2] == sample_types[i].size) {
            header->kind = descr[1];
            header->item_size = (size_t)(descr[2] - '0');
            header->big_endian = descr[0] == '>';
            return true;
        }
    }
    return false;
}

/* Finds the dictionary: version 1 has a length of two bytes, 2 and 3 of four. */
static woad_status find_dictionary(
    const uint8_t *bytes, size_t size, const char *name, cursor *c, woad_error *error)
{
    if (size < MAGIC_SIZE || memcmp(bytes, MAGIC, MAGIC_SIZE) != 0)
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s is not an NPY file: it does not begin with \\x93NUMPY", name);
    size_t major = size > MAGIC_SIZE ? bytes[MAGIC_SIZE] : 1;
    if (major < 1 || major > 3)
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "%s is an NPY file of version %zu: versions 1 to 3 are read", name, major);
    size_t length_size = major == 1 ? 2 : 4, length = 0;
    size_t start = MAGIC_SIZE + 2 + length_size;
    for (size_t i = 0; size >= start && i < length_size; i++)
        length |= (size_t)bytes[MAGIC_SIZE + 2 + i] << 8 * i;
    if (size < start || size - start < length)
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s is a truncated NPY file: %zu bytes end within its header", name, size);
    c->at = (const char *)bytes + start;
    c->end = c->at + length;
    return WOAD_OK;
}

woad_status woad_npy_parse(const uint8_t *bytes, size_t size, const char *name,
    woad_npy_header *header, woad_error *error)
{
    cursor c = {0};
    woad_status status = find_dictionary(bytes, size, name, &c, error);
    if (status < 0)
        return status;
    *header = (woad_npy_header){.data_offset = (size_t)(c.end - (const char *)bytes)};
    dictionary d = {0};
    if (!take_dictionary(&c, header, &d))
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s has an NPY header that cannot be read: it should be like {'descr': '<f4', "
            "'fortran_order': False, 'shape': (64, 64), }",
            name);
    if (!parse_descr(d.descr, header))
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "%s holds samples of type '%s': f4, f8, u1, u2 and u4 are read", name, d.descr);
    if (header->axes < 1 || header->axes > WOAD_NPY_MAX_AXES)
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "%s has %zu axes: a mask has (height, width), before them perhaps a depth, behind "
            "them perhaps channels",
            name, header->axes);
    return WOAD_OK;
}

void woad_npy_print(char kind, const size_t *shape, size_t axes, uint8_t *bytes)
{
    char text[WOAD_NPY_HEADER_SIZE];
    int length = snprintf(
        text, sizeof text, "{'descr': '<%c4', 'fortran_order': False, 'shape': (", kind);
    for (size_t i = 0; i < axes; i++)
        length += snprintf(
            text + length, sizeof text - (size_t)length, "%s%zu", i ? ", " : "", shape[i]);
    length += snprintf(text + length, sizeof text - (size_t)length, "), }");

    /* Magic, version 1.0 and a two-byte length make ten bytes; spaces fill up to the newline.
     */
    const size_t start = MAGIC_SIZE + 4;
    const size_t rest = WOAD_NPY_HEADER_SIZE - start;
    memset(bytes, ' ', WOAD_NPY_HEADER_SIZE);
    memcpy(bytes, MAGIC "\x01\x00", MAGIC_SIZE + 2);
    bytes[MAGIC_SIZE + 2] = (uint8_t)rest;
    bytes[MAGIC_SIZE + 3] = (uint8_t)(rest >> 8);
    memcpy(bytes + start, text, (size_t)length);
    bytes[WOAD_NPY_HEADER_SIZE - 1] = '\n';
}
