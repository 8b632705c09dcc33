/* vector/field.c - a frame of vectors, its projections, and its random halvings. */
#include "vector/field.h"

#include <math.h>

#include "base/alloc.h"
#include "base/status.h"

enum { DIM = WOAD_VECTOR_COMPONENTS };

woad_status woad_vector_field_init(
    woad_vector_field *field, size_t count, size_t components, woad_error *error)
{
    *field = (woad_vector_field){count, components, woad_array(DIM * count, sizeof(float))};
    return field->values ? WOAD_OK : woad_fail_memory(error, "vectors");
}

void woad_vector_field_clear(woad_vector_field *field)
{
    woad_free(field->values);
    *field = (woad_vector_field){0};
}

woad_status woad_vector_field_points(woad_vector_field *field,
    const woad_vector_distribution *distribution, size_t count, woad_error *error)
{
    woad_status status = woad_vector_field_init(field, count, distribution->components, error);
    for (size_t i = 0; status >= 0 && i < count; i++) {
        double point[DIM] = {0};
        distribution->point(i, count, point);
        woad_vector_set(
            field, i, (const float[DIM]){(float)point[0], (float)point[1], (float)point[2]});
    }
    return status;
}

void woad_vector_get(const woad_vector_field *field, size_t i, float x[DIM])
{
    for (size_t c = 0; c < DIM; c++)
        x[c] = field->values[c * field->count + i];
}

void woad_vector_set(woad_vector_field *field, size_t i, const float x[DIM])
{
    for (size_t c = 0; c < DIM; c++)
        field->values[c * field->count + i] = x[c];
}

/* Those of a ball, by rejection, have the directions of the sphere. */
void woad_vector_direction(woad_random *random, size_t components, float direction[DIM])
{
    double x[DIM] = {0}, square;
    do {
        square = 0;
        for (size_t c = 0; c < components; c++) {
            x[c] = 2 * (double)woad_random_float(random) - 1;
            square += x[c] * x[c];
        }
    } while (square > 1 || square < 1e-4);
    for (size_t c = 0; c < DIM; c++)
        direction[c] = (float)(x[c] / sqrt(square));
}

void woad_vector_project(const woad_vector_field *field, const float direction[DIM],
    const uint32_t *order, size_t begin, size_t end, float *out)
{
    const float *x = field->values, *y = x + field->count, *z = y + field->count;
    const float a = direction[0], b = direction[1], c = direction[2];
    for (size_t k = begin; k < end; k++) {
        size_t i = order ? order[k] : k;
        out[k] = a * x[i] + b * y[i] + c * z[i];
    }
}

/* ---- halving -------------------------------------------------------------------------- */

typedef struct halving {
    const woad_vector_field *field;
    size_t most;
    uint64_t seed;
    float *keys; /* of order[k], at k */
    uint32_t *order;
} halving;

static void exchange(const halving *h, size_t a, size_t b)
{
    float key = h->keys[a];
    uint32_t index = h->order[a];
    h->keys[a] = h->keys[b];
    h->order[a] = h->order[b];
    h->keys[b] = key;
    h->order[b] = index;
}

/* Hoare's quickselect, with those that equal the pivot in the middle: what stands before `middle`
 * is not above what stands from there on. */
static void part_at(const halving *h, size_t begin, size_t end, size_t middle)
{
    while (end - begin > 1) {
        float pivot = h->keys[begin + (end - begin) / 2];
        size_t below = begin, above = end;
        for (size_t k = begin; k < above;) {
            if (h->keys[k] < pivot)
                exchange(h, below++, k++);
            else if (h->keys[k] > pivot)
                exchange(h, --above, k);
            else
                k++;
        }
        if (middle >= below && middle < above)
            return;
        if (middle < below)
            end = below;
        else
            begin = above;
    }
}

static void halve(const halving *h, size_t begin, size_t end)
{
    if (end - begin <= h->most)
        return;
    float direction[DIM];
    size_t middle = woad_halfway(begin, end);
    /* Each cut has a middle of its own. */
    woad_random random = woad_random_seed(h->seed, middle);
    woad_vector_direction(&random, h->field->components, direction);
    woad_vector_project(h->field, direction, h->order, begin, end, h->keys);
    part_at(h, begin, end, middle);
    halve(h, begin, middle);
    halve(h, middle, end);
}

void woad_vector_halve(
    const woad_vector_field *field, size_t most, uint64_t seed, float *keys, uint32_t *order)
{
    const halving h = {field, most < 1 ? 1 : most, seed, keys, order};
    for (size_t i = 0; i < field->count; i++)
        order[i] = (uint32_t)i;
    halve(&h, 0, field->count);
}
