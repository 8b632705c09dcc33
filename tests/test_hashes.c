/* test_hashes.c - masks and pictures that are the same bytes on any machine: their hashes are
 * published in docs/determinism.md, and computed here in several numbers of threads. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <woad/woad.h>

#include "base/alloc.h"
#include "support.h"

/* FNV-1a, 64 bits, of numbers as their low bytes, so that the order of bytes does not matter. */
static uint64_t hash_of(uint64_t hash, uint32_t number, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        hash = (hash ^ (number >> 8 * i & 255)) * UINT64_C(0x100000001b3);
    return hash;
}

static const uint64_t empty = UINT64_C(0xcbf29ce484222325);

static uint64_t hash_of_ranks(const woad_mask *mask)
{
    uint64_t hash = empty;
    for (size_t i = 0; i < woad_mask_count(mask); i++)
        hash = hash_of(hash, mask->ranks[i], 4);
    return hash;
}

static uint64_t hash_of_bytes(const uint8_t *bytes, size_t size)
{
    uint64_t hash = empty;
    for (size_t i = 0; i < size; i++)
        hash = hash_of(hash, bytes[i], 1);
    return hash;
}

/* ---- what is hashed ----------------------------------------------------------------------- */

typedef struct hashed {
    const char *name, *preset;
    size_t width, height, depth;
    const char *assignments[2]; /* or NULL */
    uint64_t hash;
} hashed;

static const hashed masks[] = {
    {"void-and-cluster", "void-and-cluster", 24, 20, 1, {NULL, NULL},
        UINT64_C(0x81295dca8c22af3d)},
    {"void-and-cluster, odd", "void-and-cluster", 13, 9, 2, {NULL, NULL},
        UINT64_C(0xc38118905c887955)},
    {"void-and-cluster-tiles", "void-and-cluster-tiles", 389, 12, 1, {NULL, NULL},
        UINT64_C(0xb016a3911e7c0981)},
    {"void-filling", "void-filling", 24, 24, 1, {NULL, NULL}, UINT64_C(0x67dc45b2b32b52ad)},
    {"bayer", "bayer", 16, 8, 1, {NULL, NULL}, UINT64_C(0x9311657eeef75925)},
    {"r2", "r2", 20, 14, 1, {NULL, NULL}, UINT64_C(0x5379c9325d9450c1)},
    {"interleaved-gradient-noise", "interleaved-gradient-noise", 20, 20, 1, {NULL, NULL},
        UINT64_C(0xbf2f50a5b61153cd)},
    {"white-noise", "white-noise", 17, 11, 2, {NULL, NULL}, UINT64_C(0x59e44a85340b4b05)},
    {"simulated-annealing", "simulated-annealing", 12, 12, 1, {"baseline.iterations=20", NULL},
        UINT64_C(0x90bd68204032b135)},
    {"swaps", "dither", 96, 80, 1, {"refine.trials=2", NULL}, UINT64_C(0x94a50989687fd479)},
    {"swaps of white noise", "dither", 20, 17, 1,
        {"baseline.method=white-noise", "refine.trials=4"}, UINT64_C(0xd3c4373634373d35)},
    {"swaps, spectral", "dither", 20, 20, 1, {"loss.spectral.weight=1", "refine.trials=4"},
        UINT64_C(0x23d398b1789b9f5d)},
    {"swaps of frames", "spatiotemporal", 10, 10, 4, {"refine.trials=2", NULL},
        UINT64_C(0x0e2aa25f61aaa5e5)},
};

static woad_design_params params_of(const hashed *h, size_t threads)
{
    woad_design_params params;
    assert_int_equal(woad_preset_find(h->preset, &params, NULL), WOAD_OK);
    for (size_t i = 0; i < 2 && h->assignments[i]; i++)
        assert_int_equal(woad_recipe_set(h->assignments[i], &params, NULL), WOAD_OK);
    params.width = h->width;
    params.height = h->height;
    params.depth = h->depth;
    params.threads = threads;
    return params;
}

static bool is_hash(const char *name, size_t threads, uint64_t hash, uint64_t wanted)
{
    if (hash != wanted)
        fprintf(
            stderr, "%s in %zu threads: 0x%016llx\n", name, threads, (unsigned long long)hash);
    return hash == wanted;
}

static const size_t threads[] = {1, 2, 3, 7};

static void masks_have_their_hashes(void **state)
{
    (void)state;
    bool good = true;
    for (size_t i = 0; i < sizeof masks / sizeof *masks; i++) {
        for (size_t t = 0; t < sizeof threads / sizeof *threads; t++) {
            woad_design_params params = params_of(&masks[i], threads[t]);
            woad_mask *mask;
            assert_true(woad_design(&params, NULL, NULL, &mask, NULL, NULL) >= 0);
            good &= is_hash(masks[i].name, threads[t], hash_of_ranks(mask), masks[i].hash);
            woad_mask_destroy(mask);
        }
    }
    assert_true(good);
}

static void builtin_masks_have_their_hashes(void **state)
{
    (void)state;
    static const uint64_t wanted[WOAD_BUILTIN_MASKS] = {UINT64_C(0x7c9d41555a8d25cd),
        UINT64_C(0x526d09236595485d), UINT64_C(0x21e3490e6f682c95)};
    bool good = true;
    for (size_t i = 0; i < WOAD_BUILTIN_MASKS; i++) {
        woad_mask *mask;
        assert_int_equal(woad_mask_builtin(i, &mask, NULL), WOAD_OK);
        good &= is_hash("built-in", i, hash_of_ranks(mask), wanted[i]);
        woad_mask_destroy(mask);
    }
    assert_true(good);
}

enum { SIDE = 96 };

/* Every value, in no order that a mask has. */
static void draw(uint8_t picture[SIDE * SIDE * 3])
{
    for (size_t i = 0; i < (size_t)SIDE * SIDE * 3; i++)
        picture[i] = (uint8_t)((i * 7 + i / SIDE * 3) % 256);
}

static void dithered_pictures_have_their_hashes(void **state)
{
    (void)state;
    static uint8_t picture[SIDE * SIDE * 3], out[SIDE * SIDE * 3];
    woad_mask *mask;
    bool good = true;
    draw(picture);
    assert_int_equal(woad_mask_builtin(0, &mask, NULL), WOAD_OK);
    woad_dither_params by_mask = {
        .levels = {4, 2, 7}, .channel_masks = WOAD_CHANNELS_SHIFT, .masks = {mask}};
    woad_diffuse_params diffusion = {.levels = {3}};
    woad_dither(&by_mask, picture, 8, SIDE, SIDE, 3, out, NULL);
    good &= is_hash("mask", 1, hash_of_bytes(out, sizeof out), UINT64_C(0x3af628066a36dd6b));
    woad_diffuse(&diffusion, picture, 8, SIDE, SIDE, 3, out, NULL);
    good &=
        is_hash("diffusion", 1, hash_of_bytes(out, sizeof out), UINT64_C(0xe4a347845662f3a9));
    woad_mask_destroy(mask);
    assert_true(good);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(masks_have_their_hashes),
        cmocka_unit_test(builtin_masks_have_their_hashes),
        cmocka_unit_test(dithered_pictures_have_their_hashes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
