/* mask_plot.h - what reports, sheets and the demo draw of one plane of a mask. */
#ifndef WOAD_CLI_MASK_PLOT_H
#define WOAD_CLI_MASK_PLOT_H

#include "picture.h"
#include "plot.h"

/* Each makes a new image in *out, the caller's to destroy. */

/* The power spectrum as cli_picture_from_spectrum draws it, of a large mask the means of
 * block x block frequencies (1: each by itself), so that the picture is smaller. */
woad_status mask_plot_spectrum(const woad_mask *mask, size_t frame, size_t channel,
    cli_picture_scale scale, size_t block, size_t zoom, woad_image **out, woad_error *error);

/* The histogram of the thresholds, with the line of the uniform distribution. */
woad_status mask_plot_histogram(const woad_mask *mask, size_t frame, size_t channel,
    size_t width, size_t height, woad_image **out, woad_error *error);

/* The flat greys whose patterns are shown wherever patterns are. */
enum { MASK_PLOT_GREYS = 4 };
extern const struct mask_plot_grey {
    double level;
    const char *label;
} mask_plot_greys[MASK_PLOT_GREYS];

/* The annuli of woad_radial_profile as columns, for plots. */
typedef struct mask_profile {
    double *frequency, *power_db, *anisotropy_db;
    size_t count;
} mask_profile;

/* Also after a failure, mask_profile_clear frees it. */
woad_status mask_profile_init(mask_profile *profile, const woad_mask *mask, size_t frame,
    size_t channel, woad_error *error);
void mask_profile_clear(mask_profile *profile);

/* The axis that profiles are drawn over: up to the corner of the spectrum. */
#define MASK_PLOT_FREQUENCY                                                                    \
    {                                                                                          \
        "frequency (cycles per pixel)", 0, 0.7072, false                                       \
    }

/* Whether there is anything finite to draw. */
bool mask_plot_has_point(const double *y, size_t count);

#endif
