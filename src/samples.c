/* samples.c - images at the public door, and their alpha. */
#include "samples.h"

#include "base/alloc.h"
#include "base/status.h"

woad_status woad_check_levels(
    const unsigned levels[WOAD_MAX_COLOURS], woad_space space, woad_error *error)
{
    for (int i = 0; i < WOAD_MAX_COLOURS; i++) {
        if (levels[i] && (levels[i] < WOAD_MIN_LEVELS || levels[i] > WOAD_MAX_LEVELS))
            return woad_fail(error, WOAD_ERROR_ARGUMENT,
                "%u levels for channel %d: there must be %d to %d, or 0 for the default",
                levels[i], i, WOAD_MIN_LEVELS, WOAD_MAX_LEVELS);
    }
    if ((unsigned)space > WOAD_SPACE_LINEAR)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "space is %u: it must be sRGB (0) or linear (1)", (unsigned)space);
    return WOAD_OK;
}

woad_status woad_check_samples(const void *in, unsigned bits, size_t width, size_t height,
    size_t channels, const void *out, woad_error *error)
{
    if (!in || !out)
        return woad_fail(error, WOAD_ERROR_ARGUMENT, "no %s samples: NULL was given",
            in ? "output" : "input");
    if (bits != 8 && bits != 16)
        return woad_fail(
            error, WOAD_ERROR_ARGUMENT, "samples of %u bits: they must have 8 or 16", bits);
    if (bits == 16 && in == out)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "16-bit samples cannot be dithered in place: give another output");
    if (channels < 1 || channels > 4)
        return woad_fail(
            error, WOAD_ERROR_ARGUMENT, "%zu channels: an image has 1 to 4", channels);
    size_t count;
    if (width == 0 || height == 0 || !woad_multiply(width, height, &count) ||
        !woad_multiply(count, channels * (bits / 8), &count))
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "an image of %zux%zu pixels: it must have some, and fit in memory", width, height);
    return WOAD_OK;
}

void woad_copy_alpha(const void *in, unsigned bits, size_t count, size_t channels, uint8_t *out)
{
    const uint8_t *in8 = in;
    const uint16_t *in16 = in;
    for (size_t i = 0; i < count; i++) {
        size_t at = i * channels;
        /* 65535 = 255 * 257, so the nearest 8-bit value is that of a / 257. */
        out[at] = bits == 8 ? in8[at] : (uint8_t)((in16[at] + 128u) / 257u);
    }
}
