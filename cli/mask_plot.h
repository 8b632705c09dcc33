/* mask_plot.h - what reports and the demo draw of one plane of a mask. */
#ifndef WOAD_CLI_MASK_PLOT_H
#define WOAD_CLI_MASK_PLOT_H

#include "picture.h"

/* Each makes a new image in *out, the caller's to destroy. */

/* The power spectrum as cli_picture_from_spectrum draws it. */
woad_status mask_plot_spectrum(const woad_mask *mask, size_t frame, size_t channel,
    cli_picture_scale scale, size_t zoom, woad_image **out, woad_error *error);

/* The histogram of the thresholds, with the line of the uniform distribution. */
woad_status mask_plot_histogram(const woad_mask *mask, size_t frame, size_t channel,
    size_t width, size_t height, woad_image **out, woad_error *error);

#endif
