/* test_baseline.c - masks without a loss: permutations by their own rule, the same everywhere. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <woad/recipe.h>

#include "baseline/baseline.h"
#include "baseline/tiles.h"
#include "kernel.h"
#include "set.h"
#include "support.h"

/* ---- what the tests share ------------------------------------------------------------- */

static woad_design_params preset_of(const char *name, size_t width, size_t height)
{
    woad_design_params params;
    woad_error error = {""};
    if (woad_preset_find(name, &params, &error) < 0)
        fail_msg("%s", error.message);
    params.width = width;
    params.height = height;
    return params;
}

static void set(woad_design_params *params, const char *assignment)
{
    woad_error error = {""};
    if (woad_recipe_set(assignment, params, &error) < 0)
        fail_msg("%s", error.message);
}

static void assert_permutation(const uint32_t *ranks, size_t count)
{
    unsigned char *seen = calloc(count, 1);
    for (size_t i = 0; i < count; i++) {
        assert_true(ranks[i] < count && !seen[ranks[i]]);
        seen[ranks[i]] = 1;
    }
    free(seen);
}

/* Free with free. */
static uint32_t *ranks_of(const woad_design_params *params)
{
    size_t count = params->width * params->height;
    uint32_t *ranks = malloc(count * sizeof *ranks);
    woad_error error = {""};
    memset(ranks, 0xff, count * sizeof *ranks);
    if (woad_baseline_of(params->baseline.method)->make(params, ranks, &error) < 0)
        fail_msg("%s", error.message);
    assert_permutation(ranks, count);
    return ranks;
}

/* FNV-1a of the ranks, low byte first. */
static uint64_t hash_of(const uint32_t *ranks, size_t count)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < 4 * count; i++)
        hash = (hash ^ (ranks[i / 4] >> 8 * (i % 4) & 0xff)) * UINT64_C(0x100000001b3);
    return hash;
}

/* Every baseline is a preset of its name, which is its method and lets nothing else move. */
static void each_is_a_preset(void **state)
{
    (void)state;
    for (size_t i = 0; woad_baseline_at(i); i++) {
        woad_design_params params = preset_of(woad_baseline_at(i)->name, 16, 16);
        assert_int_equal(params.baseline.method, i);
        woad_mask *mask;
        woad_design_report report;
        woad_error error = {""};
        if (woad_design(&params, NULL, NULL, &mask, &report, &error) < 0)
            fail_msg("%s: %s", woad_baseline_at(i)->name, error.message);
        assert_int_equal(report.iterations, 0);
        if (i != WOAD_BASELINE_WHITE_NOISE) {
            uint32_t *ranks = ranks_of(&params);
            assert_memory_equal(mask->ranks, ranks, 16 * 16 * sizeof *ranks);
            free(ranks);
        }
        woad_mask_destroy(mask);
    }
}

/* ---- voids and clusters, by brute force ----------------------------------------------- */

/* Energies of all pixels, by their definition, of the pixels that are set. */
typedef struct naive_field {
    size_t width, height;
    woad_taps taps;
    int64_t *integers; /* the taps, their absolutes summing to 2^28 */
    int64_t *energies;
    unsigned char *pixels;
} naive_field;

static naive_field naive_create(const char *kernel, double radius, size_t width, size_t height)
{
    naive_field f = {.width = width, .height = height};
    char text[WOAD_PARAM_TEXT] = "";
    woad_error error = {""};
    strcpy(text, kernel);
    if (woad_taps_create(text, radius, width, height, &f.taps, &error) < 0)
        fail_msg("%s", error.message);
    size_t taps = f.taps.width * f.taps.height;
    double sum = 0;
    for (size_t i = 0; i < taps; i++)
        sum += fabs(f.taps.weights[i]);
    f.integers = calloc(taps, sizeof *f.integers);
    for (size_t i = 0; sum > 0 && i < taps; i++)
        f.integers[i] = llround(f.taps.weights[i] / sum * 268435456);
    f.energies = calloc(width * height, sizeof *f.energies);
    f.pixels = calloc(width * height, 1);
    return f;
}

static void naive_clear(naive_field *f)
{
    woad_taps_clear(&f->taps);
    free(f->integers);
    free(f->energies);
    free(f->pixels);
}

