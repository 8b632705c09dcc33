/* vector/sliced.c - the histogram term of vectors: sliced optimal transport.
 *
 * In one dimension the nearest arrangement of targets is that of equal ranks, which is the post's
 * histogram term. In several, each direction w, a unit vector, has one of its own for the
 * projections of the d-dimensional vectors v and points p (Rabin, Peyre, Delon and Bernot,
 * "Wasserstein barycenter and its application to texture mixing", 2011):
 *
 *     H_w(v) = d sum_j (sort(v.w)_j - sort(p.w)_j)^2
 *     dH_w/dv_i = 2 d (v_i.w - sort(p.w)_(rank of v_i.w)) w
 *
 * The order is constant almost everywhere. Over random directions the mean of d (x.w)^2 is |x|^2,
 * so a small move of all vectors costs in the mean what it does in the histogram term of each of
 * the components.
 */
#include "vector/sliced.h"

#include "base/alloc.h"
#include "base/parallel.h"
#include "base/simd.h"
#include "base/sort.h"

struct woad_sliced {
    const woad_vector_field *points;
    woad_sorter *sorter;
    float *projected, *sorted; /* of the points, by rank */
    uint32_t *ranks;
};

woad_status woad_sliced_create(
    const woad_vector_field *points, size_t threads, woad_sliced **out, woad_error *error)
{
    woad_sliced *s = woad_array(1, sizeof *s);
    if (!s)
        return woad_fail_memory(error, "the sliced histogram");
    size_t n = points->count;
    *s = (woad_sliced){points, NULL, woad_array(n, sizeof(float)), woad_array(n, sizeof(float)),
        woad_array(n, sizeof(uint32_t))};
    woad_status status = s->projected && s->sorted && s->ranks
                             ? WOAD_OK
                             : woad_fail_memory(error, "the sliced histogram");
    if (status >= 0)
        status = woad_sorter_create(n, woad_threads_worth(threads, n), &s->sorter, error);
    if (status < 0)
        woad_sliced_destroy(s);
    else
        *out = s;
    return status;
}

void woad_sliced_destroy(woad_sliced *sliced)
{
    if (!sliced)
        return;
    woad_sorter_destroy(sliced->sorter);
    woad_free(sliced->projected);
    woad_free(sliced->sorted);
    woad_free(sliced->ranks);
    woad_free(sliced);
}

/* projected[i] = direction . vector i, ranks[i] its rank. */
static void rank_projections(
    woad_sliced *s, const woad_vector_field *field, const float *direction)
{
    woad_vector_project(field, direction, NULL, 0, field->count, s->projected);
    woad_rank(s->sorter, s->projected, field->count, s->ranks);
}

WOAD_VECTOR static void pull(
    const float *restrict away, size_t count, float factor, float *restrict gradient)
{
    for (size_t i = 0; i < count; i++)
        gradient[i] += factor * away[i];
}

double woad_sliced_add(woad_sliced *s, const woad_vector_field *vectors,
    const float direction[WOAD_VECTOR_COMPONENTS], float factor, float *gradient)
{
    size_t n = vectors->count;
    float d = (float)vectors->components;
    double sum = 0;
    rank_projections(s, s->points, direction);
    for (size_t i = 0; i < n; i++)
        s->sorted[s->ranks[i]] = s->projected[i];
    rank_projections(s, vectors, direction);
    for (size_t i = 0; i < n; i++) {
        s->projected[i] -= s->sorted[s->ranks[i]];
        sum += (double)s->projected[i] * (double)s->projected[i];
    }
    for (size_t c = 0; gradient && c < vectors->components; c++)
        pull(s->projected, n, 2 * d * factor * direction[c], gradient + c * n);
    return (double)d * sum;
}

size_t woad_sliced_memory(size_t count, size_t threads)
{
    return count * (2 * sizeof(float) + sizeof(uint32_t)) +
           woad_sorter_memory(count, woad_threads_worth(threads, count));
}
