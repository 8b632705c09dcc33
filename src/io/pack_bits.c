/* io/pack_bits.c - samples of 1, 2 and 4 bits, several a byte. */
#include "io/pack_bits.h"

void woad_pack_bits(const uint8_t *samples, size_t count, size_t stride, unsigned bits,
    int lsb_first, uint8_t *out)
{
    size_t each = 8 / bits;
    for (size_t i = 0; i < count; i += each) {
        size_t there = count - i < each ? count - i : each;
        unsigned byte = 0;
        for (size_t k = 0; k < there; k++) {
            size_t place = lsb_first ? k : each - 1 - k;
            byte |= (unsigned)samples[(i + k) * stride] << (place * bits);
        }
        out[i / each] = (uint8_t)byte;
    }
}

/* Levels of grey q / (2^b - 1), all b of which divide 8, are 255 / (2^b - 1) apart. */
bool woad_pack_row(const uint8_t *samples, size_t count, unsigned bits, bool places,
    bool lsb_first, uint8_t *out)
{
    unsigned most = (1u << bits) - 1, step = places ? 1 : UINT8_MAX / most;
    size_t each = 8 / bits;
    bool exact = true;
    for (size_t x = 0; x < count; x += each) {
        uint8_t levels[8] = {0};
        size_t there = count - x < each ? count - x : each;
        for (size_t k = 0; k < there; k++) {
            levels[k] = (uint8_t)(samples[x + k] / step);
            exact = exact && levels[k] * step == samples[x + k] && levels[k] <= most;
        }
        woad_pack_bits(levels, each, 1, bits, lsb_first, out + x / each);
    }
    return exact;
}

/* Eight bytes as one number, the first in its lowest bits. */
static uint64_t eight(const uint8_t *bytes)
{
    uint64_t v = 0;
    for (unsigned k = 0; k < 8; k++)
        v |= (uint64_t)bytes[k] << (8 * k);
    return v;
}

/* The product moves the highest bit of byte k, 2^(8 k) by then, to bit 63 - k; all other sums of
 * 8 k and 63 - 9 j are different and below 2^56, so nothing is carried into the highest byte. */
void woad_pack_highest_bits(const uint8_t *samples, size_t count, uint8_t *out)
{
    size_t whole = count / 8;
    for (size_t i = 0; i < whole; i++) {
        uint64_t bits = eight(samples + 8 * i) >> 7 & UINT64_C(0x0101010101010101);
        out[i] = (uint8_t)(bits * UINT64_C(0x8040201008040201) >> 56);
    }
    if (count % 8) {
        unsigned byte = 0;
        for (size_t i = 8 * whole; i < count; i++)
            byte |= (unsigned)(samples[i] >> 7) << (7 - i % 8);
        out[whole] = (uint8_t)byte;
    }
}
