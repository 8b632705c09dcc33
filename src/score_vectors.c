/* score_vectors.c - vectors against the points of their distribution, as <woad/score.h> defines
 * it. */
#include <woad/score.h>

#include <math.h>

#include "base/status.h"
#include "mask.h"
#include "vector/sliced.h"

enum { DIRECTIONS = 64, SEED = 1 };

/* The channels of a frame, on the scale of vectors. */
static woad_status take_frame(
    woad_vector_field *vectors, const woad_mask *mask, size_t frame, woad_error *error)
{
    size_t count = mask->width * mask->height;
    woad_status status = woad_vector_field_init(vectors, count, mask->channels, error);
    for (size_t c = 0; status >= 0 && c < mask->channels; c++) {
        woad_plane plane = woad_mask_plane(mask, frame, c);
        for (size_t i = 0; i < count; i++)
            vectors->values[c * count + i] = 2 * plane.thresholds[i * plane.stride] - 1;
    }
    return status;
}

static woad_status sliced_distance(const woad_vector_field *vectors,
    const woad_vector_field *points, double *distance, woad_error *error)
{
    woad_sliced *sliced;
    woad_random random = woad_random_seed(SEED, 0);
    double sum = 0;
    woad_status status = woad_sliced_create(points, 1, &sliced, error);
    if (status < 0)
        return status;
    for (size_t k = 0; k < DIRECTIONS; k++) {
        float direction[WOAD_VECTOR_COMPONENTS];
        woad_vector_direction(&random, vectors->components, direction);
        sum += woad_sliced_add(sliced, vectors, direction, 0, NULL);
    }
    woad_sliced_destroy(sliced);
    *distance = sqrt(sum / DIRECTIONS / (double)vectors->count);
    return WOAD_OK;
}

static woad_status check(const woad_mask *mask, size_t frame, const char *pdf,
    const woad_vector_distribution *distribution, woad_error *error)
{
    if (!distribution)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "'%s' is not a distribution of vectors: `woad list distributions` shows those",
            pdf);
    if (mask->channels != distribution->components)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "the mask has %zu channel%s: vectors of %s have %zu components", mask->channels,
            mask->channels == 1 ? "" : "s", pdf, distribution->components);
    return woad_mask_check_plane(mask, frame, 0, error);
}

woad_status woad_score_vectors(
    const woad_mask *mask, size_t frame, const char *pdf, double *distance, woad_error *error)
{
    const woad_vector_distribution *distribution = woad_vector_distribution_find(pdf);
    woad_vector_field vectors = {0}, points = {0};
    woad_status status = check(mask, frame, pdf, distribution, error);
    if (status < 0)
        return status;
    status = take_frame(&vectors, mask, frame, error);
    if (status >= 0)
        status = woad_vector_field_points(&points, distribution, vectors.count, error);
    if (status >= 0)
        status = sliced_distance(&vectors, &points, distance, error);
    woad_vector_field_clear(&vectors);
    woad_vector_field_clear(&points);
    return status;
}
