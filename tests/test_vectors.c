/* Masks of vectors: point sets, the sliced histogram, matching, swaps, and the door. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <woad/woad.h>

#include "base/alloc.h"
#include "base/parallel.h"
#include "support.h"
#include "vector/descent.h"
#include "vector/match.h"
#include "vector/sliced.h"
#include "vector/swaps.h"

enum { DIM = WOAD_VECTOR_COMPONENTS };

static const char *const names[] = {"square", "disk", "circle", "cube", "sphere", "hemisphere"};
enum { NAMES = sizeof names / sizeof *names };

static woad_vector_field points_of(const char *name, size_t count)
{
    woad_vector_field field;
    assert_int_equal(
        woad_vector_field_points(&field, woad_vector_distribution_find(name), count, NULL),
        WOAD_OK);
    return field;
}

/* In the cube or square. */
static woad_vector_field random_vectors(size_t count, size_t components, uint64_t seed)
{
    woad_vector_field field;
    woad_random random = woad_random_seed(seed, 99);
    assert_int_equal(woad_vector_field_init(&field, count, components, NULL), WOAD_OK);
    for (size_t i = 0; i < components * count; i++)
        field.values[i] = 2 * woad_random_float(&random) - 1;
    return field;
}

static woad_design_params params_of(const char *preset, const char *pdf, size_t size)
{
    woad_design_params params;
    assert_int_equal(woad_preset_find(preset, &params, NULL), WOAD_OK);
    params.width = params.height = size;
    memset(params.loss.pdf, 0, sizeof params.loss.pdf);
    memcpy(params.loss.pdf, pdf, strlen(pdf));
    return params;
}

static woad_mask *design(const woad_design_params *params)
{
    woad_mask *mask = NULL;
    woad_error error = {""};
    int status = woad_design(params, NULL, NULL, &mask, NULL, &error);
    assert_string_equal(error.message, "");
    assert_int_equal(status, WOAD_OK);
    return mask;
}

/* ---- point sets ----------------------------------------------------------------------- */

static double turn_of(const float *x)
{
    double turn = atan2((double)x[1], (double)x[0]) / (2 * 3.14159265358979323846);
    return turn < 0 ? turn + 1 : turn;
}

/* Uniform coordinates of a vector, and how many cells along each make 64 of equal measure. */
static void to_unit(const char *name, const float *x, double *unit, size_t *cells)
{
    bool is_box = strcmp(name, "square") == 0 || strcmp(name, "cube") == 0;
    size_t components = woad_pdf_components(name);
    for (size_t c = 0; is_box && c < components; c++) {
        unit[c] = ((double)x[c] + 1) / 2;
        cells[c] = components == 2 ? 8 : 4;
    }
    if (is_box)
        return;
    unit[1] = turn_of(x);
    cells[0] = cells[1] = 8;
    unit[0] = (double)x[0] * (double)x[0] + (double)x[1] * (double)x[1];
    if (strcmp(name, "sphere") == 0)
        unit[0] = ((double)x[2] + 1) / 2;
    if (strcmp(name, "circle") == 0) {
        unit[0] = 0;
        cells[0] = 1;
        cells[1] = 64;
    }
}

/* The 5 % point of chi-square with 63 degrees of freedom is 82.5; sets of low discrepancy are far
 * below. */
static void points_are_even_over_cells_of_equal_measure(void **state)
{
    (void)state;
    for (size_t n = 0; n < NAMES; n++) {
        woad_vector_field points = points_of(names[n], 4096);
        size_t counts[64] = {0};
        double chi = 0;
        for (size_t i = 0; i < 4096; i++) {
            float x[DIM];
            double unit[DIM] = {0};
            size_t cells[DIM] = {1, 1, 1}, cell = 0;
            woad_vector_get(&points, i, x);
            to_unit(names[n], x, unit, cells);
            for (size_t c = 0; c < DIM; c++) {
                size_t k = (size_t)(unit[c] * (double)cells[c]);
                cell = cell * cells[c] + (k < cells[c] ? k : cells[c] - 1);
            }
            counts[cell]++;
        }
        for (size_t k = 0; k < 64; k++)
            chi += ((double)counts[k] - 64) * ((double)counts[k] - 64) / 64;
        assert_true(chi < 10);
        woad_vector_field_clear(&points);
    }
}