static void naive_flip(naive_field *f, size_t pixel)
{
    int64_t sign = f->pixels[pixel] ? -1 : 1;
    f->pixels[pixel] ^= 1;
    for (size_t i = 0; i < f->taps.width * f->taps.height; i++) {
        size_t x = (pixel % f->width + i % f->taps.width + f->width - f->taps.left) % f->width;
        size_t y = (pixel / f->width + i / f->taps.width + f->height - f->taps.top) % f->height;
        f->energies[y * f->width + x] += sign * f->integers[i];
    }
}

/* The lowest energy of the clear pixels, or the highest of the set ones. */
static int64_t naive_extreme(const naive_field *f, unsigned char of, int64_t sign)
{
    int64_t best = INT64_MAX;
    for (size_t i = 0; i < f->width * f->height; i++) {
        if (f->pixels[i] == of && sign * f->energies[i] < best)
            best = sign * f->energies[i];
    }
    return sign * best;
}

static size_t *pixels_by_rank(const uint32_t *ranks, size_t count)
{
    size_t *pixels = calloc(count, sizeof *pixels);
    for (size_t i = 0; i < count; i++)
        pixels[ranks[i]] = i;
    return pixels;
}

/* From `first` on, each rank stands where it found the largest void. */
static void assert_fills_voids(naive_field *f, const size_t *pixels, size_t first)
{
    for (size_t rank = first; rank < f->width * f->height; rank++) {
        assert_int_equal(f->energies[pixels[rank]], naive_extreme(f, 0, 1));
        naive_flip(f, pixels[rank]);
    }
}

/* Below `some`, each rank stands where it found the tightest cluster, downwards, and of them all
 * the tightest would go back to where it was. */
static void assert_takes_clusters(naive_field *f, const size_t *pixels, size_t some)
{
    for (size_t rank = 0; rank < some; rank++)
        naive_flip(f, pixels[rank]);
    for (size_t rank = some; rank-- > 0;) {
        assert_int_equal(f->energies[pixels[rank]], naive_extreme(f, 1, -1));
        naive_flip(f, pixels[rank]);
        if (rank == some - 1)
            assert_int_equal(f->energies[pixels[rank]], naive_extreme(f, 0, 1));
    }
}

/* The third phase as the paper has it, with the tightest clusters of clear pixels, finds the
 * ranks from half on. */
static void assert_takes_clear_clusters(naive_field *f, const size_t *pixels)
{
    size_t count = f->width * f->height;
    for (size_t i = 0; i < count; i++) { /* from now on, set ones are what was clear */
        if (f->pixels[i])
            naive_flip(f, i);
    }
    for (size_t rank = count / 2; rank < count; rank++)
        naive_flip(f, pixels[rank]);
    for (size_t rank = count / 2; rank < count; rank++) {
        assert_int_equal(f->energies[pixels[rank]], naive_extreme(f, 1, -1));
        naive_flip(f, pixels[rank]);
    }
}

typedef struct naive_case {
    const char *kernel;
    double sigma, radius;
    size_t width, height;
} naive_case;

/* Sizes that tiles fit, hang over, and that the kernel laps; kernels with negative taps. */
static const naive_case naive_cases[] = {
    {"1.3435028842544403", 1.9, 8, 1, 1},
    {"1.3435028842544403", 1.9, 8, 1, 7},
    {"1.3435028842544403", 1.9, 8, 40, 1},
    {"1.3435028842544403", 1.9, 8, 3, 5},
    {"1.3435028842544403", 1.9, 8, 10, 10},
    {"1.3435028842544403", 1.9, 8, 33, 17},
    {"1.3435028842544403", 1.9, 8, 64, 64},
    {"1:9,1.5:24,4:40", 0, 17, 64, 48},
    {"1:9,1.5:24,4:40", 0, 17, 35, 20},
    {"1.5:3,0.7:-2", 0, 6, 40, 33},
    {"box:3", 0, 0, 32, 50},
    {"exponential:1.84", 0, 24, 50, 37},
    {"exponential:30", 0, 0, 40, 20},
};

static woad_design_params params_of_case(const naive_case *c, const char *preset)
{
    woad_design_params params = preset_of(preset, c->width, c->height);
    params.baseline.sigma = c->sigma;
    params.baseline.radius = c->radius;
    strcpy(params.baseline.kernel, c->kernel);
    return params;
}

