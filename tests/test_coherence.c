/* test_coherence.c - what two masks have in common, against its definition and by simulation. */
#include "score_reference.h"

#include <string.h>

#include <woad/score.h>

enum { MOST = 64 };

/* F at the bin (kx, ky), of either sign, of the ranks of a mask without their mean. */
static double complex reference_bin(const woad_mask *mask, long kx, long ky)
{
    double complex sum = 0;
    size_t w = mask->width, n = mask->width * mask->height;
    for (size_t i = 0; i < n; i++) {
        double turns = (double)kx * (double)(i % w) / (double)w +
                       (double)ky * (double)(i / w) / (double)mask->height;
        sum += (mask->ranks[i] - (double)(n - 1) / 2) * cexp(-2 * REFERENCE_PI * I * turns);
    }
    return sum;
}

typedef struct reference_ring {
    double complex cross;
    double power_a, power_b;
    size_t count;
} reference_ring;

/* Over the whole spectrum, rings of |f| M by their integer index. */
static void reference_rings(const woad_mask *a, const woad_mask *b, reference_ring *rings)
{
    long w = (long)a->width, h = (long)a->height;
    double longest = (double)(w > h ? w : h);
    for (long i = 0; i < w * h; i++) {
        long kx = i % w - w / 2, ky = i / w - h / 2;
        double f = hypot((double)kx / (double)w, (double)ky / (double)h);
        if (kx == 0 && ky == 0)
            continue;
        double complex fa = reference_bin(a, kx, ky), fb = reference_bin(b, kx, ky);
        reference_ring *r = &rings[lround(f * longest)];
        r->cross += fa * conj(fb);
        r->power_a += creal(fa * conj(fa));
        r->power_b += creal(fb * conj(fb));
        r->count++;
    }
}

static void coherence_is_that_of_the_definition(void **state)
{
    (void)state;
    static const size_t sizes[][2] = {{6, 5}, {8, 8}, {5, 9}, {12, 3}, {1, 10}};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        size_t w = sizes[s][0], h = sizes[s][1], count = 0, next = 0;
        woad_mask *a = random_mask(w, h, 2 * s), *b = random_mask(w, h, 2 * s + 1);
        woad_coherence_annulus annuli[MOST];
        reference_ring rings[MOST] = {{0}};
        double sum = 0, white = 0;
        reference_rings(a, b, rings);
        assert_int_equal(
            woad_coherence_profile(a, 0, 0, b, 0, 0, annuli, MOST, &count, NULL), WOAD_OK);
        for (size_t i = 0; i < MOST; i++) {
            if (rings[i].count == 0)
                continue;
            double coherence =
                pow(cabs(rings[i].cross), 2) / (rings[i].power_a * rings[i].power_b);
            assert_true(next < count);
            assert_near(annuli[next].coherence, coherence, 1e-5);
            assert_int_equal(annuli[next++].count, rings[i].count);
            sum += coherence;
            white += 1 / (double)rings[i].count;
        }
        assert_int_equal(next, count);
        woad_coherence_scores scores;
        assert_int_equal(woad_coherence(a, 0, 0, b, 0, 0, &scores, NULL), WOAD_OK);
        assert_near(scores.mean, sum / (double)count, 1e-5);
        assert_near(scores.white_mean, white / (double)count, 1e-12);
        woad_mask_destroy(a);
        woad_mask_destroy(b);
    }
}

static void frequencies_and_counts_are_those_of_the_radial_profile(void **state)
{
    (void)state;
    woad_mask *mask = random_mask(13, 8, 1);
    woad_coherence_annulus coherence[MOST];
    woad_annulus radial[MOST];
    size_t count = 0, annuli = 0;
    assert_int_equal(
        woad_coherence_profile(mask, 0, 0, mask, 0, 0, coherence, MOST, &count, NULL), WOAD_OK);
    assert_int_equal(woad_radial_profile(mask, 0, 0, radial, MOST, &annuli, NULL), WOAD_OK);
    assert_int_equal(count, annuli);
    for (size_t i = 0; i < count; i++) {
        assert_near(coherence[i].frequency, radial[i].frequency, 1e-12);
        assert_int_equal(coherence[i].count, radial[i].count);
        assert_near(coherence[i].coherence, 1, 1e-6); /* with itself */
    }
    woad_mask_destroy(mask);
}

