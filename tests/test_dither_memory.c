/* test_dither_memory.c - dithering into the caller's memory takes none of its own.
 *
 * The linker sends every call of woad_array, the one place that allocates, here.
 */
#include "score_reference.h"

#include <woad/dither.h>
#include <woad/palette.h>

void *__real_woad_array(size_t count, size_t size);
void *__wrap_woad_array(size_t count, size_t size);

static size_t allocations;

void *__wrap_woad_array(size_t count, size_t size)
{
    allocations++;
    return __real_woad_array(count, size);
}

enum { WIDTH = 300, HEIGHT = 40 };
static uint8_t in[WIDTH * HEIGHT * 4 * 2], out[WIDTH * HEIGHT * 4];

static void dither_takes_no_memory(void **state)
{
    (void)state;
    woad_mask *mask = random_mask(64, 64, 1);
    woad_pdf *noise;
    assert_int_equal(woad_pdf_create("triangular", &noise, NULL), WOAD_OK);
    assert_true(allocations > 0); /* they are seen */
    allocations = 0;
    for (size_t channels = 1; channels <= 4; channels++) {
        for (unsigned way = 0; way < 8; way++) {
            const woad_dither_params params = {.levels = {way & 1 ? 6 : 2},
                .space = way & 2 ? WOAD_SPACE_LINEAR : WOAD_SPACE_SRGB,
                .masks = {mask},
                .noise = way == 5 ? noise : NULL};
            assert_int_equal(
                woad_dither(&params, in, way & 4 ? 16 : 8, WIDTH, HEIGHT, channels, out, NULL),
                WOAD_OK);
        }
    }
    assert_int_equal(allocations, 0);
    woad_pdf_destroy(noise);
    woad_mask_destroy(mask);
}

static void palettes_take_none_once_they_are_made(void **state)
{
    (void)state;
    woad_mask *mask = random_mask(64, 64, 1);
    woad_colours colours;
    woad_palette *palette;
    assert_int_equal(woad_colours_named("cga", &colours, NULL, NULL), WOAD_OK);
    assert_int_equal(
        woad_palette_create(&colours, NULL, WOAD_MIXING_OKLAB, &palette, NULL), WOAD_OK);
    const woad_palette_params params = {.mask = mask};
    allocations = 0;
    assert_int_equal(
        woad_palette_dither(palette, &params, in, 16, WIDTH, HEIGHT, 3, out, NULL), WOAD_OK);
    assert_int_equal(allocations, 0);
    woad_palette_destroy(palette);
    woad_mask_destroy(mask);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dither_takes_no_memory),
        cmocka_unit_test(palettes_take_none_once_they_are_made),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
