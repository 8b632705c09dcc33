/* io/readmemh.c - hexadecimal words for $readmemh of Verilog, a row of the mask a line.
 *
 * Reference: IEEE 1364-2005, section 17.2.9: words without a length or a base, separated by white
 * space, and comments.
 */
#include <woad/version.h>

#include "base/alloc.h"
#include "io/texels.h"
#include "io/text.h"

typedef struct memory {
    woad_texels texels;
    const char *recipe;
} memory;

static void write_words(woad_text *text, const void *context)
{
    const memory *m = context;
    const woad_texels *t = &m->texels;
    size_t row = t->width * t->channels;
    woad_text_add(text,
        "// %zux%zu, %zu frames, %zu channels, by woad " WOAD_VERSION "\n"
        "// reg [%zu:0] mask [0:%zu]; address ((frame * %zu + y) * %zu + x) * %zu + channel\n",
        t->width, t->height, t->depth, t->channels, 8 * t->size - 1, t->count - 1, t->height,
        t->width, t->channels);
    woad_text_add_lines(text, "//", m->recipe);
    for (size_t i = 0; i < t->count; i++)
        woad_text_add(text, "%0*x%c", (int)(2 * t->size), woad_texel_integer(t, i),
            i % row + 1 == row ? '\n' : ' ');
}

static woad_status encode(const woad_mask *mask, const woad_io_options *options, void **bytes,
    size_t *size, woad_error *error)
{
    memory m = {woad_texels_of(mask, options, mask->channels), NULL};
    woad_status status;
    char *recipe = woad_texels_text(&m.texels, &status, error);
    m.recipe = recipe;
    if (status >= 0)
        status = woad_text_make(write_words, &m, bytes, size, error);
    woad_free(recipe);
    return status;
}

const woad_format_driver woad_format_readmemh = {
    .info = {"readmemh", ".hex .mem",
        "hexadecimal words for Verilog's $readmemh, u16 or u8; written only", true},
    .carries_recipe = true,
    .holds = {.type = WOAD_SAMPLE_U16,
        .types = WOAD_HOLDS_INTEGERS,
        .layouts = WOAD_HOLDS_FRAMES,
        .values = WOAD_HOLDS_VALUES,
        .channels = WOAD_HOLDS_ALL_CHANNELS},
    .encode = encode,
};