/* The mean and the deviation over many pairs are those that the library tells for white noise. */
static void white_noise_has_what_is_said_of_it(void **state)
{
    (void)state;
    enum { TRIALS = 1000 };
    double sum = 0, squares = 0;
    woad_coherence_scores scores;
    for (uint64_t trial = 0; trial < TRIALS; trial++) {
        woad_mask *a = random_mask(16, 12, 2 * trial), *b = random_mask(16, 12, 2 * trial + 1);
        assert_int_equal(woad_coherence(a, 0, 0, b, 0, 0, &scores, NULL), WOAD_OK);
        sum += scores.mean;
        squares += scores.mean * scores.mean;
        woad_mask_destroy(a);
        woad_mask_destroy(b);
    }
    double mean = sum / TRIALS, deviation = sqrt(squares / TRIALS - mean * mean);
    assert_near(mean, scores.white_mean, 4 * scores.white_deviation / sqrt(TRIALS));
    assert_near(deviation, scores.white_deviation, 0.08 * scores.white_deviation);
}

static void what_is_shared_shows(void **state)
{
    (void)state;
    woad_coherence_scores same, negative, shared;
    woad_mask *a = random_mask(24, 24, 1), *b = random_mask(24, 24, 2);
    assert_int_equal(woad_coherence(a, 0, 0, a, 0, 0, &same, NULL), WOAD_OK);
    assert_near(same.mean, 1, 1e-6);
    for (size_t i = 0; i < 576; i++)
        b->thresholds[i] = (a->thresholds[i] + b->thresholds[i]) / 2;
    assert_int_equal(woad_mask_rank(b, NULL), WOAD_OK);
    assert_int_equal(woad_coherence(a, 0, 0, b, 0, 0, &shared, NULL), WOAD_OK);
    assert_near(shared.mean, 0.5, 0.1);
    for (size_t i = 0; i < 576; i++)
        b->ranks[i] = 575 - a->ranks[i];
    assert_int_equal(woad_coherence(a, 0, 0, b, 0, 0, &negative, NULL), WOAD_OK);
    assert_near(negative.mean, 1, 1e-6);
    woad_mask_destroy(a);
    woad_mask_destroy(b);
}

static void frames_and_channels_are_chosen(void **state)
{
    (void)state;
    woad_mask *many = NULL, *a = random_mask(8, 6, 3), *b = random_mask(8, 6, 4);
    woad_coherence_scores expected, scores;
    assert_int_equal(woad_mask_create(8, 6, 2, 3, &many, NULL), WOAD_OK);
    for (size_t i = 0; i < 48; i++) {
        many->ranks[i * 3 + 1] = a->ranks[i];
        many->ranks[(48 + i) * 3 + 2] = b->ranks[i];
    }
    assert_int_equal(woad_coherence(a, 0, 0, b, 0, 0, &expected, NULL), WOAD_OK);
    assert_int_equal(woad_coherence(many, 0, 1, many, 1, 2, &scores, NULL), WOAD_OK);
    assert_memory_equal(&scores, &expected, sizeof scores);
    woad_mask_destroy(many);
    woad_mask_destroy(a);
    woad_mask_destroy(b);
}

static void what_cannot_be_compared_is_refused(void **state)
{
    (void)state;
    woad_mask *a = random_mask(8, 6, 3), *b = random_mask(8, 7, 4), *one = random_mask(1, 1, 1);
    woad_coherence_scores scores;
    woad_coherence_annulus annuli[MOST];
    woad_error error = {""};
    size_t count;
    assert_int_equal(woad_coherence(a, 0, 0, b, 0, 0, &scores, &error), WOAD_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "8x6 and 8x7"));
    assert_int_equal(woad_coherence(a, 1, 0, a, 0, 0, &scores, NULL), WOAD_ERROR_ARGUMENT);
    assert_int_equal(woad_coherence(a, 0, 0, a, 0, 1, &scores, NULL), WOAD_ERROR_ARGUMENT);
    assert_int_equal(woad_coherence_profile(a, 0, 0, a, 0, 0, annuli, 2, &count, &error),
        WOAD_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "room for 2"));
    assert_int_equal(woad_coherence(one, 0, 0, one, 0, 0, &scores, NULL), WOAD_OK);
    assert_true(isnan(scores.mean) && isnan(scores.white_mean));
    woad_mask_destroy(a);
    woad_mask_destroy(b);
    woad_mask_destroy(one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(coherence_is_that_of_the_definition),
        cmocka_unit_test(frequencies_and_counts_are_those_of_the_radial_profile),
        cmocka_unit_test(white_noise_has_what_is_said_of_it),
        cmocka_unit_test(what_is_shared_shows),
        cmocka_unit_test(frames_and_channels_are_chosen),
        cmocka_unit_test(what_cannot_be_compared_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
