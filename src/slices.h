/* slices.h - the kernel of the dither energy through space and time, frame by frame.
 *
 * Of a mask of one frame it is the kernel in space. Of several it is a weighted sum, each part of
 * sum 1 over the pairs of one pixel with others (Donnelly, Wolfe, Buetepage, Valdes 2024 have the
 * product and the separate ones):
 *
 *     space  pairs within a frame, by the kernel: the error that is seen of one frame
 *     time   pairs at one pixel, by the filter through time: the error of one pixel over frames
 *     both   all pairs, by the product of a kernel and the filter: the error after both
 */
#ifndef WOAD_SRC_SLICES_H
#define WOAD_SRC_SLICES_H

#include "kernel.h"

/* What pairs weigh whose second pixel is `frame` frames later, on a loop of frames. */
typedef struct woad_slice {
    size_t frame;
    woad_taps taps; /* `self` is of no use here */
} woad_slice;

/* The weights of all slices sum to 1; the one of no offset is 0 and stands by itself. The first
 * slice is that of the pixel's own frame. */
typedef struct woad_slices {
    size_t count;
    woad_slice *slices;
    double self; /* of a pixel with itself, on the scale of the others */
} woad_slices;

/* The kernel of a loss for masks of this size. Fails as woad_taps_create does, and with
 * WOAD_ERROR_ARGUMENT when a mask with frames has no part that weighs anything. To be called in any
 * locale. */
woad_status woad_slices_create(const woad_dither_loss_params *params, size_t width,
    size_t height, size_t depth, woad_slices *out, woad_error *error);
void woad_slices_clear(woad_slices *slices);

#endif
