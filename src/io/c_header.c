/* io/c_header.c - a mask as a constant array in a header for C and C++, or in the flash memory of
 * an AVR.
 *
 * Reference for PROGMEM: avr-libc, "Data in Program Space".
 */
#include "io/c_header.h"

#include <ctype.h>
#include <math.h>

#include <woad/version.h>

#include "base/alloc.h"
#include "io/text.h"

const char *const woad_c_types[WOAD_SAMPLE_FLOAT + 1] = {
    [WOAD_SAMPLE_U8] = "uint8_t",
    [WOAD_SAMPLE_U16] = "uint16_t",
    [WOAD_SAMPLE_FLOAT] = "float",
};

typedef struct header {
    woad_texels texels;
    const char *symbol, *recipe;
    char upper[WOAD_SYMBOL_SIZE];
} header;

static void add_comment(woad_text *text, const header *h)
{
    const woad_texels *t = &h->texels;
    bool noise = t->options->values == WOAD_VALUES_PDF;
    woad_text_add(text,
        "/* %s: %s, %zux%zu, %zu frames, %zu channels, by woad " WOAD_VERSION ".\n"
        " * %s[((frame * %zu + y) * %zu + x) * %zu + channel]",
        h->symbol, noise ? "values of a distribution" : "thresholds u of a dither mask",
        t->width, t->height, t->depth, t->channels, h->symbol, t->height, t->width,
        t->channels);
    if (t->options->type != WOAD_SAMPLE_FLOAT)
        woad_text_add(text, " is v, %s = (v + 0.5) / %lu",
            noise ? "from 0 to 1 over their range" : "u", 1UL << 8 * t->size);
    woad_text_add(text, ".%s */\n",
        noise ? ""
              : "\n * Dithering x in [0, 1] to L levels is floor(x * (L - 1) + u) / (L - 1).");
}

static void add_lengths(woad_text *text, const header *h)
{
    const woad_texels *t = &h->texels;
    woad_text_add(text, "#ifndef %s_H\n#define %s_H\n\n", h->upper, h->upper);
    if (t->options->progmem)
        woad_text_add(text, "#include <avr/pgmspace.h>\n");
    woad_text_add(text, "#include <stdint.h>\n\n");
    woad_text_add(text, "#define %s_WIDTH %zu\n#define %s_HEIGHT %zu\n", h->upper, t->width,
        h->upper, t->height);
    woad_text_add(text, "#define %s_DEPTH %zu\n#define %s_CHANNELS %zu\n\n", h->upper, t->depth,
        h->upper, t->channels);
}

/* Nine digits are a float; whole ones get a point, which C wants where there is no exponent. */
static void add_float(woad_text *text, float v)
{
    bool whole = v == truncf(v);
    woad_text_add(text, whole ? "%.1ff" : "%.9gf", (double)v);
}

static void add_values(woad_text *text, const header *h)
{
    const woad_texels *t = &h->texels;
    const size_t a_line = t->options->type == WOAD_SAMPLE_FLOAT ? 6 : 12;
    woad_text_add(text, "static const %s %s[%zu]%s = {", woad_c_types[t->options->type],
        h->symbol, t->count, t->options->progmem ? " PROGMEM" : "");
    for (size_t i = 0; i < t->count; i++) {
        woad_text_add(text, i % a_line == 0 ? "\n    " : " ");
        if (t->options->type == WOAD_SAMPLE_FLOAT)
            add_float(text, woad_texel_float(t, i));
        else
            woad_text_add(text, "%u", woad_texel_integer(t, i));
        woad_text_add(text, ",");
    }
    woad_text_add(text, "\n};\n\n#endif\n");
}

static void write_header(woad_text *text, const void *context)
{
    const header *h = context;
    add_comment(text, h);
    if (h->recipe) {
        woad_text_add(text, WOAD_C_RECIPE "\n");
        woad_text_add_lines(text, "//", h->recipe);
        woad_text_add(text, WOAD_C_RECIPE_END "\n");
    }
    add_lengths(text, h);
    add_values(text, h);
}

static woad_status encode(const woad_mask *mask, const woad_io_options *options, void **bytes,
    size_t *size, woad_error *error)
{
    header h = {woad_texels_of(mask, options, mask->channels),
        options->symbol ? options->symbol : WOAD_DEFAULT_SYMBOL, NULL, ""};
    for (size_t i = 0; h.symbol[i]; i++)
        h.upper[i] = (char)toupper((unsigned char)h.symbol[i]);
    woad_status status;
    char *recipe = woad_texels_text(&h.texels, &status, error);
    h.recipe = recipe;
    if (status >= 0)
        status = woad_text_make(write_header, &h, bytes, size, error);
    woad_free(recipe);
    return status;
}

const woad_format_driver woad_format_c = {
    .info = {"c", ".h .hpp .hh", "C and C++ header: an array of u16, u8 or float", false},
    .carries_recipe = true,
    .holds = {.type = WOAD_SAMPLE_U16,
        .types = WOAD_HOLDS_INTEGERS | 1U << WOAD_SAMPLE_FLOAT,
        .layouts = WOAD_HOLDS_FRAMES,
        .values = WOAD_HOLDS_VALUES,
        .channels = WOAD_HOLDS_ALL_CHANNELS,
        .symbol = true,
        .progmem = true},
    .encode = encode,
    .decode = woad_c_header_decode,
};
