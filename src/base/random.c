/* base/random.c - xoshiro256++ and SplitMix64, by Blackman and Vigna's public-domain papers. */
#include "base/random.h"

uint64_t woad_hash(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

woad_random woad_random_seed(uint64_t seed, uint64_t stream)
{
    const uint64_t golden = UINT64_C(0x9e3779b97f4a7c15);
    uint64_t x = seed ^ woad_hash(stream * golden);
    woad_random random;
    for (int i = 0; i < 4; i++)
        random.state[i] = woad_hash(x += golden);
    return random;
}

static uint64_t rotate_left(uint64_t x, int bits)
{
    return (x << bits) | (x >> (64 - bits));
}

uint64_t woad_random_next(woad_random *random)
{
    uint64_t *s = random->state;
    uint64_t result = rotate_left(s[0] + s[3], 23) + s[0];
    uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate_left(s[3], 45);
    return result;
}

float woad_random_float(woad_random *random)
{
    return (float)(woad_random_next(random) >> 40) * 0x1p-24f;
}