static void points_lie_where_they_should(void **state)
{
    (void)state;
    for (size_t n = 0; n < NAMES; n++) {
        woad_vector_field points = points_of(names[n], 1000);
        bool is_unit = n == 2 || n >= 4;
        for (size_t i = 0; i < 1000; i++) {
            float x[DIM];
            double square = 0;
            woad_vector_get(&points, i, x);
            for (size_t c = 0; c < DIM; c++) {
                assert_true(fabsf(x[c]) <= 1);
                square += (double)x[c] * (double)x[c];
            }
            if (is_unit)
                assert_close(square, 1, 1e-6, 1);
            assert_true(n != 1 || square < 1);
            assert_true(n != 5 || x[2] > 0);
            assert_true(points.components == DIM || x[2] == 0);
        }
        woad_vector_field_clear(&points);
    }
}

/* ---- the sliced histogram ------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void sorted_projections(
    const woad_vector_field *field, const float *direction, double *out)
{
    for (size_t i = 0; i < field->count; i++) {
        out[i] = 0;
        for (size_t c = 0; c < field->components; c++)
            out[i] += (double)direction[c] * (double)field->values[c * field->count + i];
    }
    qsort(out, field->count, sizeof *out, by_value);
}

static double slow_sliced(
    const woad_vector_field *vectors, const woad_vector_field *points, const float *direction)
{
    double a[64], b[64], sum = 0;
    sorted_projections(vectors, direction, a);
    sorted_projections(points, direction, b);
    for (size_t i = 0; i < vectors->count; i++)
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    return (double)vectors->components * sum;
}

/* The order is the same on either side of a small step, where the term is a parabola. */
static void the_sliced_gradient_is_that_of_central_differences(void **state)
{
    (void)state;
    for (size_t n = 0; n < NAMES; n++) {
        woad_vector_field points = points_of(names[n], 64);
        woad_vector_field vectors = random_vectors(64, points.components, n);
        woad_random random = woad_random_seed(n, 1);
        woad_sliced *sliced;
        float direction[DIM], gradient[DIM * 64] = {0};
        woad_vector_direction(&random, points.components, direction);
        assert_int_equal(woad_sliced_create(&points, 2, &sliced, NULL), WOAD_OK);
        double value = woad_sliced_add(sliced, &vectors, direction, 0.5F, gradient);
        assert_close(value, slow_sliced(&vectors, &points, direction), 1e-5, 1);
        for (size_t i = 0; i < points.components * 64; i += 5) {
            float at = vectors.values[i], step = 1e-4F;
            vectors.values[i] = at + step;
            double above = slow_sliced(&vectors, &points, direction);
            vectors.values[i] = at - step;
            double below = slow_sliced(&vectors, &points, direction);
            vectors.values[i] = at;
            assert_close((double)gradient[i], 0.5 * (above - below) / 2e-4, 2e-3, 1);
        }
        woad_sliced_destroy(sliced);
        woad_vector_field_clear(&points);
        woad_vector_field_clear(&vectors);
    }
}

static double distance_of(const woad_vector_field *vectors, const woad_vector_field *points)
{
    woad_sliced *sliced;
    woad_random random = woad_random_seed(7, 7);
    double sum = 0;
    assert_int_equal(woad_sliced_create(points, 1, &sliced, NULL), WOAD_OK);
    for (size_t k = 0; k < 32; k++) {
        float direction[DIM];
        woad_vector_direction(&random, vectors->components, direction);
        sum += woad_sliced_add(sliced, vectors, direction, 0, NULL);
    }
    woad_sliced_destroy(sliced);
    return sqrt(sum / 32 / (double)vectors->count);
}

