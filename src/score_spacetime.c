/* score_spacetime.c - the dither error of a whole mask with frames, in space and through time, as
 * <woad/score.h> defines it.
 *
 * The exponential moving average is what accumulates frames in games (temporal antialiasing);
 * Wolfe, Morrical, Akenine-Moller and Ramamoorthi ("Spatiotemporal blue noise masks", 2022) and
 * Donnelly, Wolfe, Butepage and Valdes ("FAST: filter-adapted spatio-temporal sampling for
 * real-time rendering", 2024) design masks for it.
 */
#include <woad/score.h>

#include "base/alloc.h"
#include "mask.h"
#include "spacetime.h"
#include "spectrum.h"

/* The patterns' spectrum. */
typedef struct volume {
    size_t stride;
    float *pattern;      /* [depth][height][width] */
    float complex *half; /* [depth][height][stride] */
    woad_spacetime filters;
    woad_fft *fft;
} volume;

static void volume_clear(volume *v)
{
    woad_fft_destroy(v->fft);
    woad_free(v->pattern);
    woad_free(v->half);
    woad_spacetime_clear(&v->filters);
}

static woad_status volume_init(volume *v, const woad_mask *mask, woad_error *error)
{
    size_t rows = mask->height * mask->depth;
    *v = (volume){.stride = woad_half_stride(mask->width)};
    /* The plan first: making it needs scratch arrays as large as the two that follow. */
    woad_status status =
        woad_fft_create_3d(mask->width, mask->height, mask->depth, 1, false, &v->fft, error);
    if (status < 0)
        return status;
    v->pattern = woad_array(rows * mask->width, sizeof *v->pattern);
    v->half = woad_array(rows * v->stride, sizeof *v->half);
    if (!v->pattern || !v->half)
        return woad_fail_memory(error, "the error through time");
    return woad_spacetime_init(mask->width, mask->height, mask->depth, &v->filters, error);
}

static void load_patterns(volume *v, const woad_mask *mask, size_t channel, unsigned level)
{
    for (size_t frame = 0; frame < mask->depth; frame++) {
        woad_plane plane = woad_mask_plane(mask, frame, channel);
        woad_spacetime_pattern(v->pattern + frame * plane.count, plane.ranks, plane.stride,
            plane.count, plane.count, level);
    }
}

woad_status woad_score_spacetime(
    const woad_mask *mask, size_t channel, woad_spacetime_scores *out, woad_error *error)
{
    volume v;
    double energy[WOAD_SPACETIME_FILTERS] = {0};
    woad_status status = woad_mask_check_plane(mask, 0, channel, error);
    if (status < 0)
        return status;
    status = volume_init(&v, mask, error);
    for (unsigned level = 1; status >= 0 && level <= WOAD_SCORE_THRESHOLDS; level++) {
        load_patterns(&v, mask, channel, level);
        woad_fft_forward(v.fft, v.pattern, v.half);
        woad_spacetime_add(&v.filters, v.half, v.stride, 0, mask->height * mask->depth, energy);
    }
    if (status >= 0)
        woad_spacetime_score(&v.filters, energy, out);
    volume_clear(&v);
    return status;
}