static void voids_and_clusters_are_extremes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof naive_cases / sizeof *naive_cases; i++) {
        const naive_case *c = &naive_cases[i];
        woad_design_params params = params_of_case(c, "void-and-cluster");
        size_t count = c->width * c->height, some = count < 20 ? 1 : count / 20;
        size_t seeds = count < 1000 ? 3 : 1; /* brute force is slow on large ones */
        for (params.seed = 1; params.seed <= seeds; params.seed++) {
            uint32_t *ranks = ranks_of(&params);
            size_t *pixels = pixels_by_rank(ranks, count);
            /* The radius of sigma 1.9 ends with the Gaussian: 7.98 pixels. */
            naive_field f = naive_create(c->kernel,
                c->sigma > 0 ? fmin(c->radius, 4.2 * c->sigma) : c->radius, c->width,
                c->height);
            assert_takes_clusters(&f, pixels, some);
            for (size_t rank = 0; rank < some; rank++)
                naive_flip(&f, pixels[rank]);
            assert_fills_voids(&f, pixels, some);
            assert_takes_clear_clusters(&f, pixels);
            naive_clear(&f);
            free(pixels);
            free(ranks);
        }
    }
}

static void filling_finds_the_largest_voids(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof naive_cases / sizeof *naive_cases; i++) {
        const naive_case *c = &naive_cases[i];
        if (c->sigma > 0)
            continue;
        woad_design_params params = params_of_case(c, "void-filling");
        uint32_t *ranks = ranks_of(&params);
        size_t *pixels = pixels_by_rank(ranks, c->width * c->height);
        naive_field f = naive_create(c->kernel, c->radius, c->width, c->height);
        assert_fills_voids(&f, pixels, 0);
        naive_clear(&f);
        free(pixels);
        free(ranks);
    }
}

/* Sizes too large for brute force, and with tiles cut off at both edges. */
static void large_ones_are_permutations(void **state)
{
    (void)state;
    static const size_t sizes[][2] = {{256, 250}, {1, 3000}, {5000, 3}, {131, 257}};
    for (size_t i = 0; i < 4; i++) {
        woad_design_params params = preset_of("void-and-cluster", sizes[i][0], sizes[i][1]);
        free(ranks_of(&params));
        set(&params, "baseline.sigma=0");
        free(ranks_of(&params));
    }
}

/* The pixel of a tile, in the mask. */
static size_t pixel_of_tile(size_t width, size_t left, size_t top, size_t side, size_t pixel)
{
    return (top + pixel / side) * width + left + pixel % side;
}

/* `across` x `down` tiles: each in the order of void-and-cluster by a seed of its own, and at any
 * threshold with its share of the pixels. */
static void assert_tiles(size_t width, size_t height, size_t across, size_t down)
{
    woad_design_params params = preset_of("void-and-cluster-tiles", width, height);
    uint32_t *ranks = ranks_of(&params);
    for (size_t t = 0; t < across * down; t++) {
        size_t x = t % across, y = t / across;
        size_t left = width * x / across, top = height * y / down;
        size_t side = width * (x + 1) / across - left, rows = height * (y + 1) / down - top;
        woad_design_params own = preset_of("void-and-cluster", side, rows);
        own.seed = woad_frame_seed(params.seed, t);
        uint32_t *wanted = ranks_of(&own);
        size_t *pixels = pixels_by_rank(wanted, side * rows);
        double share = (double)(side * rows) / (double)(width * height);
        for (size_t r = 0; r < side * rows; r++) {
            uint32_t rank = ranks[pixel_of_tile(width, left, top, side, pixels[r])];
            if (fabs((double)rank * share - (double)r) > 1.5)
                fail_msg("tile %zu: its rank %zu is %u of the mask", t, r, rank);
            if (r > 0)
                assert_true(rank > ranks[pixel_of_tile(width, left, top, side, pixels[r - 1])]);
        }
        free(pixels);
        free(wanted);
    }
    free(ranks);
}

/* Of four sizes; of two sizes, two of each; all alike; and one. */
static void tiles_are_void_and_cluster_and_alternate(void **state)
{
    (void)state;
    assert_tiles(389, 385, 2, 2);
    assert_tiles(1030, 14, 4, 1);
    assert_tiles(14, 780, 1, 3);
    assert_tiles(40, 30, 1, 1);
}