/* By the sliced term alone a descent brings noise of the cube onto the sphere. */
static void a_descent_makes_the_distribution(void **state)
{
    (void)state;
    woad_design_params params = params_of("vectors-descent", "sphere", 16);
    woad_vector_field points = points_of("sphere", 256);
    woad_vector_field vectors = random_vectors(256, 3, 1);
    woad_design_report report = {0};
    const woad_observer nobody = {0};
    params.loss.spectral.weight = 0;
    params.optimizer.iterations = 3000;
    params.optimizer.method = WOAD_METHOD_DESCENT;
    params.optimizer.rate = 1;
    params.threads = 1;
    double before = distance_of(&vectors, &points);
    assert_int_equal(
        woad_vector_descend(&params, &points, NULL, &nobody, &vectors, &report, NULL), WOAD_OK);
    assert_int_equal(report.iterations, 3000);
    assert_true(distance_of(&vectors, &points) < before / 50);
    woad_vector_field_clear(&points);
    woad_vector_field_clear(&vectors);
}

/* ---- matching ------------------------------------------------------------------------- */

static int by_vector(const void *a, const void *b)
{
    return memcmp(a, b, DIM * sizeof(float));
}

/* The same vectors, each as often. */
static void assert_same_set(const woad_vector_field *a, const woad_vector_field *b)
{
    float *x = woad_array(a->count, DIM * sizeof *x),
          *y = woad_array(a->count, DIM * sizeof *y);
    for (size_t i = 0; i < a->count; i++) {
        woad_vector_get(a, i, x + DIM * i);
        woad_vector_get(b, i, y + DIM * i);
    }
    qsort(x, a->count, DIM * sizeof *x, by_vector);
    qsort(y, a->count, DIM * sizeof *y, by_vector);
    assert_memory_equal(x, y, a->count * DIM * sizeof *x);
    woad_free(x);
    woad_free(y);
}

static void matching_uses_each_point_once_and_moves_little(void **state)
{
    (void)state;
    for (size_t n = 0; n < NAMES; n++) {
        woad_vector_field points = points_of(names[n], 150);
        woad_vector_field vectors = points_of(names[n], 150);
        double distance;
        for (size_t i = 0; i < 150; i++) { /* backwards, and a little off */
            float x[DIM];
            woad_vector_get(&points, 149 - i, x);
            x[0] += 1e-4F * (float)(i % 7);
            woad_vector_set(&vectors, i, x);
        }
        assert_int_equal(woad_vector_match(&vectors, &points, 64, 5, &distance, NULL), WOAD_OK);
        assert_same_set(&vectors, &points);
        assert_true(distance < 0.1);
        assert_int_equal(woad_vector_match(&vectors, &points, 64, 6, &distance, NULL), WOAD_OK);
        assert_true(distance == 0);
        woad_vector_field_clear(&points);
        woad_vector_field_clear(&vectors);
    }
}

/* ---- swaps ---------------------------------------------------------------------------- */

/* D by its definition, with a kernel that is one Gaussian on a torus that holds all of it. */
static double slow_dither(const woad_vector_field *v, size_t width, double sigma, double radius)
{
    double sum = 0, total = 0;
    long w = (long)width, r = (long)radius;
    for (long dy = -r; dy <= r; dy++) {
        for (long dx = -r; dx <= r; dx++) {
            double square = (double)(dx * dx + dy * dy);
            double weight = exp(-square / (4 * sigma * sigma));
            if (square == 0 || square > radius * radius)
                continue;
            total += weight;
            for (long i = 0; i < w * w; i++) {
                long j = (i / w + dy + w) % w * w + (i % w + dx + w) % w;
                double d = 0;
                for (size_t c = 0; c < DIM; c++) {
                    double e = (double)v->values[c * v->count + (size_t)i] -
                               (double)v->values[c * v->count + (size_t)j];
                    d += e * e;
                }
                sum += weight * sqrt(d);
            }
        }
    }
    return -sum / total / 4;
}

static double spectral_of(const woad_design_params *params, const woad_vector_field *v)
{
    woad_losses losses;
    assert_int_equal(woad_vector_losses(params, v, &losses, NULL), WOAD_OK);
    return losses.total / params->loss.spectral.weight;
}

