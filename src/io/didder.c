/* io/didder.c - ranks as JSON for didder and its library, which add (cell + 1) / max - 1/2 to a
 * pixel before they take the nearest colour. Cells of 2 rank and a max of 2 N make that u - 1/2:
 * with the ranks themselves and N it would be half a rank more, and means too bright by as much.
 *
 * Reference: makeworld, "dither", the documentation of OrderedDitherMatrix and
 * convThresholdToAddition.
 */
#include <inttypes.h>

#include "io/format.h"
#include "io/text.h"

static void write_matrix(woad_text *text, const void *context)
{
    const woad_mask *mask = context;
    woad_text_add(text, "{\"matrix\": [\n");
    for (size_t i = 0; i < woad_mask_count(mask); i++) {
        size_t x = i % mask->width;
        const char *row_end = i + 1 == woad_mask_count(mask) ? "]\n" : "],\n";
        woad_text_add(text, "%s%" PRIu64 "%s", x == 0 ? "[" : "", 2 * (uint64_t)mask->ranks[i],
            x + 1 == mask->width ? row_end : ", ");
    }
    woad_text_add(text, "], \"max\": %zu}\n", 2 * mask->width * mask->height);
}

static woad_status encode(const woad_mask *mask, const woad_io_options *options, void **bytes,
    size_t *size, woad_error *error)
{
    (void)options;
    return woad_text_make(write_matrix, mask, bytes, size, error);
}

const woad_format_driver woad_format_didder = {
    .info = {"didder", ".json", "JSON matrix of ranks for didder; written only", true},
    .carries_recipe = false,
    .holds = {.values = WOAD_HOLDS_RANKS | 1U << WOAD_VALUES_THRESHOLD, .channels = 1U << 1},
    .encode = encode,
};
