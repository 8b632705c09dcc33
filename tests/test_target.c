/* test_target.c - target spectra from text and files, and how far a mask is from one. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <woad/design.h>
#include <woad/image.h>
#include <woad/io.h>
#include <woad/score.h>

#include "base/alloc.h"
#include "support.h"
#include "target_spectrum.h"

static double *powers_of(const char *text, size_t width, size_t height)
{
    double *power;
    woad_error error = {""};
    if (woad_target_spectrum_create(text, width, height, &power, &error) < 0)
        fail_msg("%s", error.message);
    return power;
}

/* ---- text ------------------------------------------------------------------------------- */

static const char *const good[] = {"high-pass:0.2", "low-pass:0.7", "band-pass:0:0.1",
    "band-stop:0.1:0.2", "red", "pink", "white", "blue", "violet", "profile:a,b:c.csv",
    "image:a.png", "stretch:0.5:-30,band-pass:0.1:0.2"};

static void every_target_of_the_table_is_understood(void **state)
{
    (void)state;
    size_t count = sizeof good / sizeof *good;
    for (size_t i = 0; i < count; i++) {
        woad_error error = {""};
        const char *form = woad_target_spectrum_at(i)->name;
        size_t name = strcspn(form, ":");
        assert_int_equal(strncmp(form, good[i], name), 0);
        if (woad_target_spectrum_check(good[i], &error) < 0)
            fail_msg("'%s': %s", good[i], error.message);
    }
    assert_null(woad_target_spectrum_at(count));
}

static void text_that_is_no_target_is_refused(void **state)
{
    (void)state;
    static const char *const bad[][2] = {{"", "woad list spectra"}, {"grey", "spectra"},
        {"pink:1", "spectra"}, {"pinkish", "spectra"}, {"high-pass", "spectra"},
        {"high-pass:", "spectra"}, {"high-pass:0.1:0.2", "spectra"}, {"high-pass:x", "spectra"},
        {"high-pass:-0.1", "frequency -0.1"}, {"low-pass:0.8", "frequency 0.8"},
        {"low-pass:nan", "spectra"}, {"band-pass:0.1", "spectra"},
        {"band-pass:0.2:0.1", "0.2 to 0.1: the first must be the lower"},
        {"band-stop:0.2:0.2", "0.2 to 0.2"}, {"profile", "spectra"}, {"profile:", "spectra"},
        {"image:", "spectra"}, {"image:a;b", "recipe"}, {"profile: a", "recipe"},
        {"profile:a\nb", "recipe"}, {"stretch", "spectra"}, {"stretch:2,pink", "spectra"},
        {"stretch:2:30", "spectra"}, {"stretch:2:30,", "spectra"},
        {"stretch:0:30,pink", "stretched by 0"}, {"stretch:65:30,pink", "stretched by 65"},
        {"stretch:2:30,stretch:2:30,pink", "spectra"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        woad_error error = {""};
        if (woad_target_spectrum_check(bad[i][0], &error) != WOAD_ERROR_ARGUMENT)
            fail_msg("'%s' was taken for a target", bad[i][0]);
        if (!strstr(error.message, bad[i][1]))
            fail_msg("'%s': %s", bad[i][0], error.message);
    }
    char text[WOAD_PARAM_TEXT + 1];
    memset(text, 'x', sizeof text);
    assert_int_equal(woad_target_spectrum_check(text, NULL), WOAD_ERROR_ARGUMENT);
}

/* ---- powers ----------------------------------------------------------------------------- */

/* The power at any bin, from the half that is kept. */
static double power_at(const double *power, size_t width, size_t height, size_t kx, size_t ky)
{
    size_t bins = width / 2 + 1;
    return kx < bins ? power[ky * bins + kx]
                     : power[(height - ky) % height * bins + width - kx];
}

static void powers_are_symmetric_and_sum_to_the_pixels(void **state)
{
    (void)state;
    static const size_t sizes[][2] = {{8, 8}, {9, 6}, {6, 9}, {7, 5}, {1, 12}, {13, 1}, {2, 1}};
    static const char *const texts[] = {"pink", "violet", "high-pass:0.3",
        "stretch:2:30,band-stop:0.05:0.2", "stretch:0.3:-70,red"};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        size_t w = sizes[s][0], h = sizes[s][1];
        for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
            double *power = powers_of(texts[t], w, h), sum = 0;
            assert_true(power[0] == 0);
            for (size_t i = 0; i < w * h; i++) {
                double here = power_at(power, w, h, i % w, i / w);
                double mirror = power_at(power, w, h, (w - i % w) % w, (h - i / w) % h);
                assert_close(here, mirror, 1e-12, 1 + here);
                sum += here;
            }
            assert_close(sum, (double)(w * h), 1e-12, (double)(w * h));
            woad_free(power);
        }
    }
    double *power = powers_of("pink", 1, 1);
    assert_true(power[0] == 0);
    woad_free(power);
}

