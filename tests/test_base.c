/* The Fourier transform, sorting and random numbers, each computed two ways. */
#include <complex.h>
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/fft.h"
#include "base/random.h"
#include "base/sort.h"
#include "support.h"

static const struct {
    size_t width, height;
} sizes[] = {{1, 1}, {2, 1}, {1, 2}, {1, 7}, {7, 1}, {2, 2}, {3, 3}, {4, 6}, {9, 15}, {15, 9},
    {10, 10}, {13, 8}, {8, 13}, {31, 1}};
enum { SIZES = sizeof sizes / sizeof *sizes };

static float *noise(size_t count, uint64_t seed)
{
    woad_random random = woad_random_seed(seed, 0);
    float *values = woad_array(count, sizeof *values);
    for (size_t i = 0; i < count; i++)
        values[i] = 2 * woad_random_float(&random) - 1;
    return values;
}

static double complex direct_bin(
    const float *image, size_t width, size_t height, size_t kx, size_t ky)
{
    double complex sum = 0;
    for (size_t y = 0; y < height; y++) {
        for (size_t x = 0; x < width; x++) {
            double phase =
                -2 * acos(-1) *
                ((double)(kx * x) / (double)width + (double)(ky * y) / (double)height);
            sum += (double)image[y * width + x] * cexp(I * phase);
        }
    }
    return sum;
}

static void forward_equals_the_definition(void **state)
{
    (void)state;
    for (size_t s = 0; s < SIZES; s++) {
        size_t w = sizes[s].width, h = sizes[s].height;
        size_t bins = woad_half_width(w), stride = woad_half_stride(w);
        woad_fft *fft;
        assert_int_equal(woad_fft_create(w, h, 1, false, &fft, NULL), WOAD_OK);
        float *image = noise(w * h, s);
        float complex *half = woad_array(h * stride, sizeof *half);
        woad_fft_forward(fft, image, half);
        for (size_t k = 0; k < h * bins; k++) {
            double complex direct = direct_bin(image, w, h, k % bins, k / bins);
            assert_close(cabs(direct - (double complex)half[k / bins * stride + k % bins]), 0,
                1e-6, (double)(w * h));
        }
        woad_free(image);
        woad_free(half);
        woad_fft_destroy(fft);
    }
}

static void inverse_undoes_forward(void **state)
{
    (void)state;
    for (size_t s = 0; s < SIZES; s++) {
        size_t w = sizes[s].width, h = sizes[s].height;
        woad_fft *fft;
        assert_int_equal(woad_fft_create(w, h, 1, false, &fft, NULL), WOAD_OK);
        float *image = noise(w * h, s), *back = woad_array(w * h, sizeof *back);
        float complex *half = woad_array(h * woad_half_stride(w), sizeof *half);
        woad_fft_forward(fft, image, half);
        woad_fft_inverse(fft, half, back);
        for (size_t i = 0; i < w * h; i++)
            assert_close(
                (double)back[i], (double)(w * h) * (double)image[i], 1e-6, (double)(w * h));
        woad_free(image);
        woad_free(back);
        woad_free(half);
        woad_fft_destroy(fft);
    }
}

static const struct {
    size_t width, height, depth;
} volumes[] = {{1, 1, 1}, {6, 5, 1}, {1, 1, 5}, {5, 1, 2}, {1, 4, 3}, {2, 3, 4}, {4, 6, 2},
    {8, 6, 4}, {9, 3, 5}, {3, 8, 9}, {17, 2, 7}, {16, 4, 16}};

static double complex direct_volume_bin(
    const float *volume, size_t w, size_t h, size_t d, size_t kx, size_t ky, size_t kz)
{
    double complex sum = 0;
    for (size_t z = 0; z < d; z++)
        sum += cexp(-2 * acos(-1) * I * (double)(kz * z) / (double)d) *
               direct_bin(volume + z * w * h, w, h, kx, ky);
    return sum;
}

