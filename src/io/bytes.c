/* io/bytes.c - numbers in files, assembled byte by byte so that no machine's order matters. */
#include "io/bytes.h"

#include <string.h>

#include "io/values.h"

static uint64_t get_unsigned(const uint8_t *bytes, size_t size, bool big_endian)
{
    uint64_t v = 0;
    for (size_t i = 0; i < size; i++)
        v = v << 8 | bytes[big_endian ? i : size - 1 - i];
    return v;
}

static float float_of_bits(uint32_t bits)
{
    float v;
    memcpy(&v, &bits, sizeof v);
    return v;
}

uint32_t woad_get_u32(const uint8_t *bytes)
{
    return (uint32_t)get_unsigned(bytes, 4, false);
}

float woad_get_f32(const uint8_t *bytes)
{
    return float_of_bits(woad_get_u32(bytes));
}

void woad_put_u32(uint32_t v, uint8_t *bytes)
{
    for (int i = 0; i < 4; i++)
        bytes[i] = (uint8_t)(v >> 8 * i);
}

void woad_put_f32(float v, uint8_t *bytes)
{
    uint32_t bits;
    memcpy(&bits, &v, sizeof bits);
    woad_put_u32(bits, bytes);
}

double woad_get_sample(const uint8_t *bytes, size_t size, bool is_float, bool big_endian)
{
    uint64_t bits = get_unsigned(bytes, size, big_endian);
    if (!is_float)
        return (double)bits;
    if (size == 4)
        return (double)float_of_bits((uint32_t)bits);
    double v;
    memcpy(&v, &bits, sizeof v);
    return v;
}

void woad_put_samples(const woad_mask *mask, const woad_io_options *options, uint8_t *bytes)
{
    for (size_t i = 0; i < woad_mask_count(mask); i++) {
        if (options->values == WOAD_VALUES_RANK)
            woad_put_u32(mask->ranks[i], bytes + 4 * i);
        else
            woad_put_f32(
                woad_values_float(mask, i, options->values, options->pdf), bytes + 4 * i);
    }
}