static void rows_of_tiles_are_those_of_all(void **state)
{
    (void)state;
    enum { WIDTH = 20, HEIGHT = 400, FIRST = 170, ROWS = 50 };
    woad_design_params params = preset_of("void-and-cluster-tiles", WIDTH, HEIGHT);
    uint32_t *ranks = ranks_of(&params), *part = malloc(ROWS * WIDTH * sizeof *part);
    woad_error error;
    assert_int_equal(woad_tiles_rows(&params, FIRST, ROWS, part, &error), WOAD_OK);
    assert_memory_equal(part, ranks + FIRST * WIDTH, ROWS * WIDTH * sizeof *part);
    free(part);
    free(ranks);
}

/* The bytes of 48x40 masks, on every machine. */
static void ranks_are_the_same_everywhere(void **state)
{
    (void)state;
    static const struct {
        const char *preset;
        bool seeded;
        uint64_t hash;
    } recorded[] = {
        {"void-and-cluster", true, UINT64_C(0xb08a4bbf42d797e9)},
        {"void-filling", true, UINT64_C(0xfd796b23ab016b1d)},
        {"interleaved-gradient-noise", false, UINT64_C(0xe5e596e175103eb5)},
        {"r2", false, UINT64_C(0xb36a40d1099501b1)},
        {"high-pass", true, UINT64_C(0x58f66452d73426e1)},
        {"simulated-annealing", true, UINT64_C(0x83092df0b34cac25)},
    };
    for (size_t i = 0; i < sizeof recorded / sizeof *recorded; i++) {
        woad_design_params params = preset_of(recorded[i].preset, 48, 40);
        params.baseline.iterations =
            params.baseline.iterations > 40 ? 40 : params.baseline.iterations;
        uint32_t *ranks = ranks_of(&params), *again = ranks_of(&params);
        assert_memory_equal(ranks, again, 48 * 40 * sizeof *ranks);
        if (hash_of(ranks, 48 * 40) != recorded[i].hash)
            fail_msg(
                "%s: %#llx", recorded[i].preset, (unsigned long long)hash_of(ranks, 48 * 40));
        params.seed++;
        uint32_t *other = ranks_of(&params);
        if (recorded[i].seeded)
            assert_memory_not_equal(ranks, other, 48 * 40 * sizeof *ranks);
        else
            assert_memory_equal(ranks, other, 48 * 40 * sizeof *ranks);
        free(ranks);
        free(again);
        free(other);
    }
}

/* The first pixel of a filling is one of equals: over many seeds it is anywhere. */
static void ties_do_not_go_by_the_scan(void **state)
{
    (void)state;
    double x = 0, y = 0;
    enum { SEEDS = 200, SIDE = 16 };
    woad_design_params params = preset_of("void-filling", SIDE, SIDE);
    for (params.seed = 1; params.seed <= SEEDS; params.seed++) {
        uint32_t *ranks = ranks_of(&params);
        size_t *pixels = pixels_by_rank(ranks, SIDE * SIDE);
        x += (double)(pixels[0] % SIDE) / SEEDS;
        y += (double)(pixels[0] / SIDE) / SEEDS;
        free(pixels);
        free(ranks);
    }
    /* Uniform: 4.6 pixels around the middle, 0.33 for the mean of 200. Four of these. */
    assert_close(x, (SIDE - 1) / 2.0, 1.3, 1);
    assert_close(y, (SIDE - 1) / 2.0, 1.3, 1);
}

/* ---- formulas -------------------------------------------------------------------------- */

/* Bayer's matrices as they are printed. */
static void bayer_is_the_matrix(void **state)
{
    (void)state;
    static const uint32_t two[] = {0, 2, 3, 1},
                          four[] = {0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5};
    static const uint32_t line[] = {0, 4, 2, 6, 1, 5, 3, 7};
    static const uint32_t wide[] = {0, 4, 1, 5, 6, 2, 7, 3};
    static const struct {
        size_t width, height;
        const uint32_t *ranks;
    } known[] = {{2, 2, two}, {4, 4, four}, {8, 1, line}, {1, 8, line}, {4, 2, wide}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        woad_design_params params = preset_of("bayer", known[i].width, known[i].height);
        uint32_t *ranks = ranks_of(&params);
        assert_memory_equal(
            ranks, known[i].ranks, params.width * params.height * sizeof *ranks);
        free(ranks);
    }
    static const size_t sizes[][2] = {{1, 1}, {64, 64}, {128, 16}, {2, 256}};
    for (size_t i = 0; i < 4; i++) {
        woad_design_params params = preset_of("bayer", sizes[i][0], sizes[i][1]);
        free(ranks_of(&params));
    }
}