static void swaps_gain_what_the_energies_lose(void **state)
{
    (void)state;
    woad_design_params params = params_of("vectors", "sphere", 16);
    woad_vector_field vectors = points_of("sphere", 256), points = points_of("sphere", 256);
    woad_vector_swaps *swaps;
    woad_refine_gains gains = {0};
    params.threads = 1;
    params.loss.spectral.weight = 0.5;
    memcpy(params.loss.dither.kernel, "1.5", 4);
    params.loss.dither.radius = 5;
    assert_int_equal(woad_vector_swaps_create(&params, &vectors, &swaps, NULL), WOAD_OK);
    double dither = slow_dither(&vectors, 16, 1.5, 5);
    double spectral = spectral_of(&params, &vectors);
    assert_close(woad_vector_swaps_dither(swaps), dither, 1e-6, 1);
    size_t taken = 0;
    for (size_t k = 0; k < 20; k++)
        taken += woad_vector_swaps_sweep(swaps, k < 10 ? 1 : 0.03, 1e-4, &gains);
    assert_true(taken > 500);
    assert_close(dither - gains.dither, slow_dither(&vectors, 16, 1.5, 5), 1e-4, 1);
    assert_close(spectral - gains.spectral, spectral_of(&params, &vectors), 1e-3, 1);
    assert_true(gains.dither > 1 && gains.spectral > 0.9 * spectral);
    assert_same_set(&vectors, &points);
    woad_vector_swaps_destroy(swaps);
    woad_vector_field_clear(&points);
    woad_vector_field_clear(&vectors);
}

/* ---- whole designs -------------------------------------------------------------------- */

static void take_mask(const woad_mask *mask, size_t frame, woad_vector_field *field)
{
    size_t area = mask->width * mask->height;
    assert_int_equal(woad_vector_field_init(field, area, mask->channels, NULL), WOAD_OK);
    for (size_t i = 0; i < area * mask->channels; i++)
        field->values[i % mask->channels * area + i / mask->channels] =
            mask->thresholds[frame * area * mask->channels + i];
}

static void each_frame_has_each_point_once(void **state)
{
    (void)state;
    for (size_t n = 0; n < NAMES; n++) {
        woad_design_params params =
            params_of(n % 2 ? "vectors" : "vectors-descent", names[n], 9);
        params.depth = 2;
        params.refine.trials = 10;
        params.optimizer.iterations /= 10;
        woad_mask *mask = design(&params);
        assert_int_equal(mask->channels, woad_pdf_components(names[n]));
        for (size_t f = 0; f < 2; f++) {
            woad_vector_field points = points_of(names[n], 81), vectors;
            double distance;
            for (size_t i = 0; i < points.components * 81; i++)
                points.values[i] = (points.values[i] + 1) / 2;
            take_mask(mask, f, &vectors);
            assert_same_set(&vectors, &points);
            assert_int_equal(woad_score_vectors(mask, f, names[n], &distance, NULL), WOAD_OK);
            assert_true(distance < 1e-6);
            woad_vector_field_clear(&points);
            woad_vector_field_clear(&vectors);
        }
        assert_memory_not_equal(mask->thresholds, mask->thresholds + 81 * mask->channels,
            81 * mask->channels * sizeof(float));
        woad_mask_destroy(mask);
    }
}

/* What the figures for 64x64 are, at a size for every day. */
static void each_component_is_blue(void **state)
{
    (void)state;
    const char *const presets[] = {"vectors", "vectors-descent"};
    for (size_t p = 0; p < 2; p++) {
        woad_design_params params = params_of(presets[p], "sphere", 32);
        params.optimizer.iterations /= 2;
        params.refine.trials = 40;
        woad_mask *mask = design(&params);
        for (size_t c = 0; c < 3; c++) {
            woad_scores scores;
            assert_int_equal(woad_score(mask, 0, c, &scores, NULL), WOAD_OK);
            assert_true(scores.low_band_db < -20);
            assert_true(scores.high_band_cv < woad_structure_limit(32 * 32));
        }
        woad_mask_destroy(mask);
    }
}

