/* base/random.h - an explicit random generator. */
#ifndef WOAD_BASE_RANDOM_H
#define WOAD_BASE_RANDOM_H

#include <stdint.h>

/* xoshiro256++ (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2019).
 */
typedef struct woad_random {
    uint64_t state[4];
} woad_random;

/* A generator for (seed, stream): different streams of a seed are independent of each other,
 * so that the start and the multipliers of a design do not share numbers. Its state is four
 * outputs of SplitMix64, which is never all zero. */
woad_random woad_random_seed(uint64_t seed, uint64_t stream);

/* 64 random bits. */
uint64_t woad_random_next(woad_random *random);

/* Uniform in [0, 1), a multiple of 2^-24, so exact in a float. */
float woad_random_float(woad_random *random);

/* Mixes the bits of x (the finaliser of SplitMix64): a bijection, without state. */
uint64_t woad_hash(uint64_t x);

#endif
