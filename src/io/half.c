/* io/half.c - IEEE 754 binary16: a sign, 5 bits of exponent (bias 15), 10 of fraction. */
#include "io/half.h"

#include <math.h>
#include <string.h>

#define HALF_INFINITY 0x7c00U

/* Drops the lowest `count` bits (1 to 31), to nearest, ties to even. */
static uint32_t round_off(uint32_t v, unsigned count)
{
    uint32_t kept = v >> count, rest = v & ((1U << count) - 1), half = 1U << (count - 1);
    return kept + (rest > half || (rest == half && (kept & 1)));
}

uint16_t woad_half_of_float(float v)
{
    uint32_t bits;
    memcpy(&bits, &v, sizeof bits);
    uint32_t sign = bits >> 16 & 0x8000U, magnitude = bits & 0x7fffffffU;
    if (magnitude > 0x7f800000U)
        return (uint16_t)(sign | 0x7e00U);
    uint32_t exponent = magnitude >> 23; /* bias 127 */
    if (exponent >= 143)                 /* 2^16 and more */
        return (uint16_t)(sign | HALF_INFINITY);
    if (exponent >= 113) /* a carry out of the fraction is one more in the exponent */
        return (uint16_t)(sign | round_off(magnitude - (112U << 23), 13));
    if (exponent < 102) /* below half of the least half, 2^-25 */
        return (uint16_t)sign;
    return (uint16_t)(sign | round_off((magnitude & 0x7fffffU) | 0x800000U, 126 - exponent));
}

float woad_float_of_half(uint16_t half)
{
    uint32_t fraction = half & 0x3ffU, exponent = half >> 10 & 0x1fU;
    float v = exponent == 0 ? ldexpf((float)fraction, -24)
                            : ldexpf((float)(fraction | 0x400U), (int)exponent - 25);
    if (exponent == 0x1f)
        v = fraction ? NAN : INFINITY;
    return half & 0x8000U ? -v : v;
}
