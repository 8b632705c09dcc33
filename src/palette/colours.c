/* palette/colours.c - lists of colours by name, as text and from files. */
#include <string.h>

#include <woad/io.h>
#include <woad/recipe.h>

#include "base/status.h"
#include "palette/builtin_palettes.h"
#include "palette/palette_file.h"

enum { FILE_MAX = 1 << 28 }; /* bytes of a palette's file, which may be an image */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool woad_colour_parse(const char *text, uint8_t rgb[3])
{
    int digits[6];
    text += *text == '#';
    size_t length = strlen(text), each = length / 3;
    if (length != 3 && length != 6)
        return false;
    for (size_t i = 0; i < length; i++) {
        digits[i] = hex_digit(text[i]);
        if (digits[i] < 0)
            return false;
    }
    for (size_t c = 0; c < 3; c++) /* one digit stands for two of it */
        rgb[c] = (uint8_t)(16 * digits[each * c] + digits[each * c + each - 1]);
    return true;
}

/* Is each part between commas a colour? */
static bool parse_list(const char *text, woad_colours *out)
{
    out->count = 0;
    for (;;) {
        char word[9];
        size_t length = strcspn(text, ",");
        if (length >= sizeof word || out->count == WOAD_PALETTE_MAX)
            return false;
        memcpy(word, text, length);
        word[length] = '\0';
        if (!woad_colour_parse(word, out->rgb[out->count++]))
            return false;
        if (!text[length])
            return true;
        text += length + 1;
    }
}

static const char *palette_name(size_t index, const void *user)
{
    (void)user;
    const woad_entry *entry = woad_palette_at(index);
    return entry ? entry->name : NULL;
}

static woad_status find_colours(
    const char *text, woad_colours *out, woad_colours *measured, woad_error *error)
{
    if (woad_builtin_colours(text, out, measured) || parse_list(text, out))
        return WOAD_OK;
    if (!strpbrk(text, "./")) {
        const char *near = woad_nearest_word(text, palette_name, NULL);
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "'%s' is no palette: %s%s colours like #000,#fff,#f00, or a file, are", text,
            near ? near : "", near ? "," : "names of `woad list palettes`,");
    }
    void *bytes;
    size_t size;
    woad_status status = woad_file_read(text, FILE_MAX, &bytes, &size, error);
    if (status < 0)
        return status;
    status = woad_colours_decode(bytes, size, text, out, error);
    woad_free(bytes);
    return status;
}

woad_status woad_colours_named(
    const char *text, woad_colours *out, woad_colours *measured, woad_error *error)
{
    woad_colours named = {0}, as_seen = {0};
    woad_status status = find_colours(text, &named, &as_seen, error);
    if (status < 0)
        return status;
    *out = named;
    if (measured)
        *measured = as_seen;
    return WOAD_OK;
}
