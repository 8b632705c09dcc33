/* palette/palette_file.c - palettes in the files of painting programs.
 *
 * By their first bytes: GIMP's, "GIMP Palette", then lines of three numbers and a name; JASC's,
 * "JASC-PAL", a version, the number of colours, lines of three numbers; images. Lines of six
 * hexadecimal digits are the .hex files of Lospec; 768 bytes are an Adobe colour table, 772 one
 * with the number of its colours behind it.
 */
#include "palette/palette_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/status.h"

enum { ACT_SIZE = 768, ACT_SIZE_WITH_COUNT = 772 };

static woad_status fail_line(
    const char *name, size_t line, const char *right, woad_error *error)
{
    return woad_fail(error, WOAD_ERROR_FORMAT, "%s:%zu: %s", name, line, right);
}

static woad_status add(
    woad_colours *out, const uint8_t rgb[3], const char *name, woad_error *error)
{
    if (out->count == WOAD_PALETTE_MAX)
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s has more than %zu colours: a palette has no more", name, WOAD_PALETTE_MAX);
    memcpy(out->rgb[out->count++], rgb, 3);
    return WOAD_OK;
}

/* ---- lines ---------------------------------------------------------------------------------- */

/* One line without its end and the blanks around it, cut where it is too long for any of these. */
typedef struct line {
    char text[128];
    size_t number;
} line;

static const char *next_line(const char *at, line *out)
{
    size_t length = strcspn(at, "\r\n"), skip = strspn(at, " \t");
    const char *from = at + (skip < length ? skip : length);
    size_t rest = (size_t)(at + length - from);
    rest = rest < sizeof out->text - 1 ? rest : sizeof out->text - 1;
    memcpy(out->text, from, rest);
    while (rest > 0 && (out->text[rest - 1] == ' ' || out->text[rest - 1] == '\t'))
        rest--;
    out->text[rest] = '\0';
    out->number++;
    at += length;
    if (*at == '\r' && at[1] == '\n')
        at++;
    return *at ? at + 1 : at;
}

/* Three numbers of 0 to 255 at the beginning of a line. */
static bool parse_numbers(const char *text, uint8_t rgb[3])
{
    for (size_t c = 0; c < 3; c++) {
        text += strspn(text, " \t");
        size_t digits = strspn(text, "0123456789");
        unsigned long v = digits > 0 && digits < 5 ? strtoul(text, NULL, 10) : 256;
        if (v > UINT8_MAX)
            return false;
        rgb[c] = (uint8_t)v;
        text += digits;
    }
    return *text == '\0' || *text == ' ' || *text == '\t';
}

static woad_status parse_gimp(
    const char *bytes, const char *name, woad_colours *out, woad_error *error)
{
    line l = {.number = 0};
    woad_status status = WOAD_OK;
    const char *at = next_line(bytes, &l);
    while (status >= 0 && *at) {
        uint8_t rgb[3];
        at = next_line(at, &l);
        if (l.text[0] == '\0' || l.text[0] == '#' || strncmp(l.text, "Name:", 5) == 0 ||
            strncmp(l.text, "Columns:", 8) == 0)
            continue;
        status = parse_numbers(l.text, rgb)
                     ? add(out, rgb, name, error)
                     : fail_line(name, l.number,
                           "a colour is three numbers of 0 to 255, and a name", error);
    }
    return status;
}

static woad_status parse_jasc(
    const char *bytes, const char *name, woad_colours *out, woad_error *error)
{
    line l = {.number = 0};
    const char *at = next_line(bytes, &l);
    at = next_line(at, &l); /* the version */
    at = next_line(at, &l);
    size_t wanted = (size_t)strtoul(l.text, NULL, 10);
    if (wanted < 1 || wanted > WOAD_PALETTE_MAX)
        return fail_line(name, l.number, "the number of colours is 1 to 256", error);
    while (out->count < wanted) {
        uint8_t rgb[3];
        at = next_line(at, &l);
        if (!parse_numbers(l.text, rgb))
            return fail_line(name, l.number, "a colour is three numbers of 0 to 255", error);
        memcpy(out->rgb[out->count++], rgb, 3);
    }
    return WOAD_OK;
}