static void bayer_refuses_other_sizes(void **state)
{
    (void)state;
    static const size_t sizes[][2] = {{48, 64}, {64, 48}, {3, 1}, {10, 10}};
    for (size_t i = 0; i < 4; i++) {
        woad_design_params params = preset_of("bayer", sizes[i][0], sizes[i][1]);
        woad_mask *mask = NULL;
        woad_error error = {""};
        assert_int_equal(
            woad_design(&params, NULL, NULL, &mask, NULL, &error), WOAD_ERROR_ARGUMENT);
        assert_non_null(strstr(error.message, "powers of two"));
        assert_null(mask);
        woad_error early = {""};
        assert_int_equal(woad_design_validate(&params, &early), WOAD_ERROR_ARGUMENT);
        assert_string_equal(early.message, error.message);
    }
}

static double fraction(double v)
{
    return v - floor(v);
}

static double interleaved_gradient(double x, double y)
{
    return fraction(52.9829189 * fraction(0.06711056 * x + 0.00583715 * y));
}

static double r2(double x, double y)
{
    const double g = 1.32471795724474602596;
    return fraction(x / g + y / (g * g));
}

/* Pixels stand in the order of the formula in floating point, but where that has rounded: values
 * of neighbouring ranks may differ by that the wrong way, or by nearly 1 where one has wrapped. */
static void assert_ordered_by(const char *preset, double (*value)(double, double))
{
    enum { WIDTH = 150, HEIGHT = 90, COUNT = WIDTH * HEIGHT };
    woad_design_params params = preset_of(preset, WIDTH, HEIGHT);
    uint32_t *ranks = ranks_of(&params);
    size_t *pixels = pixels_by_rank(ranks, COUNT), wrapped = 0;
    for (size_t r = 1; r < COUNT; r++) {
        double step = value((double)(pixels[r] % WIDTH), (double)(pixels[r] / WIDTH)) -
                      value((double)(pixels[r - 1] % WIDTH), (double)(pixels[r - 1] / WIDTH));
        wrapped += step < -1e-9 || step > 0.5;
    }
    assert_true(wrapped <= 2);
    free(pixels);
    free(ranks);
}

static void formulas_order_the_pixels(void **state)
{
    (void)state;
    assert_ordered_by("interleaved-gradient-noise", interleaved_gradient);
    assert_ordered_by("r2", r2);
}

/* ---- passes and swaps ------------------------------------------------------------------ */

static void assert_moves_nothing_without_iterations(const char *preset)
{
    woad_design_params params = preset_of(preset, 20, 30);
    params.baseline.iterations = 0;
    uint32_t *ranks = ranks_of(&params);
    double mean = 0; /* of neighbours' differences: a third of the ranks in white noise */
    for (size_t i = 1; i < 600; i++)
        mean += fabs((double)ranks[i] - (double)ranks[i - 1]) / 599;
    assert_close(mean, 200, 25, 1);
    free(ranks);
}

/* Each rank less the kernel's mean of those around it, in doubles. */
static double *naive_high_pass(const uint32_t *ranks, const naive_field *f)
{
    double *out = calloc(f->width * f->height, sizeof *out);
    for (size_t i = 0; i < f->width * f->height; i++) {
        out[i] = ranks[i];
        for (size_t k = 0; k < f->taps.width * f->taps.height; k++) {
            size_t x = (i % f->width + k % f->taps.width + f->width - f->taps.left) % f->width;
            size_t y = (i / f->width + k / f->taps.width + f->height - f->taps.top) % f->height;
            out[i] -= f->taps.weights[k] * ranks[y * f->width + x];
        }
    }
    return out;
}