/* Bin (kx, ky) against bin (2, 0), of 20 x 20. */
static double ratio(const char *text, size_t kx, size_t ky)
{
    double *power = powers_of(text, 20, 20);
    double r = power_at(power, 20, 20, kx, ky) / power_at(power, 20, 20, 2, 0);
    woad_free(power);
    return r;
}

static void colours_are_powers_of_the_frequency(void **state)
{
    (void)state;
    /* (3, 4) is 5 / 20. */
    assert_close(ratio("red", 3, 4), 4 / 25.0, 1e-12, 1);
    assert_close(ratio("pink", 3, 4), 2 / 5.0, 1e-12, 1);
    assert_close(ratio("white", 3, 4), 1, 1e-12, 1);
    assert_close(ratio("blue", 17, 4), 5 / 2.0, 1e-12, 1);
    assert_close(ratio("violet", 17, 16), 25 / 4.0, 1e-12, 1);
}

static void bands_end_where_they_say(void **state)
{
    (void)state;
    /* (2, 0) is 0.1, (6, 0) is 0.3, (3, 4) 0.25: the edges belong to the band. */
    assert_close(ratio("band-pass:0.1:0.25", 3, 4), 1, 0, 1);
    assert_true(ratio("band-pass:0.1:0.3", 6, 0) == 1 && ratio("low-pass:0.3", 0, 6) == 1);
    assert_true(ratio("band-pass:0.1:0.25", 6, 0) == 0 && ratio("low-pass:0.25", 6, 0) == 0);
    assert_true(ratio("high-pass:0.1", 1, 1) == 0 && ratio("high-pass:0.1", 10, 10) == 1);
    assert_true(ratio("band-stop:0.15:0.3", 6, 0) == 0);
    assert_true(
        ratio("band-stop:0.15:0.3", 5, 4) == 1 && ratio("band-stop:0.15:0.3", 1, 0) == 1);
}

static void a_stretch_widens_the_spectrum_at_its_angle(void **state)
{
    (void)state;
    /* Along y: (0, 4) has what (0, 2) has without. */
    assert_close(ratio("stretch:2:90,red", 0, 4), 1, 1e-12, 1);
    assert_close(ratio("stretch:2:90,red", 4, 0), 1 / 4.0, 1e-12, 1);
    /* Along the diagonal from x to y: (2, 2) has what (1, 1) has, (-2, 2) is as it was. */
    assert_close(
        ratio("stretch:2:45,red", 2, 2) / ratio("stretch:2:45,red", 18, 2), 4, 1e-12, 4);
    /* The axis is a line: 45 and 225 degrees are the same. */
    assert_close(ratio("stretch:2:45,red", 3, 1), ratio("stretch:2:-135,red", 3, 1), 1e-12, 1);
}

