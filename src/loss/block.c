/* loss/block.c - what one transform is of, and the memory for one at a time. */
#include "loss/block.h"

#include "base/alloc.h"
#include "base/parallel.h"
#include "base/status.h"

woad_block woad_block_of(
    woad_span span, size_t width, size_t height, size_t depth, size_t threads)
{
    size_t area = width * height;
    woad_block b = {.scope = {.span = span, .area = area, .depth = depth}};
    switch (span) {
    case WOAD_SPAN_TIME: /* a line of frames */
        b.scope.shape = woad_half_shape_of(depth, 1, 1);
        b.number = b.step = area;
        b.apart = 1;
        break;
    case WOAD_SPAN_VOLUME:
        b.scope.shape = woad_half_shape_of(width, height, depth);
        b.number = b.step = 1;
        break;
    default:
        b.scope.shape = woad_half_shape_of(width, height, 1);
        b.number = depth;
        b.step = 1;
        b.apart = area;
    }
    b.count = area * depth / b.number;
    b.threads = span == WOAD_SPAN_TIME ? 1 : woad_threads_worth(threads, b.count);
    b.spectrum_stride = woad_half_stride(b.scope.shape.width);
    return b;
}

/* The transforms want arrays that begin on a boundary of woad_array's. Frames that do need no
 * copy; the others' gradients are added to theirs. */
static bool is_copied(const woad_block *b)
{
    return b->scope.span != WOAD_SPAN_FRAME ||
           (b->number > 1 && b->count * sizeof(float) % WOAD_ALIGNMENT != 0);
}

woad_status woad_block_create(woad_block *b, woad_error *error)
{
    woad_half_shape shape = b->scope.shape;
    b->spectrum = woad_array(shape.rows * b->spectrum_stride, sizeof *b->spectrum);
    b->amplitude = woad_array(shape.rows * shape.stride, sizeof *b->amplitude);
    b->row_gradients = woad_array(b->threads * shape.bins, sizeof *b->row_gradients);
    if (is_copied(b)) {
        b->values = woad_array(b->count, sizeof *b->values);
        b->gradient = woad_array(b->count, sizeof *b->gradient);
    }
    if (!b->spectrum || !b->amplitude || !b->row_gradients ||
        (is_copied(b) && (!b->values || !b->gradient)))
        return woad_fail_memory(error, "the loss");
    return woad_fft_create_3d(
        shape.width, shape.height, shape.depth, b->threads, false, &b->fft, error);
}

void woad_block_clear(woad_block *b)
{
    woad_fft_destroy(b->fft);
    woad_free(b->spectrum);
    woad_free(b->amplitude);
    woad_free(b->row_gradients);
    woad_free(b->values);
    woad_free(b->gradient);
}

size_t woad_block_memory(const woad_block *b)
{
    woad_half_shape shape = b->scope.shape;
    size_t floats = shape.rows * (2 * b->spectrum_stride + shape.stride) +
                    b->threads * shape.bins + (is_copied(b) ? 2 * b->count : 0);
    return floats * sizeof(float);
}

size_t woad_block_planning_memory(const woad_block *b)
{
    return woad_fft_planning_memory(b->scope.shape.width, b->scope.shape.rows);
}

void woad_block_take(const woad_block *b, size_t index, const float *values)
{
    const float *first = values + index * b->apart;
    for (size_t i = 0; i < b->count; i++)
        b->values[i] = first[i * b->step];
}

void woad_block_add(const woad_block *b, size_t index, float *gradient)
{
    float *first = gradient + index * b->apart;
    for (size_t i = 0; i < b->count; i++)
        first[i * b->step] += b->gradient[i];
}