static void a_recipe_makes_a_mask_again(void **state)
{
    (void)state;
    woad_design_params params = params_of("vectors-descent", "disk", 12);
    params.optimizer.iterations = 30;
    params.optimizer.stochastic = true;
    params.refine.trials = 5;
    woad_mask *one = design(&params);
    assert_int_equal(woad_recipe_parse(one->recipe, "it", &params, NULL), WOAD_OK);
    assert_int_equal(params.channels, 2);
    woad_mask *other = design(&params);
    assert_memory_equal(one->thresholds, other->thresholds, 288 * sizeof(float));
    assert_memory_equal(one->ranks, other->ranks, 288 * sizeof(uint32_t));
    woad_mask_destroy(other);
    woad_mask_destroy(one);
}

/* Of more vectors than one thread is given: the transforms, the terms on them and the sorting. */
static void threads_change_no_byte(void **state)
{
    (void)state;
    enum { WIDTH = 512, HEIGHT = 260, COUNT = WIDTH * HEIGHT };
    woad_design_params params = params_of("vectors-descent", "disk", WIDTH);
    woad_vector_field points = points_of("disk", COUNT), vectors[2];
    const woad_observer nobody = {0};
    params.height = HEIGHT;
    params.optimizer.iterations = 1;
    for (size_t i = 0; i < 2; i++) {
        woad_design_report report = {0};
        params.threads = 1 + 2 * i;
        assert_true(woad_threads_worth(params.threads, COUNT) == params.threads);
        vectors[i] = random_vectors(COUNT, points.components, 1);
        assert_int_equal(
            woad_vector_descend(&params, &points, NULL, &nobody, &vectors[i], &report, NULL),
            WOAD_OK);
        assert_int_equal(report.iterations, 1);
    }
    assert_memory_equal(vectors[0].values, vectors[1].values, DIM * COUNT * sizeof(float));
    for (size_t i = 0; i < 2; i++)
        woad_vector_field_clear(&vectors[i]);
    woad_vector_field_clear(&points);
}

typedef struct watched {
    size_t calls, stop_at;
    double last;
} watched;

static bool watch(const woad_progress *progress, void *user)
{
    watched *w = user;
    w->last = progress->losses.total;
    return ++w->calls == w->stop_at;
}

static void an_observer_sees_it_all_and_can_stop_it(void **state)
{
    (void)state;
    woad_design_params params = params_of("vectors-descent", "sphere", 12);
    params.optimizer.iterations = 20;
    params.refine.trials = 10;
    for (size_t stop_at = 0; stop_at <= 25; stop_at += 5) {
        watched w = {.stop_at = stop_at};
        const woad_observer observer = {watch, &w, 1};
        woad_design_report report;
        woad_mask *mask = NULL;
        int status = woad_design(&params, NULL, &observer, &mask, &report, NULL);
        assert_int_equal(status, stop_at ? WOAD_STOP_CALLER : WOAD_OK);
        assert_int_equal(w.calls, stop_at ? stop_at : 30);
        assert_int_equal(report.iterations, stop_at && stop_at < 21 ? stop_at - 1 : 20);
        assert_int_equal(report.sweeps, stop_at == 0 ? 10 : stop_at > 20 ? stop_at - 18 : 0);
        if (stop_at == 0)
            assert_close(w.last, report.after.total, 1e-4, 1);
        assert_true(report.after.total <= report.before.total);
        woad_mask_destroy(mask);
    }
}

/* Frames and channels that are designs of their own are parts of the mask, in their order. */
static bool count_parts(const woad_progress *progress, void *user)
{
    size_t *part = user;
    assert_int_equal(progress->parts, 3);
    assert_int_equal(progress->members, 1);
    assert_true(progress->part == *part || progress->part == *part + 1);
    *part = progress->part;
    return false;
}

static void parts_are_told(void **state)
{
    (void)state;
    woad_design_params frames = params_of("vectors-descent", "disk", 8);
    frames.depth = 3;
    frames.optimizer.iterations = 2;
    woad_design_params channels = WOAD_DESIGN_DEFAULTS;
    channels.width = channels.height = 8;
    channels.channels = 3;
    const woad_design_params *all[] = {&frames, &channels};
    for (size_t i = 0; i < 2; i++) {
        size_t part = 0;
        const woad_observer observer = {count_parts, &part, 1};
        woad_mask *mask;
        assert_int_equal(woad_design(all[i], NULL, &observer, &mask, NULL, NULL), WOAD_OK);
        assert_int_equal(part, 2);
        woad_mask_destroy(mask);
    }
}