/* One plan is made for one thread and one for three: the bits must be the same. */
static void volumes_are_transformed_along_all_axes(void **state)
{
    (void)state;
    for (size_t v = 0; v < sizeof volumes / sizeof *volumes; v++) {
        size_t w = volumes[v].width, h = volumes[v].height, d = volumes[v].depth, n = w * h * d;
        size_t bins = woad_half_width(w), stride = woad_half_stride(w);
        float *volume = noise(n, v), *back = woad_array(n, sizeof *back);
        float complex *half = woad_array(h * d * stride, sizeof *half),
                      *same = woad_array(h * d * stride, sizeof *half);
        woad_fft *fft, *threaded;
        assert_int_equal(woad_fft_create_3d(w, h, d, 1, false, &fft, NULL), WOAD_OK);
        assert_int_equal(woad_fft_create_3d(w, h, d, 3, false, &threaded, NULL), WOAD_OK);
        woad_fft_forward(fft, volume, half);
        woad_fft_forward(threaded, volume, same);
        for (size_t k = 0; k < h * d * bins; k++) {
            size_t kx = k % bins, ky = k / bins % h, kz = k / bins / h;
            float complex bin = half[(kz * h + ky) * stride + kx];
            double complex direct = direct_volume_bin(volume, w, h, d, kx, ky, kz);
            assert_close(cabs(direct - (double complex)bin), 0, 1e-6, (double)n);
            assert_memory_equal(&bin, &same[(kz * h + ky) * stride + kx], sizeof bin);
        }
        woad_fft_inverse(threaded, half, back);
        for (size_t i = 0; i < n; i++)
            assert_close((double)back[i], (double)n * (double)volume[i], 1e-6, (double)n);
        woad_fft_destroy(fft);
        woad_fft_destroy(threaded);
        woad_free(volume);
        woad_free(back);
        woad_free(half);
        woad_free(same);
    }
}

static void check_ranks_by(woad_sorter *sorter, const float *values, size_t count)
{
    uint32_t *ranks = woad_array(count, sizeof *ranks),
             *order = woad_array(count, sizeof *order);
    memset(ranks, 0xff, count * sizeof *ranks);
    memset(order, 0xff, count * sizeof *order);
    woad_rank(sorter, values, count, ranks);
    for (size_t i = 0; i < count; i++) {
        assert_in_range(ranks[i], 0, count - 1);
        assert_int_equal(order[ranks[i]], UINT32_MAX); /* so no rank comes twice */
        order[ranks[i]] = (uint32_t)i;
    }
    for (size_t j = 1; j < count; j++) {
        float a = values[order[j - 1]], b = values[order[j]];
        assert_true(a < b || (a == b && order[j - 1] < order[j]));
    }
    woad_free(ranks);
    woad_free(order);
}

static void check_ranks(const float *values, size_t count, size_t threads)
{
    const size_t spare = threads > 2 ? 200000 : 0; /* a sorter may be larger than its values */
    woad_sorter *sorter;
    assert_int_equal(woad_sorter_create(count + spare, threads, &sorter, NULL), WOAD_OK);
    check_ranks_by(sorter, values, count);
    woad_sorter_destroy(sorter);
}

/* Even values are ranked in buckets, in one part or in many; all others by radix. */
static void ranks_are_exact_and_stable(void **state)
{
    (void)state;
    const size_t counts[] = {1, 2, 3, 7, 100, 4096, 5000, 16385, 70000, 262144, 300000};
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        size_t count = counts[c];
        float *values = noise(count, count);
        check_ranks(values, count, 1);
        check_ranks(values, count, 3);
        for (size_t i = 0; i < count; i++) /* ties of a few, even all the same */
            values[i] = floorf(values[i] * (float)count / 3) * 3 / (float)count;
        check_ranks(values, count, 1);
        check_ranks(values, count, 3);
        for (size_t i = 0; i < count; i++) /* beyond the range that is expected */
            values[i] *= 1.5f;
        check_ranks(values, count, 2);
        for (size_t i = 0; i < count; i++) /* many ties, zeros of both signs */
            values[i] = roundf(3 * values[i]);
        check_ranks(values, count, 2);
        for (size_t i = 0; i < count; i++) /* far out */
            values[i] = (i % 2 ? 1e30f : -1e-30f) * (float)(i % 7);
        check_ranks(values, count, 2);
        woad_free(values);
    }
}

