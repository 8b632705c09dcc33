/* test_spectrum.c - the power spectrum and the radial profile. */
#include "score_reference.h"

#include <woad/score.h>

/* Widths and heights, even and odd, of either shape, and lines. */
static const size_t sizes[][2] = {{6, 5}, {5, 6}, {8, 4}, {7, 7}, {1, 9}, {10, 1}, {2, 2}};
enum { SIZES = sizeof sizes / sizeof sizes[0] };

static void power_spectrum_is_that_of_the_definition(void **state)
{
    (void)state;
    for (size_t i = 0; i < SIZES; i++) {
        woad_mask *mask = random_mask(sizes[i][0], sizes[i][1], i);
        double *expected = reference_spectrum(mask);
        float power[64];
        assert_int_equal(woad_power_spectrum(mask, 0, 0, power, NULL), WOAD_OK);
        for (size_t k = 0; k < woad_mask_count(mask); k++)
            assert_near(power[k], expected[k], 1e-4);
        free(expected);
        woad_mask_destroy(mask);
    }
}

static void power_spectrum_of_a_row_cosine_is_two_peaks(void **state)
{
    (void)state;
    enum { W = 16, H = 4 };
    float power[W * H];
    woad_mask *mask = random_mask(W, H, 1);
    for (size_t i = 0; i < W * H; i++)
        mask->thresholds[i] =
            (float)(0.5 + 0.4 * cos(2 * REFERENCE_PI * 3 * (double)(i % W) / W));
    assert_int_equal(woad_mask_rank(mask, NULL), WOAD_OK);
    assert_int_equal(woad_power_spectrum(mask, 0, 0, power, NULL), WOAD_OK);
    /* Ranks flatten the cosine, so most but not all of the power is in the two bins. */
    assert_true(power[H / 2 * W + W / 2 - 3] > 0.4 * W * H);
    assert_true(power[H / 2 * W + W / 2 + 3] > 0.4 * W * H);
    assert_true(power[H / 2 * W + W / 2] == 0);
    woad_mask_destroy(mask);
}

/* Sums over one annulus, from the shifted spectrum and without halves or weights. */
static woad_annulus reference_annulus(const woad_mask *mask, const double *power, size_t j)
{
    long w = (long)mask->width, h = (long)mask->height, longest = w > h ? w : h;
    double frequency = 0, sum = 0, squares = 0, independent = 0;
    size_t count = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (long i = 0; i < w * h; i++) {
            long kx = i % w - w / 2, ky = i / w - h / 2;
            double f = hypot((double)kx / (double)w, (double)ky / (double)h);
            if ((kx == 0 && ky == 0) || (size_t)floor(f * (double)longest + 0.5) != j)
                continue;
            if (pass == 1) {
                squares += pow(power[i] - sum / (double)count, 2);
                continue;
            }
            bool own_mirror = 2 * kx % w == 0 && 2 * ky % h == 0;
            frequency += f;
            sum += power[i];
            count++;
            independent += own_mirror ? 1 : 0.5;
        }
    }
    double n = (double)count, mean = sum / n;
    double variance = squares / n * independent / (independent - 1);
    return (woad_annulus){frequency / n, mean,
        independent > 1 ? 10 * log10(variance / (mean * mean)) : (double)NAN, count};
}

static void assert_same_annulus(const woad_annulus *a, const woad_annulus *b)
{
    assert_int_equal(a->count, b->count);
    assert_near(a->frequency, b->frequency, 1e-9);
    assert_near(a->power, b->power, 1e-4);
    assert_int_equal(isnan(a->anisotropy_db), isnan(b->anisotropy_db));
    if (isfinite(b->anisotropy_db) && b->anisotropy_db > -60)
        assert_near(a->anisotropy_db, b->anisotropy_db, 2e-3);
}

static void radial_profile_is_that_of_the_definition(void **state)
{
    (void)state;
    for (size_t i = 0; i < SIZES; i++) {
        woad_mask *mask = random_mask(sizes[i][0], sizes[i][1], 100 + i);
        double *power = reference_spectrum(mask);
        woad_annulus annuli[16];
        size_t capacity = WOAD_RADIAL_CAPACITY(mask->width, mask->height), count, seen = 0;
        assert_int_equal(
            woad_radial_profile(mask, 0, 0, annuli, capacity, &count, NULL), WOAD_OK);
        for (size_t j = 0; j <= capacity; j++) {
            woad_annulus expected = reference_annulus(mask, power, j);
            if (expected.count > 0)
                assert_same_annulus(&annuli[seen++], &expected);
        }
        assert_int_equal(seen, count);
        free(power);
        woad_mask_destroy(mask);
    }
}

static void white_noise_is_flat_and_isotropic(void **state)
{
    (void)state;
    enum { SIZE = 64 };
    woad_annulus annuli[WOAD_RADIAL_CAPACITY(SIZE, SIZE)];
    size_t count, frequencies = 0;
    double power = 0, anisotropy = 0;
    woad_mask *mask = random_mask(SIZE, SIZE, 7);
    assert_int_equal(
        woad_radial_profile(mask, 0, 0, annuli, WOAD_RADIAL_CAPACITY(SIZE, SIZE), &count, NULL),
        WOAD_OK);
    assert_int_equal(count, 45); /* the corner is at 32 sqrt(2) = 45.25 steps */
    for (size_t j = 0; j < count; j++) {
        power += 10 * log10(annuli[j].power) / (double)count;
        anisotropy += annuli[j].anisotropy_db / (double)count;
        frequencies += annuli[j].count;
    }
    assert_near(power, 0, 1);
    assert_near(anisotropy, 0, 1);
    assert_int_equal(frequencies, SIZE * SIZE - 1);
    woad_mask_destroy(mask);
}

static void radial_profile_wants_room_and_a_channel(void **state)
{
    (void)state;
    woad_annulus annuli[9];
    size_t count = 99;
    woad_error error;
    woad_mask *mask = random_mask(8, 8, 1);
    assert_int_equal(
        woad_radial_profile(mask, 0, 0, annuli, 2, &count, &error), WOAD_ERROR_ARGUMENT);
    assert_string_equal(error.message, "room for 2 annuli: the radial profile has 6");
    assert_int_equal(
        woad_radial_profile(mask, 0, 1, annuli, 9, &count, &error), WOAD_ERROR_ARGUMENT);
    assert_int_equal(count, 99);
    woad_mask_destroy(mask);
}

static void one_pixel_has_no_annulus_and_no_power(void **state)
{
    (void)state;
    woad_annulus annuli[2];
    size_t count = 99;
    float power = 99;
    woad_mask *mask = random_mask(1, 1, 1);
    assert_int_equal(woad_radial_profile(mask, 0, 0, annuli, 2, &count, NULL), WOAD_OK);
    assert_int_equal(count, 0);
    assert_int_equal(woad_power_spectrum(mask, 0, 0, &power, NULL), WOAD_OK);
    assert_true(power == 0);
    woad_mask_destroy(mask);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(power_spectrum_is_that_of_the_definition),
        cmocka_unit_test(power_spectrum_of_a_row_cosine_is_two_peaks),
        cmocka_unit_test(radial_profile_is_that_of_the_definition),
        cmocka_unit_test(white_noise_is_flat_and_isotropic),
        cmocka_unit_test(radial_profile_wants_room_and_a_channel),
        cmocka_unit_test(one_pixel_has_no_annulus_and_no_power),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