static void a_target_without_power_is_refused(void **state)
{
    (void)state;
    double *power = NULL;
    woad_error error;
    assert_int_equal(
        woad_target_spectrum_create("low-pass:0.1", 8, 8, &power, &error), WOAD_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "no power at any frequency of 8x8"));
    assert_null(power);
}

/* ---- files ------------------------------------------------------------------------------ */

/* A target from a file of these bytes. */
static woad_status create_from(const char *word, const void *bytes, size_t size, size_t width,
    size_t height, double **power, woad_error *error)
{
    char path[TEST_PATH], text[WOAD_PARAM_TEXT];
    test_file(path, bytes, size);
    snprintf(text, sizeof text, "%s:%s", word, path);
    woad_status status = woad_target_spectrum_create(text, width, height, power, error);
    remove(path);
    return status;
}

static void a_profile_is_linear_between_its_lines(void **state)
{
    (void)state;
    static const char csv[] =
        "# a comment\n\nfrequency,power\r\n0.1, 2\n 0.2 4\r\n0.2,8\n0.4,0";
    double *power;
    woad_error error = {""};
    if (create_from("profile", csv, sizeof csv - 1, 20, 20, &power, &error) < 0)
        fail_msg("%s", error.message);
    double unit = power_at(power, 20, 20, 2, 0) / 2;
    static const struct {
        size_t kx, ky;
        double power;
    } wanted[] = {{1, 0, 2}, {0, 2, 2}, {3, 0, 3}, {4, 0, 8}, {3, 4, 6}, {0, 6, 4}, {8, 0, 0},
        {10, 10, 0}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        assert_close(power_at(power, 20, 20, wanted[i].kx, wanted[i].ky),
            unit * wanted[i].power, 1e-9, unit);
    woad_free(power);
}

static void bad_profiles_are_refused(void **state)
{
    (void)state;
    static const char *const bad[][2] = {{"0,1\n0.2,-1\n", ":2: the power is -1"},
        {"0,1\n0.2,nan\n", ":2: the power is nan"}, {"0,1\n0.2,1e101\n", ":2: the power"},
        {"0,1\n0.3,1\n0.2,1\n", ":3: the frequency falls from 0.3 to 0.2"},
        {"-0.1,1\n", ":1: the frequency is -0.1"}, {"0,0\n0.5,0\n", "no power at any"},
        {"", "no power at any"}, {"frequency,power\n", "no power at any"},
        {"0,1\nx\n", ":2: not a frequency and a power"}, {"0,1,2\n", ":1: not"},
        {"0\n", ":1: not"}, {"0,,1\n", ":1: not"}, {"f,p\nf,p\n0,1\n", ":2: not"},
        {"0,\n0.5\n", ":1: not"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        woad_error error = {""};
        double *power = NULL;
        assert_int_equal(
            create_from("profile", bad[i][0], strlen(bad[i][0]), 8, 8, &power, &error),
            WOAD_ERROR_FORMAT);
        if (!strstr(error.message, bad[i][1]))
            fail_msg("'%s': %s", bad[i][0], error.message);
    }
    double *power = NULL;
    assert_int_equal(create_from("profile", "0,1\0", 4, 8, 8, &power, NULL), WOAD_ERROR_FORMAT);
    assert_int_equal(woad_target_spectrum_create("profile:/nonexistent", 8, 8, &power, NULL),
        WOAD_ERROR_READ);
}

/* A picture of any samples, as PNG. */
static woad_status create_from_picture(
    const woad_image *image, size_t width, size_t height, double **power, woad_error *error)
{
    void *bytes;
    size_t size;
    assert_int_equal(woad_image_encode_png(image, 0, &bytes, &size, NULL), WOAD_OK);
    woad_status status = create_from("image", bytes, size, width, height, power, error);
    woad_free(bytes);
    return status;
}

static void check_picture(size_t w, size_t h, size_t channels)
{
    woad_image *image;
    double *power;
    assert_int_equal(woad_image_create(w, h, channels, 16, &image, NULL), WOAD_OK);
    uint16_t *samples = image->samples;
    for (size_t i = 0; i < w * h * channels; i++)
        samples[i] = (uint16_t)((i * 7919) % 65536);
    assert_int_equal(create_from_picture(image, w, h, &power, NULL), WOAD_OK);
    double *grey = woad_array(w * h, sizeof *grey), sum = 0;
    size_t colours = channels < 3 ? 1 : 3;
    for (size_t i = 0; i < w * h; i++) {
        for (size_t c = 0; c < colours; c++)
            grey[i] += (double)samples[i * channels + c] / (double)colours;
        sum += i == h / 2 * w + w / 2 ? 0 : grey[i];
    }
    for (size_t i = 1; i < w * h; i++) {
        size_t x = i % w, y = i / w;
        double here = grey[(y + h / 2) % h * w + (x + w / 2) % w];
        double mirror = grey[(h - y + h / 2) % h * w + (w - x + w / 2) % w];
        assert_close(power_at(power, w, h, x, y) / (double)(w * h), (here + mirror) / 2 / sum,
            1e-6, 1 / (double)(w * h));
    }
    woad_free(grey);
    woad_free(power);
    woad_image_destroy(image);
}

/* Of its own size a picture is the spectrum, bin by bin. */
static void a_picture_has_zero_frequency_in_the_middle(void **state)
{
    (void)state;
    check_picture(8, 6, 1);
    check_picture(7, 9, 1);
    check_picture(6, 5, 3);
    check_picture(5, 4, 4);
    check_picture(8, 1, 2);
}

/* A ramp over x, of 4 pixels: 0.25 cycles a pixel, of which bins of 8 take halves. */
static void pictures_are_resampled_between_pixels(void **state)
{
    (void)state;
    woad_image *image;
    double *power;
    assert_int_equal(woad_image_create(4, 1, 1, 8, &image, NULL), WOAD_OK);
    memcpy(image->samples, (const uint8_t[]){40, 20, 0, 60}, 4); /* at -2 .. 1 */
    assert_int_equal(create_from_picture(image, 8, 1, &power, NULL), WOAD_OK);
    /* At 1/8: between 0 and 60, mirrored between 20 and 0. At 1/4: 60 and 20. */
    const double wanted[] = {0, (30 + 10) / 2.0, 40, ((60 + 40) / 2 + (40 + 20) / 2) / 2.0, 40};
    for (size_t k = 1; k <= 4; k++)
        assert_close(power[k] / power[2], wanted[k] / wanted[2], 1e-6, 1);
    woad_free(power);
    memset(image->samples, 0, 4);
    woad_error error;
    assert_int_equal(create_from_picture(image, 8, 1, &power, &error), WOAD_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "no power"));
    woad_image_destroy(image);
    assert_int_equal(
        create_from("image", "no picture", 10, 8, 8, &power, &error), WOAD_ERROR_UNSUPPORTED);
}

/* ---- the score -------------------------------------------------------------------------- */

static woad_mask *white_noise(size_t width, size_t height, uint64_t seed)
{
    woad_design_params params;
    woad_mask *mask;
    assert_int_equal(woad_preset_find("white-noise", &params, NULL), WOAD_OK);
    params.width = width;
    params.height = height;
    params.seed = seed;
    assert_int_equal(woad_design(&params, NULL, NULL, &mask, NULL, NULL), WOAD_OK);
    return mask;
}

/* Against the radial profile: a white target is the same everywhere. */
static double check_distance_to_white(uint64_t seed)
{
    enum { WIDTH = 24, HEIGHT = 17 };
    woad_annulus annuli[WOAD_RADIAL_CAPACITY(WIDTH, HEIGHT)];
    size_t count;
    woad_target_score score;
    woad_mask *mask = white_noise(WIDTH, HEIGHT, seed);
    assert_int_equal(woad_radial_profile(mask, 0, 0, annuli, 25, &count, NULL), WOAD_OK);
    assert_int_equal(woad_score_target(mask, 0, 0, NULL, "white", &score, NULL), WOAD_OK);
    double white = WIDTH * HEIGHT / (WIDTH * HEIGHT - 1.0), squares = 0, worst = 0, where = 0;
    for (size_t i = 0; i < count; i++) {
        double distance = annuli[i].power / white - 1;
        squares += distance * distance;
        if (fabs(distance) > fabs(worst)) {
            worst = distance;
            where = annuli[i].frequency;
        }
    }
    assert_int_equal(score.annuli, count);
    assert_close(score.relative_rms, sqrt(squares / (double)count), 1e-6, 1);
    assert_close(score.worst, worst, 1e-6, 1);
    assert_close(score.worst_frequency, where, 1e-6, 1);
    assert_true(isnan(score.stop_band_db) && score.relative_rms > 0.1);
    woad_mask_destroy(mask);
    return worst;
}

static void the_distance_to_white_is_that_of_the_profile(void **state)
{
    (void)state;
    double highest = 0, lowest = 0;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        double worst = check_distance_to_white(seed);
        highest = fmax(highest, worst);
        lowest = fmin(lowest, worst);
    }
    assert_true(highest > 0 && lowest < 0);
}