/* Buckets that hold more values than the comparisons in lanes reach, up to more than are
 * compared at all, with ties and without; and values of all sizes and both signs. */
static void large_buckets_are_ranked_exactly(void **state)
{
    (void)state;
    const size_t counts[] = {40, 5003};
    const float widths[] = {0.5f, 0.3f, 0.2f, 0.05f, 0.012f, 0.007f};
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        size_t count = counts[c];
        float *values = woad_array(count, sizeof *values), *even = noise(count, count);
        for (size_t w = 0; w < sizeof widths / sizeof *widths; w++) {
            for (size_t i = 0; i < count; i++)
                values[i] = widths[w] * even[i];
            check_ranks(values, count, 1);
            for (size_t i = 0; i < count; i++)
                values[i] = roundf(even[i] * (float)count / 6) * widths[w] / (float)count;
            check_ranks(values, count, 2);
        }
        for (size_t i = 0; i < count; i++)
            values[i] = ldexpf(even[i], (int)(i * 7919 % 200) - 100);
        check_ranks(values, count, 1);
        woad_free(values);
        woad_free(even);
    }
}

/* Values too close together for regions of one size, everywhere or in some threads' share only,
 * yet in buckets that are small enough: parts are counted then. */
static void crowded_values_are_ranked_exactly(void **state)
{
    (void)state;
    const size_t count = 300000;
    const struct {
        size_t from;
        float width;
    } crowds[] = {
        {0, 0.1f}, {0, 0.366f} /* overflowing by a few */, {200000, 0.1f}, {299000, 0.01f}};
    for (size_t c = 0; c < sizeof crowds / sizeof *crowds; c++) {
        float *values = noise(count, c);
        for (size_t i = crowds[c].from; i < count; i++)
            values[i] *= crowds[c].width;
        for (size_t threads = 1; threads <= 5; threads++)
            check_ranks(values, count, threads);
        check_ranks(values, count, 200); /* regions of a few values */
        woad_free(values);
    }
}

/* What a sorter learns from its last values must not spoil others of another distribution, nor
 * fewer. */
static void a_sorter_takes_changing_values(void **state)
{
    (void)state;
    const size_t counts[] = {300000, 300000, 300000, 300000, 140000, 300000, 5, 300000};
    const float widths[] = {1, 0.1f, 0.1f, 1, 0.1f, 1, 1, 1e-6f};
    for (size_t threads = 1; threads <= 3; threads++) {
        woad_sorter *sorter;
        assert_int_equal(woad_sorter_create(300000, threads, &sorter, NULL), WOAD_OK);
        for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
            float *values = noise(counts[c], c);
            for (size_t i = 0; i < counts[c]; i++)
                values[i] *= widths[c];
            check_ranks_by(sorter, values, counts[c]);
            woad_free(values);
        }
        woad_sorter_destroy(sorter);
    }
}

/* A sorter is used again and again, for fewer values than it could take. */
static void a_sorter_keeps_nothing(void **state)
{
    (void)state;
    const size_t counts[] = {3, 3, 2, 2, 1, 200000, 3, 3, 70000, 1, 1};
    float *values = noise(200000, 9);
    uint32_t ranks[3];
    woad_sorter *sorter;
    assert_int_equal(woad_sorter_create(200000, 4, &sorter, NULL), WOAD_OK);
    uint32_t *many = woad_array(200000, sizeof *many);
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        size_t count = counts[c];
        woad_rank(sorter, values, count, count > 3 ? many : ranks);
        double sum = 0;
        for (size_t i = 0; i < count; i++)
            sum += (double)(count > 3 ? many[i] : ranks[i]);
        assert_close(sum, (double)count * (double)(count - 1) / 2, 1e-12, sum + 1);
    }
    values[77] = NAN; /* any order, but ranks stay below the count */
    values[78] = INFINITY;
    woad_rank(sorter, values, 200000, many);
    for (size_t i = 0; i < 200000; i++)
        assert_in_range(many[i], 0, 199999);
    woad_free(values);
    woad_free(many);
    woad_sorter_destroy(sorter);
}