/* Each pass orders the mask by what the blur leaves of the one before. */
static void a_pass_ranks_what_a_blur_leaves(void **state)
{
    (void)state;
    static const size_t sizes[][2] = {{1, 1}, {1, 7}, {33, 17}, {5, 40}, {40, 30}};
    assert_moves_nothing_without_iterations("high-pass");
    for (size_t i = 0; i < 5; i++) {
        woad_design_params params = preset_of("high-pass", sizes[i][0], sizes[i][1]);
        size_t count = params.width * params.height;
        params.baseline.sigma = 0;
        strcpy(params.baseline.kernel, "1:3,0.5:2");
        params.baseline.radius = 24;
        for (size_t pass = 0; pass < 3; pass++) {
            params.baseline.iterations = pass;
            uint32_t *before = ranks_of(&params);
            params.baseline.iterations = pass + 1;
            uint32_t *after = ranks_of(&params);
            naive_field f = naive_create("1:3,0.5:2", 24, params.width, params.height);
            double *left = naive_high_pass(before, &f);
            size_t *pixels = pixels_by_rank(after, count);
            for (size_t r = 1; r < count; r++)
                assert_true(left[pixels[r - 1]] <= left[pixels[r]] + 1e-5 * (double)count);
            free(pixels);
            free(left);
            naive_clear(&f);
            free(before);
            free(after);
        }
    }
}

/* E of the paper, by its definition. */
static double annealing_energy(const uint32_t *ranks, size_t width, size_t height)
{
    double energy = 0, count = (double)(width * height);
    for (size_t p = 0; p < width * height; p++) {
        for (size_t q = 0; q < p; q++) {
            double dx = fabs((double)(p % width) - (double)(q % width));
            double dy = fabs((double)(p / width) - (double)(q / width));
            dx = fmin(dx, (double)width - dx);
            dy = fmin(dy, (double)height - dy);
            double d = fabs((double)ranks[p] - (double)ranks[q]) / count;
            energy += exp(-(dx * dx + dy * dy) / (2.1 * 2.1) - sqrt(d));
        }
    }
    return energy;
}

static void annealing_lowers_its_energy(void **state)
{
    (void)state;
    assert_moves_nothing_without_iterations("simulated-annealing");
    static const size_t sizes[][2] = {{30, 24}, {17, 40}, {200, 1}};
    for (size_t i = 0; i < 3; i++) {
        double last = INFINITY;
        static const size_t iterations[] = {0, 10, 100};
        for (size_t k = 0; k < 3; k++) {
            woad_design_params params =
                preset_of("simulated-annealing", sizes[i][0], sizes[i][1]);
            params.baseline.iterations = iterations[k];
            uint32_t *ranks = ranks_of(&params);
            double energy = annealing_energy(ranks, params.width, params.height);
            assert_true(energy < last * 0.999);
            last = energy;
            free(ranks);
        }
    }
    /* At the edges of what there is to swap. */
    static const size_t small[][2] = {{1, 1}, {1, 7}, {3, 5}};
    for (size_t i = 0; i < 3; i++) {
        woad_design_params params = preset_of("simulated-annealing", small[i][0], small[i][1]);
        free(ranks_of(&params));
    }
}

static void bad_kernels_are_refused(void **state)
{
    (void)state;
    woad_design_params params = preset_of("void-and-cluster", 16, 16);
    woad_mask *mask = NULL;
    woad_error error = {""};
    params.baseline.sigma = 0;
    strcpy(params.baseline.kernel, "1:-1");
    assert_int_equal(
        woad_design(&params, NULL, NULL, &mask, NULL, &error), WOAD_ERROR_ARGUMENT);
    strcpy(params.baseline.kernel, "file:/nowhere/k.csv");
    assert_int_equal(woad_design(&params, NULL, NULL, &mask, NULL, &error), WOAD_ERROR_READ);
    assert_null(mask);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_is_a_preset),
        cmocka_unit_test(voids_and_clusters_are_extremes),
        cmocka_unit_test(filling_finds_the_largest_voids),
        cmocka_unit_test(large_ones_are_permutations),
        cmocka_unit_test(tiles_are_void_and_cluster_and_alternate),
        cmocka_unit_test(rows_of_tiles_are_those_of_all),
        cmocka_unit_test(ranks_are_the_same_everywhere),
        cmocka_unit_test(ties_do_not_go_by_the_scan),
        cmocka_unit_test(bad_kernels_are_refused),
        cmocka_unit_test(bayer_is_the_matrix),
        cmocka_unit_test(bayer_refuses_other_sizes),
        cmocka_unit_test(formulas_order_the_pixels),
        cmocka_unit_test(a_pass_ranks_what_a_blur_leaves),
        cmocka_unit_test(annealing_lowers_its_energy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