static void the_stop_band_is_what_the_target_leaves_out(void **state)
{
    (void)state;
    enum { SIDE = 32 };
    static float power[SIDE * SIDE];
    woad_target_score score;
    woad_mask *mask = white_noise(SIDE, SIDE, 1);
    assert_int_equal(woad_power_spectrum(mask, 0, 0, power, NULL), WOAD_OK);
    /* Annuli 1 to 7 end at 7.5 / 32. */
    assert_int_equal(
        woad_score_target(mask, 0, 0, NULL, "high-pass:0.234375", &score, NULL), WOAD_OK);
    double sum = 0, count = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
        double f = hypot(i % SIDE - SIDE / 2, i / SIDE - SIDE / 2);
        if (f > 0 && f < 7.5) {
            sum += (double)power[i];
            count++;
        }
    }
    assert_int_equal(score.annuli, 23 - 7);
    assert_close(score.stop_band_db, 10 * log10(sum / count), 1e-4, 1);
    assert_int_equal(
        woad_score_target(mask, 1, 0, NULL, "pink", &score, NULL), WOAD_ERROR_ARGUMENT);
    assert_int_equal(
        woad_score_target(mask, 0, 0, NULL, "puce", &score, NULL), WOAD_ERROR_ARGUMENT);
    woad_mask_destroy(mask);
    mask = white_noise(1, 1, 1);
    assert_int_equal(woad_score_target(mask, 0, 0, NULL, "pink", &score, NULL), WOAD_OK);
    assert_true(score.annuli == 0 && isnan(score.relative_rms));
    woad_mask_destroy(mask);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_target_of_the_table_is_understood),
        cmocka_unit_test(text_that_is_no_target_is_refused),
        cmocka_unit_test(powers_are_symmetric_and_sum_to_the_pixels),
        cmocka_unit_test(colours_are_powers_of_the_frequency),
        cmocka_unit_test(bands_end_where_they_say),
        cmocka_unit_test(a_stretch_widens_the_spectrum_at_its_angle),
        cmocka_unit_test(a_target_without_power_is_refused),
        cmocka_unit_test(a_profile_is_linear_between_its_lines),
        cmocka_unit_test(bad_profiles_are_refused),
        cmocka_unit_test(a_picture_has_zero_frequency_in_the_middle),
        cmocka_unit_test(pictures_are_resampled_between_pixels),
        cmocka_unit_test(the_distance_to_white_is_that_of_the_profile),
        cmocka_unit_test(the_stop_band_is_what_the_target_leaves_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