typedef struct frame_stop {
    size_t part; /* stopped there, after a sweep */
    bool stopped, goes_on;
    size_t reports[4], starts;
} frame_stop;

static bool stop_in_frame(const woad_progress *progress, void *user)
{
    frame_stop *s = user;
    bool starts = progress->stage == WOAD_STAGE_START;
    s->starts += starts;
    s->reports[progress->part] += !starts;
    if (!starts && progress->part == s->part)
        return s->stopped = true;
    return s->stopped && s->goes_on;
}

/* Who stops one frame gets those after it whole; who goes on to stop gets them at once, each still
 * of the points. */
static void a_frame_can_be_stopped_or_all(void **state)
{
    (void)state;
    woad_design_params params = params_of("vectors", "circle", 8);
    params.depth = 4;
    params.refine.trials = 6;
    woad_mask *whole = design(&params);
    for (int goes_on = 0; goes_on < 2; goes_on++) {
        frame_stop s = {.part = 1, .goes_on = goes_on};
        const woad_observer observer = {stop_in_frame, &s, 1};
        woad_mask *mask;
        size_t frame = 64 * 2 * sizeof(float);
        assert_int_equal(
            woad_design(&params, NULL, &observer, &mask, NULL, NULL), WOAD_STOP_CALLER);
        assert_int_equal(s.starts, goes_on ? 2 : 3);
        for (size_t i = 0; i < 4; i++) {
            double distance;
            assert_int_equal(s.reports[i], i == 1 ? 1 : i > 1 && goes_on ? 0 : 6);
            assert_true((memcmp(mask->thresholds + i * 128, whole->thresholds + i * 128,
                             frame) == 0) == (s.reports[i] == 6));
            assert_int_equal(woad_score_vectors(mask, i, "circle", &distance, NULL), WOAD_OK);
            assert_true(distance < 1e-6);
        }
        woad_mask_destroy(mask);
    }
    woad_mask_destroy(whole);
}

/* ---- what is refused ------------------------------------------------------------------ */

static void assert_refused(const woad_design_params *params, const char *words)
{
    woad_error error = {""};
    assert_int_equal(woad_design_validate(params, &error), WOAD_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, words));
}

static void what_makes_no_vectors_is_refused(void **state)
{
    (void)state;
    woad_design_params good = params_of("vectors", "circle", 8), bad = good;
    woad_mask *mask = design(&good), *out = NULL;
    woad_error error = {""};
    bad.channels = 3;
    assert_refused(&bad, "mask.channels is 3: vectors of mask.pdf = circle have 2 components");
    bad = good;
    bad.loss.target.weight = 1;
    assert_refused(&bad, "loss.target.weight: for vectors (mask.pdf is circle) it must be 0");
    bad = good;
    bad.finish.iterations = 1;
    assert_refused(&bad, "finish.iterations");
    bad = good;
    bad.optimizer.tolerance = 0.1;
    assert_refused(&bad, "optimizer.tolerance");
    bad = good;
    bad.loss.dither.exponent = 2;
    assert_refused(&bad, "loss.dither.exponent");
    bad = good;
    bad.loss.dither.weight = 0;
    assert_refused(&bad, "refine.trials");
    assert_int_equal(woad_design(&good, mask, NULL, &out, NULL, &error), WOAD_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "a start, but mask.pdf is circle"));
    assert_null(out);
    double distance = -1;
    assert_int_equal(
        woad_score_vectors(mask, 0, "sphere", &distance, &error), WOAD_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "the mask has 2 channels"));
    assert_int_equal(
        woad_score_vectors(mask, 0, "gaussian", &distance, &error), WOAD_ERROR_ARGUMENT);
    assert_int_equal(
        woad_score_vectors(mask, 1, "circle", &distance, &error), WOAD_ERROR_ARGUMENT);
    assert_true(distance < 0);
    woad_mask_destroy(mask);
}

