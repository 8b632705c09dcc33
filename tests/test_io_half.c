/* test_io_half.c - IEEE 754 binary16, against its definition. */
#include <math.h>

#include "io/half.h"
#include "test_io_support.h"

static void every_half_comes_back(void **state)
{
    (void)state;
    for (uint32_t h = 0; h < 0x10000; h++) {
        float v = woad_float_of_half((uint16_t)h);
        if (isnan(v))
            assert_true(
                (h & 0x7fff) > 0x7c00 && isnan(woad_float_of_half(woad_half_of_float(v))));
        else
            assert_int_equal(woad_half_of_float(v), h);
    }
}

static void values_are_those_of_the_standard(void **state)
{
    (void)state;
    const struct {
        float v;
        uint16_t half;
    } cases[] = {{0.0f, 0}, {-0.0f, 0x8000}, {1, 0x3c00}, {-2, 0xc000}, {65504, 0x7bff},
        {65519.996f, 0x7bff}, {65520, 0x7c00}, {1e30f, 0x7c00}, {-INFINITY, 0xfc00},
        {0x1p-14f, 0x0400}, {0x1p-24f, 0x0001}, {0x1p-25f, 0x0000}, {0x1.000002p-25f, 0x0001},
        {0.333251953125f, 0x3555}, {1e-30f, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(woad_half_of_float(cases[i].v), cases[i].half);
}

/* Between two neighbours: below, at (to even) and above the middle. */
static void roundings_are_to_the_nearest(void **state)
{
    (void)state;
    for (uint16_t h = 0; h < 0x7bff; h++) {
        float low = woad_float_of_half(h), high = woad_float_of_half((uint16_t)(h + 1));
        float middle = (low + high) / 2; /* exact: floats have 13 bits more */
        assert_int_equal(woad_half_of_float(middle), h + (h & 1));
        assert_int_equal(woad_half_of_float(nextafterf(middle, 0)), h);
        assert_int_equal(woad_half_of_float(nextafterf(middle, INFINITY)), h + 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_half_comes_back),
        cmocka_unit_test(values_are_those_of_the_standard),
        cmocka_unit_test(roundings_are_to_the_nearest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
