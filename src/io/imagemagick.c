/* io/imagemagick.c - thresholds.xml for ImageMagick's -ordered-dither, a map a frame.
 *
 * With two levels a pixel v of 0 to 1 is on where floor(v divisor) >= level. So the divisor is
 * N + 1, and the level N - rank, from 1 to N: the pixel of the greatest rank is the first that is
 * on, as it is where u is added before a floor, and black stays black.
 *
 * Reference: ImageMagick, "thresholds.xml", its comment, and OrderedPosterizeImage.
 */
#include <woad/version.h>

#include "io/format.h"
#include "io/text.h"

typedef struct maps {
    const woad_mask *mask;
    const char *symbol;
} maps;

/* The recipe as a comment, in which two hyphens may not stand beside each other. */
static void add_recipe(woad_text *text, const char *recipe)
{
    woad_text_add(text, "<!-- by woad " WOAD_VERSION "\n");
    for (const char *at = recipe ? recipe : ""; *at; at++)
        woad_text_add(text, "%c%s", *at, *at == '-' ? " " : "");
    woad_text_add(text, "-->\n");
}

static void add_map(woad_text *text, const maps *m, size_t frame)
{
    const woad_mask *mask = m->mask;
    size_t area = mask->width * mask->height;
    woad_text_add(text, "  <threshold map=\"%s", m->symbol);
    if (mask->depth > 1)
        woad_text_add(text, "_%zu", frame);
    woad_text_add(text,
        "\">\n    <description>Blue noise %zux%zu</description>\n"
        "    <levels width=\"%zu\" height=\"%zu\" divisor=\"%zu\">",
        mask->width, mask->height, mask->width, mask->height, area + 1);
    for (size_t i = 0; i < area; i++)
        woad_text_add(text, "%s%zu", i % mask->width == 0 ? "\n      " : " ",
            area - mask->ranks[frame * area + i]);
    woad_text_add(text, "\n    </levels>\n  </threshold>\n");
}

static void write_maps(woad_text *text, const void *context)
{
    const maps *m = context;
    woad_text_add(text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    add_recipe(text, m->mask->recipe);
    woad_text_add(text, "<thresholds>\n");
    for (size_t frame = 0; frame < m->mask->depth; frame++)
        add_map(text, m, frame);
    woad_text_add(text, "</thresholds>\n");
}

static woad_status encode(const woad_mask *mask, const woad_io_options *options, void **bytes,
    size_t *size, woad_error *error)
{
    const maps m = {mask, options->symbol ? options->symbol : WOAD_DEFAULT_SYMBOL};
    return woad_text_make(write_maps, &m, bytes, size, error);
}

const woad_format_driver woad_format_imagemagick = {
    .info = {"imagemagick", ".xml",
        "thresholds.xml for ImageMagick, a map a frame; written only", true},
    .carries_recipe = true,
    .holds = {.layouts = WOAD_HOLDS_FRAMES,
        .values = WOAD_HOLDS_RANKS | 1U << WOAD_VALUES_THRESHOLD,
        .channels = 1U << 1,
        .symbol = true},
    .encode = encode,
};
