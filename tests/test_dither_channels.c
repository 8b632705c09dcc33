/* test_dither_channels.c - which mask and which levels each channel of an image sees. */
#include "score_reference.h"

#include <string.h>

#include <woad/dither.h>

/* Dithers a grey RGB field of 30x30 by masks of 30x30. */
static void dither_colours(const woad_dither_params *params, uint8_t out[30 * 30][3])
{
    static uint8_t in[30 * 30][3];
    memset(in, 100, sizeof in);
    assert_int_equal(woad_dither(params, in, 8, 30, 30, 3, out[0], NULL), WOAD_OK);
}

static void same_masks_keep_grey_grey(void **state)
{
    (void)state;
    static uint8_t out[30 * 30][3];
    woad_mask *mask = random_mask(30, 30, 1);
    dither_colours(&(woad_dither_params){.masks = {mask}}, out);
    for (size_t i = 0; i < 30 * 30; i++) {
        assert_int_equal(out[i][0], out[i][1]);
        assert_int_equal(out[i][0], out[i][2]);
    }
    woad_mask_destroy(mask);
}

static void shifted_masks_move_by_thirds(void **state)
{
    (void)state;
    static uint8_t out[30 * 30][3];
    woad_mask *mask = random_mask(30, 30, 1);
    woad_dither_params params = {.channel_masks = WOAD_CHANNELS_SHIFT, .masks = {mask}};
    dither_colours(&params, out);
    for (size_t i = 0; i < 30 * 30; i++) {
        for (size_t c = 1; c < 3; c++) {
            size_t x = (i % 30 + 10 * c) % 30, y = (i / 30 + 10 * c) % 30;
            assert_int_equal(out[i][c], out[y * 30 + x][0]);
        }
    }
    woad_mask_destroy(mask);
}

static void independent_masks_are_those_given(void **state)
{
    (void)state;
    static uint8_t apart[30 * 30][3], together[30 * 30][3];
    woad_mask *joint = NULL;
    woad_mask *masks[3] = {
        random_mask(30, 30, 1), random_mask(30, 30, 2), random_mask(30, 30, 3)};
    assert_int_equal(woad_mask_create(30, 30, 1, 3, &joint, NULL), WOAD_OK);
    for (size_t i = 0; i < 30 * 30 * 3; i++)
        joint->thresholds[i] = masks[i % 3]->thresholds[i / 3];
    woad_dither_params params = {
        .channel_masks = WOAD_CHANNELS_INDEPENDENT, .masks = {masks[0], masks[1], masks[2]}};
    dither_colours(&params, apart);
    params = (woad_dither_params){.channel_masks = WOAD_CHANNELS_INDEPENDENT, .masks = {joint}};
    dither_colours(&params, together);
    assert_memory_equal(apart, together, sizeof apart);
    for (size_t i = 0; i < 30 * 30; i++) {
        for (size_t c = 0; c < 3; c++) {
            bool white = masks[c]->thresholds[i] >= 1 - 100 / 255.0f;
            assert_int_equal(apart[i][c], white ? 255 : 0);
        }
    }
    for (size_t c = 0; c < 3; c++)
        woad_mask_destroy(masks[c]);
    woad_mask_destroy(joint);
}

static void levels_default_to_the_first_then_to_two(void **state)
{
    (void)state;
    static const unsigned cases[][2][3] = {{{0, 0, 0}, {2, 2, 2}}, {{4, 0, 0}, {4, 4, 4}},
        {{6, 0, 16}, {6, 6, 16}}, {{0, 4, 0}, {2, 4, 2}}};
    static uint8_t out[2][30 * 30][3];
    woad_mask *mask = random_mask(30, 30, 1);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (size_t j = 0; j < 2; j++) {
            woad_dither_params params = {.masks = {mask}};
            memcpy(params.levels, cases[i][j], sizeof params.levels);
            dither_colours(&params, out[j]);
        }
        assert_memory_equal(out[0], out[1], sizeof out[0]);
    }
    woad_mask_destroy(mask);
}

static void alpha_is_kept(void **state)
{
    (void)state;
    static uint8_t in8[256][4], out8[256][4], out16[256][2];
    static uint16_t in16[256][2];
    woad_mask *mask = random_mask(8, 8, 1);
    woad_dither_params params = {.masks = {mask}};
    for (size_t i = 0; i < 256; i++) {
        in8[i][3] = (uint8_t)i;
        in16[i][1] = (uint16_t)(i * 256 + 77);
    }
    assert_int_equal(woad_dither(&params, in8, 8, 256, 1, 4, out8[0], NULL), WOAD_OK);
    assert_memory_equal(in8, out8, sizeof in8); /* the colours are black */
    assert_int_equal(woad_dither(&params, in16, 16, 128, 2, 2, out16[0], NULL), WOAD_OK);
    for (size_t i = 0; i < 256; i++) {
        assert_int_equal(out16[i][0], 0);
        assert_int_equal(out16[i][1], lround(in16[i][1] / 257.0));
    }
    woad_mask_destroy(mask);
}

static void output_may_be_the_input(void **state)
{
    (void)state;
    enum { SAMPLES = 64 * 64 * 4 };
    static uint8_t in[SAMPLES], out[SAMPLES];
    woad_mask *mask = random_mask(16, 8, 1);
    woad_dither_params params = {
        .levels = {5, 3, 256}, .channel_masks = WOAD_CHANNELS_SHIFT, .masks = {mask}};
    for (size_t i = 0; i < SAMPLES; i++)
        in[i] = (uint8_t)woad_hash(i);
    assert_int_equal(woad_dither(&params, in, 8, 64, 64, 4, out, NULL), WOAD_OK);
    assert_int_equal(woad_dither(&params, in, 8, 64, 64, 4, in, NULL), WOAD_OK);
    assert_memory_equal(in, out, sizeof in);
    woad_mask_destroy(mask);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_masks_keep_grey_grey),
        cmocka_unit_test(shifted_masks_move_by_thirds),
        cmocka_unit_test(independent_masks_are_those_given),
        cmocka_unit_test(levels_default_to_the_first_then_to_two),
        cmocka_unit_test(alpha_is_kept),
        cmocka_unit_test(output_may_be_the_input),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
