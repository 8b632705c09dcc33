/* io/half.h - IEEE 754 binary16, in bits. */
#ifndef WOAD_IO_HALF_H
#define WOAD_IO_HALF_H

#include <stdint.h>

/* The nearest half, ties to even; too large becomes infinite, NaN stays NaN. */
uint16_t woad_half_of_float(float v);

/* Exactly the same number. */
float woad_float_of_half(uint16_t half);

#endif