/* Large enough for rows and columns in blocks, whole and short ones. */
static void transforms_in_threads_give_the_same_bits(void **state)
{
    (void)state;
    const size_t large[][2] = {{512, 512}, {700, 301}, {5, 32768}, {32768, 5}};
    for (size_t s = 0; s < 4; s++) {
        size_t w = large[s][0], h = large[s][1], bins = h * woad_half_stride(w);
        float *image = noise(w * h, s), *back = woad_array(w * h, sizeof *back);
        float complex *one = woad_array(bins, sizeof *one),
                      *three = woad_array(bins, sizeof *one);
        woad_fft *serial, *threaded;
        assert_int_equal(woad_fft_create(w, h, 1, false, &serial, NULL), WOAD_OK);
        assert_int_equal(woad_fft_create(w, h, 3, false, &threaded, NULL), WOAD_OK);
        woad_fft_forward(serial, image, one);
        woad_fft_forward(threaded, image, three);
        assert_memory_equal(one, three, bins * sizeof *one);
        for (size_t k = 0; k < 5; k++) { /* some bins by the definition */
            size_t kx = k * (woad_half_width(w) - 1) / 4, ky = (7 * k + 1) % h;
            double complex direct = direct_bin(image, w, h, kx, ky);
            double complex bin = (double complex)one[ky * woad_half_stride(w) + kx];
            assert_close(cabs(direct - bin), 0, 1e-6, (double)(w * h));
        }
        woad_fft_inverse(threaded, three, back);
        for (size_t i = 0; i < w * h; i++)
            assert_close(
                (double)back[i], (double)(w * h) * (double)image[i], 2e-6, (double)(w * h));
        woad_fft_destroy(serial);
        woad_fft_destroy(threaded);
        woad_free(image);
        woad_free(back);
        woad_free(one);
        woad_free(three);
    }
}

static void random_floats_fill_the_unit_interval(void **state)
{
    (void)state;
    enum { COUNT = 100000, BOXES = 10 };
    size_t boxes[BOXES] = {0};
    woad_random random = woad_random_seed(7, 1);
    for (size_t i = 0; i < COUNT; i++) {
        float x = woad_random_float(&random);
        assert_true(x >= 0 && x < 1);
        boxes[(size_t)(x * BOXES)]++;
    }
    double chi_square = 0, expected = (double)COUNT / BOXES;
    for (size_t b = 0; b < BOXES; b++)
        chi_square += ((double)boxes[b] - expected) * ((double)boxes[b] - expected) / expected;
    assert_true(chi_square < 27.9); /* 9 degrees of freedom, 0.1 % */
}

static void streams_and_seeds_differ(void **state)
{
    (void)state;
    woad_random a = woad_random_seed(1, 1), b = woad_random_seed(1, 2);
    woad_random c = woad_random_seed(2, 1), again = woad_random_seed(1, 1);
    uint64_t first = woad_random_next(&a);
    assert_int_not_equal(first, woad_random_next(&b));
    assert_int_not_equal(first, woad_random_next(&c));
    assert_int_equal(first, woad_random_next(&again));
}

static void multiply_refuses_overflow(void **state)
{
    (void)state;
    size_t product = 5;
    assert_true(woad_multiply(SIZE_MAX, 1, &product));
    assert_false(woad_multiply(SIZE_MAX / 2 + 1, 2, &product));
    assert_int_equal(product, SIZE_MAX);
    assert_null(woad_array(SIZE_MAX / 2, 4));
    assert_null(woad_array(SIZE_MAX - 8, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forward_equals_the_definition),
        cmocka_unit_test(inverse_undoes_forward),
        cmocka_unit_test(volumes_are_transformed_along_all_axes),
        cmocka_unit_test(ranks_are_exact_and_stable),
        cmocka_unit_test(large_buckets_are_ranked_exactly),
        cmocka_unit_test(crowded_values_are_ranked_exactly),
        cmocka_unit_test(a_sorter_takes_changing_values),
        cmocka_unit_test(a_sorter_keeps_nothing),
        cmocka_unit_test(transforms_in_threads_give_the_same_bits),
        cmocka_unit_test(random_floats_fill_the_unit_interval),
        cmocka_unit_test(streams_and_seeds_differ),
        cmocka_unit_test(multiply_refuses_overflow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
