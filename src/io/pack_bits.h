/* io/pack_bits.h - samples of 1, 2 and 4 bits, several a byte. */
#ifndef WOAD_IO_PACK_BITS_H
#define WOAD_IO_PACK_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Packs `count` samples, of `bits` (1, 2, 4 or 8) in the lowest bits of their bytes, `stride` bytes
 * apart, into whole bytes: the first sample in the highest bits of its byte, or in the lowest. What
 * is left of the last byte is 0. */
void woad_pack_bits(const uint8_t *samples, size_t count, size_t stride, unsigned bits,
    int lsb_first, uint8_t *out);

/* A row of places, or of grey of 8 bits that has 2^bits levels, into whole bytes likewise; false
 * where a sample is none of those. */
bool woad_pack_row(const uint8_t *samples, size_t count, unsigned bits, bool places,
    bool lsb_first, uint8_t *out);

/* One bit a sample, its highest one, the first sample in the highest bit. */
void woad_pack_highest_bits(const uint8_t *samples, size_t count, uint8_t *out);

#endif
