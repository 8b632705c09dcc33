/* loss/block.h - what one transform is of, and the memory for one at a time.
 *
 * A mask consists of `number` blocks of `count` values: its frames, its pixels through time, or
 * itself. Value i of block b stands at [b * apart + i * step].
 *
 * Transforms through time are short and many: threads share their blocks, and none its transform.
 */
#ifndef WOAD_LOSS_BLOCK_H
#define WOAD_LOSS_BLOCK_H

#include "base/fft.h"
#include "loss/term.h"

typedef struct woad_block {
    woad_scope scope;
    size_t count, number, step, apart;
    size_t threads;
    size_t spectrum_stride;
    woad_fft *fft;
    float complex *spectrum;  /* [rows][spectrum_stride] */
    float *amplitude;         /* a half field */
    float *row_gradients;     /* [threads][bins], of the row that each thread works on */
    float *values, *gradient; /* copies of one block's, or NULL: frames that need none */
} woad_block;

/* The numbers, for up to `threads` threads; nothing is allocated. */
woad_block woad_block_of(
    woad_span span, size_t width, size_t height, size_t depth, size_t threads);

/* The plans and arrays. Also after a failure, woad_block_clear frees it. */
woad_status woad_block_create(woad_block *block, woad_error *error);
void woad_block_clear(woad_block *block);

/* Bytes that woad_block_create takes, and for a while more, without the Fourier library's own. */
size_t woad_block_memory(const woad_block *block);
size_t woad_block_planning_memory(const woad_block *block);

/* Copies the index-th block of the mask's values into the block's; adds its gradient to the
 * mask's. */
void woad_block_take(const woad_block *block, size_t index, const float *values);
void woad_block_add(const woad_block *block, size_t index, float *gradient);

#endif