static woad_status parse_hex(
    const char *bytes, const char *name, woad_colours *out, woad_error *error)
{
    line l = {.number = 0};
    woad_status status = WOAD_OK;
    for (const char *at = bytes; status >= 0 && *at;) {
        uint8_t rgb[3];
        at = next_line(at, &l);
        if (l.text[0] == '\0')
            continue;
        status = woad_colour_parse(l.text, rgb)
                     ? add(out, rgb, name, error)
                     : fail_line(name, l.number, "a colour is six hexadecimal digits", error);
    }
    return status;
}

/* ---- bytes ---------------------------------------------------------------------------------- */

static woad_status parse_adobe(
    const uint8_t *bytes, size_t size, const char *name, woad_colours *out, woad_error *error)
{
    size_t count = WOAD_PALETTE_MAX;
    if (size == ACT_SIZE_WITH_COUNT)
        count = (size_t)bytes[ACT_SIZE] << 8 | bytes[ACT_SIZE + 1];
    if (count < 1 || count > WOAD_PALETTE_MAX)
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s says that it has %zu colours: a colour table has 1 to 256", name, count);
    out->count = count;
    memcpy(out->rgb, bytes, 3 * count);
    return WOAD_OK;
}

static bool has(const woad_colours *colours, const uint8_t rgb[3])
{
    for (size_t i = colours->count; i-- > 0;) {
        if (memcmp(colours->rgb[i], rgb, 3) == 0)
            return true;
    }
    return false;
}

/* Its colours in the order of their first pixels. */
static woad_status collect(
    const woad_image *image, const char *name, woad_colours *out, woad_error *error)
{
    const uint8_t *bytes = image->samples;
    const uint16_t *words = image->samples;
    size_t step = image->channels > 2 ? 1 : 0;
    for (size_t i = 0; i < image->width * image->height; i++) {
        uint8_t rgb[3];
        for (size_t c = 0; c < 3; c++) {
            size_t at = i * image->channels + c * step;
            rgb[c] = image->bits == 8 ? bytes[at] : (uint8_t)((words[at] + 128u) / 257u);
        }
        if (has(out, rgb))
            continue;
        woad_status status = add(out, rgb, name, error);
        if (status < 0)
            return status;
    }
    return WOAD_OK;
}

static woad_status parse_image(
    const char *bytes, size_t size, const char *name, woad_colours *out, woad_error *error)
{
    woad_image *image;
    woad_status status = woad_image_decode(bytes, size, name, &image, error);
    if (status == WOAD_ERROR_UNSUPPORTED)
        return woad_fail(error, status,
            "%s is no palette: GIMP's, JASC's, Adobe's, hexadecimal lines, or an image are",
            name);
    if (status < 0)
        return status;
    status = collect(image, name, out, error);
    woad_image_destroy(image);
    return status;
}

static bool begins_with(const char *bytes, size_t size, const char *word)
{
    size_t length = strlen(word);
    return size >= length && memcmp(bytes, word, length) == 0;
}

woad_status woad_colours_decode(
    const char *bytes, size_t size, const char *name, woad_colours *out, woad_error *error)
{
    line first = {.number = 0};
    uint8_t rgb[3];
    out->count = 0;
    if (size == 0)
        return woad_fail(error, WOAD_ERROR_FORMAT, "%s is empty: a palette is wanted", name);
    if (begins_with(bytes, size, "GIMP Palette"))
        return parse_gimp(bytes, name, out, error);
    if (begins_with(bytes, size, "JASC-PAL"))
        return parse_jasc(bytes, name, out, error);
    next_line(bytes, &first);
    if (strlen(first.text) >= 6 && woad_colour_parse(first.text, rgb))
        return parse_hex(bytes, name, out, error);
    if (size == ACT_SIZE || size == ACT_SIZE_WITH_COUNT)
        return parse_adobe((const uint8_t *)bytes, size, name, out, error);
    return parse_image(bytes, size, name, out, error);
}
