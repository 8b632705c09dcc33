/* samples.h - what ordered dither and error diffusion share: the images they take. */
#ifndef WOAD_SRC_SAMPLES_H
#define WOAD_SRC_SAMPLES_H

#include <woad/dither.h>

enum { WOAD_MAX_COLOURS = 3, WOAD_MIN_LEVELS = 2, WOAD_MAX_LEVELS = 256 };

/* Of 1 to 4 channels, how many are not alpha. */
static inline size_t woad_colours_of(size_t channels)
{
    return channels < WOAD_MAX_COLOURS ? 1 : WOAD_MAX_COLOURS;
}

/* The levels of colour i, the defaults filled in. */
static inline unsigned woad_levels_of(const unsigned levels[WOAD_MAX_COLOURS], size_t i)
{
    unsigned first = levels[0] ? levels[0] : WOAD_MIN_LEVELS;
    return levels[i] ? levels[i] : first;
}

/* WOAD_ERROR_ARGUMENT with a sentence about what is out of range. */
woad_status woad_check_levels(
    const unsigned levels[WOAD_MAX_COLOURS], woad_space space, woad_error *error);
woad_status woad_check_samples(const void *in, unsigned bits, size_t width, size_t height,
    size_t channels, const void *out, woad_error *error);

/* Alpha of `count` pixels, to 8 bits; samples stand `channels` apart. */
void woad_copy_alpha(
    const void *in, unsigned bits, size_t count, size_t channels, uint8_t *out);

#endif
