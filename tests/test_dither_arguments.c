/* test_dither_arguments.c - every argument that woad_dither refuses, with its sentence. */
#include "score_reference.h"

#include <string.h>

#include <woad/dither.h>

/* One call with good arguments; each test spoils one. */
typedef struct call {
    woad_dither_params params;
    const void *in;
    unsigned bits;
    size_t width, height, channels;
    uint8_t *out;
} call;

static uint16_t input[4 * 4 * 4];
static uint8_t output[4 * 4 * 4];

static call good_call(void **state)
{
    return (call){.params = {.levels = {2, 4, 8}, .masks = {*state}},
        .in = input,
        .bits = 16,
        .width = 4,
        .height = 4,
        .channels = 3,
        .out = output};
}

static woad_status make(const call *c, woad_error *error)
{
    return woad_dither(
        &c->params, c->in, c->bits, c->width, c->height, c->channels, c->out, error);
}

static void assert_refused(const call *c, const char *words)
{
    woad_error error = {""};
    memset(output, 77, sizeof output);
    assert_int_equal(make(c, &error), WOAD_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, words));
    for (size_t i = 0; i < sizeof output; i++)
        assert_int_equal(output[i], 77);
    assert_int_equal(make(c, NULL), WOAD_ERROR_ARGUMENT);
}

static void good_arguments_are_taken(void **state)
{
    call c = good_call(state);
    assert_int_equal(make(&c, NULL), WOAD_OK);
}

static void damping_must_be_a_part(void **state)
{
    call c = good_call(state);
    c.params.damping = 1.25;
    assert_refused(&c, "damping is 1.25");
    c.params.damping = -0.5;
    assert_refused(&c, "damping is -0.5");
    c.params.damping = NAN;
    assert_refused(&c, "damping");
}

static void pointers_must_be_given(void **state)
{
    woad_error error;
    call c = good_call(state);
    assert_int_equal(
        woad_dither(NULL, input, 16, 4, 4, 3, output, &error), WOAD_ERROR_ARGUMENT);
    c.in = NULL;
    assert_refused(&c, "input");
    c = good_call(state);
    c.out = NULL;
    assert_refused(&c, "output");
    c = good_call(state);
    c.params.masks[0] = NULL;
    assert_refused(&c, "masks[0]");
}

static void levels_are_2_to_256(void **state)
{
    for (size_t i = 0; i < 3; i++) {
        call c = good_call(state);
        c.params.levels[i] = 1;
        assert_refused(&c, "1 levels");
        c.params.levels[i] = 257;
        assert_refused(&c, "257 levels");
    }
}

static void bits_are_8_or_16_and_only_8_in_place(void **state)
{
    call c = good_call(state);
    c.bits = 12;
    assert_refused(&c, "12 bits");
    c.bits = 16;
    c.in = output;
    assert_refused(&c, "in place");
    c.bits = 8;
    assert_int_equal(make(&c, NULL), WOAD_OK);
}

static void images_have_pixels_and_1_to_4_channels(void **state)
{
    call c = good_call(state);
    c.channels = 0;
    assert_refused(&c, "0 channels");
    c.channels = 5;
    assert_refused(&c, "5 channels");
    c = good_call(state);
    c.width = 0;
    assert_refused(&c, "0x4");
    c = good_call(state);
    c.height = 0;
    assert_refused(&c, "4x0");
    c.height = SIZE_MAX / 8; /* times 4 pixels fits a size_t, times 6 bytes does not */
    assert_refused(&c, "fit in memory");
}

static void choices_are_known_ones(void **state)
{
    call c = good_call(state);
    c.params.space = (woad_space)2;
    assert_refused(&c, "space is 2");
    c = good_call(state);
    c.params.channel_masks = (woad_channel_masks)3;
    assert_refused(&c, "channel_masks is 3");
}

static void independent_colours_want_three_masks(void **state)
{
    call c = good_call(state);
    c.params.channel_masks = WOAD_CHANNELS_INDEPENDENT;
    assert_refused(&c, "one mask with 1 channels");
    c.params.masks[1] = *state;
    assert_refused(&c, "two masks");
    c.params.masks[2] = *state;
    assert_int_equal(make(&c, NULL), WOAD_OK);
    /* Grey sees one mask only. */
    c.params.masks[1] = c.params.masks[2] = NULL;
    c.channels = 2;
    assert_int_equal(make(&c, NULL), WOAD_OK);
}

static int create_mask(void **state)
{
    *state = random_mask(3, 5, 1);
    return 0;
}

static int destroy_mask(void **state)
{
    woad_mask_destroy(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_arguments_are_taken),
        cmocka_unit_test(damping_must_be_a_part),
        cmocka_unit_test(pointers_must_be_given),
        cmocka_unit_test(levels_are_2_to_256),
        cmocka_unit_test(bits_are_8_or_16_and_only_8_in_place),
        cmocka_unit_test(images_have_pixels_and_1_to_4_channels),
        cmocka_unit_test(choices_are_known_ones),
        cmocka_unit_test(independent_colours_want_three_masks),
    };
    return cmocka_run_group_tests(tests, create_mask, destroy_mask);
}
