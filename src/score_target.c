/* score_target.c - how far a mask is from a target spectrum, as <woad/score.h> defines it. */
#include <woad/score.h>

#include <math.h>

#include "base/alloc.h"
#include "base/status.h"
#include "spectrum.h"
#include "target_spectrum.h"

/* Sums over the frequencies of one annulus. */
typedef struct ring {
    double count, frequency, power, target;
} ring;

static void add_bin(
    const woad_spectrum *spectrum, const double *target, size_t kx, size_t ky, ring *rings)
{
    size_t width = spectrum->width, height = spectrum->height;
    ring *r = &rings[woad_annulus_at(width, height, kx, ky)];
    double count = woad_bin_count(spectrum, kx);
    r->count += count;
    r->frequency +=
        count * hypot(woad_axis_frequency(kx, width), woad_axis_frequency(ky, height));
    r->power += count * woad_bin_power(spectrum, kx, ky);
    r->target += count * target[ky * spectrum->half_width + kx];
}

static woad_target_score score_rings(const ring *rings, size_t ring_count)
{
    woad_target_score score = {.worst = NAN, .worst_frequency = NAN};
    double squares = 0, stopped = 0, stop_power = 0;
    for (size_t i = 0; i < ring_count; i++) {
        const ring *r = &rings[i];
        double distance = (r->power - r->target) / r->target;
        if (r->count > 0 && r->target >= WOAD_TARGET_FLOOR * r->count) {
            score.annuli++;
            squares += distance * distance;
            if (!(fabs(distance) <= fabs(score.worst))) {
                score.worst = distance;
                score.worst_frequency = r->frequency / r->count;
            }
        } else {
            stopped += r->count;
            stop_power += r->power;
        }
    }
    score.relative_rms = sqrt(squares / (double)score.annuli);
    score.stop_band_db = 10 * log10(stop_power / stopped);
    return score;
}

static woad_status score(const woad_spectrum *spectrum, const double *target,
    woad_target_score *out, woad_error *error)
{
    size_t count = WOAD_RADIAL_CAPACITY(spectrum->width, spectrum->height);
    ring *rings = woad_array(count, sizeof *rings);
    if (!rings)
        return woad_fail_memory(error, "the distance to a target");
    for (size_t ky = 0; ky < spectrum->height; ky++) {
        for (size_t kx = ky == 0; kx < spectrum->half_width; kx++)
            add_bin(spectrum, target, kx, ky, rings);
    }
    *out = score_rings(rings, count);
    woad_free(rings);
    return WOAD_OK;
}

woad_status woad_score_target(const woad_mask *mask, size_t frame, size_t channel,
    const woad_pdf *pdf, const char *spectrum, woad_target_score *out, woad_error *error)
{
    woad_spectrum of_mask;
    double *target = NULL;
    woad_status status = woad_spectrum_of_mask(&of_mask, mask, frame, channel, pdf, error);
    if (status >= 0)
        status =
            woad_target_spectrum_create(spectrum, mask->width, mask->height, &target, error);
    if (status >= 0)
        status = score(&of_mask, target, out, error);
    woad_free(target);
    woad_spectrum_clear(&of_mask);
    return status;
}