/* What a preset brings is not refused where it does nothing; what was set by hand is. */
static void keys_that_do_nothing_are_refused(void **state)
{
    (void)state;
    woad_design_params good = params_of("vectors", "circle", 8), bad;
    double *weights[] = {&bad.loss.dither.space, &bad.loss.dither.time, &bad.loss.dither.both};
    char *texts[] = {bad.loss.dither.temporal, bad.loss.dither.both_kernel};
    static const char *const keys[] = {
        "space: for", "time: for", "both: for", "temporal: for", "both_kernel: for"};
    for (size_t i = 0; i < 5; i++) {
        bad = good;
        if (i < 3)
            *weights[i] = 0.25;
        else
            strcpy(texts[i - 3], i == 3 ? "ema:0.3" : "2");
        assert_int_equal(woad_design_validate(&bad, NULL), WOAD_OK); /* one frame */
        bad.depth = 2;
        assert_refused(&bad, keys[i]);
    }
    bad = good;
    bad.loss.uniformity.weight = 0.01;
    assert_refused(&bad, "loss.uniformity.weight: for vectors (mask.pdf is circle) it must be "
                         "0, or optimizer.iterations above 0");
    bad.optimizer.iterations = 1;
    bad.loss.histogram.weight = 1;
    assert_int_equal(woad_design_validate(&bad, NULL), WOAD_OK);
    bad.optimizer.iterations = 0;
    bad.loss.uniformity.weight = 0;
    assert_refused(&bad,
        "loss.histogram.weight: for vectors (mask.pdf is circle) it must be its "
        "default, or optimizer.iterations above 0");
    static const char *const presets[] = {"vectors", "vectors-descent", "dither"};
    for (size_t i = 0; i < 3; i++) {
        good = params_of(presets[i], "disk", 8);
        good.depth = 2;
        assert_int_equal(woad_design_validate(&good, NULL), WOAD_OK);
        good.optimizer.iterations = 0;
        assert_int_equal(woad_design_validate(&good, NULL), WOAD_OK);
    }
}

/* Rates at which values overflow are an error, not a mask. */
static void divergence_is_said(void **state)
{
    (void)state;
    woad_design_params params = params_of("vectors-descent", "sphere", 8);
    woad_error error = {""};
    woad_mask *mask = NULL;
    params.optimizer.method = WOAD_METHOD_DESCENT;
    params.optimizer.rate = 1000;
    assert_int_equal(
        woad_design(&params, NULL, NULL, &mask, NULL, &error), WOAD_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "choose an optimizer.rate below 1000"));
    assert_null(mask);
}

static void a_vector_of_one_pixel_is_a_mask(void **state)
{
    (void)state;
    for (size_t size = 1; size <= 3; size++) {
        woad_design_params params = params_of("vectors-descent", "hemisphere", size);
        params.optimizer.iterations = 3;
        params.height = 1;
        woad_mask_destroy(design(&params));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_are_even_over_cells_of_equal_measure),
        cmocka_unit_test(points_lie_where_they_should),
        cmocka_unit_test(the_sliced_gradient_is_that_of_central_differences),
        cmocka_unit_test(a_descent_makes_the_distribution),
        cmocka_unit_test(matching_uses_each_point_once_and_moves_little),
        cmocka_unit_test(swaps_gain_what_the_energies_lose),
        cmocka_unit_test(each_frame_has_each_point_once),
        cmocka_unit_test(each_component_is_blue),
        cmocka_unit_test(a_recipe_makes_a_mask_again),
        cmocka_unit_test(threads_change_no_byte),
        cmocka_unit_test(an_observer_sees_it_all_and_can_stop_it),
        cmocka_unit_test(parts_are_told),
        cmocka_unit_test(a_frame_can_be_stopped_or_all),
        cmocka_unit_test(what_makes_no_vectors_is_refused),
        cmocka_unit_test(keys_that_do_nothing_are_refused),
        cmocka_unit_test(divergence_is_said),
        cmocka_unit_test(a_vector_of_one_pixel_is_a_mask),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
