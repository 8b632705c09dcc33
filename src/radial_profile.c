/* radial_profile.c - radially averaged power spectrum and anisotropy (Robert A. Ulichney,
 * "Dithering with blue noise", Proceedings of the IEEE 76(1), 1988, section III).
 *
 * Ulichney averages ten periodograms, so that isotropic noise has an anisotropy of -10 dB; of
 * the one periodogram that a mask has, white noise has 0 dB.
 */
#include <woad/score.h>

#include <math.h>

#include "base/alloc.h"
#include "spectrum.h"

/* Sums over the frequencies of one annulus. */
typedef struct ring {
    double frequency, power, squares;
    double pairs; /* of mirrored frequencies; one that is its own mirror counts as a pair */
    size_t count;
} ring;

static void ring_add(ring *r, double frequency, double power, unsigned count, double pairs)
{
    r->frequency += count * frequency;
    r->power += count * power;
    r->squares += count * power * power;
    r->count += count;
    r->pairs += pairs;
}

static void add_bin(const woad_spectrum *spectrum, size_t kx, size_t ky, ring *rings)
{
    unsigned count = woad_bin_count(spectrum, kx);
    /* In a column that mirrors itself both of a pair are at hand, so each adds half of it. */
    double pairs = count == 1 && !woad_bin_is_own_mirror(ky, spectrum->height) ? 0.5 : 1;
    ring_add(&rings[woad_bin_annulus(spectrum, kx, ky)], woad_bin_frequency(spectrum, kx, ky),
        woad_bin_power(spectrum, kx, ky), count, pairs);
}

static woad_annulus annulus_of_ring(const ring *r)
{
    double count = (double)r->count;
    double mean = r->power / count;
    double variance = fmax(r->squares / count - mean * mean, 0) * r->pairs / (r->pairs - 1);
    return (woad_annulus){
        .frequency = r->frequency / count,
        .power = mean,
        .anisotropy_db =
            r->pairs > 1 && mean > 0 ? 10 * log10(variance / (mean * mean)) : (double)NAN,
        .count = r->count,
    };
}

static woad_status write_annuli(const ring *rings, size_t ring_count, woad_annulus *annuli,
    size_t capacity, size_t *count, woad_error *error)
{
    size_t needed = 0;
    for (size_t i = 0; i < ring_count; i++)
        needed += rings[i].count > 0;
    if (needed > capacity)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "room for %zu annuli: the radial profile has %zu", capacity, needed);
    size_t written = 0;
    for (size_t i = 0; i < ring_count; i++) {
        if (rings[i].count > 0)
            annuli[written++] = annulus_of_ring(&rings[i]);
    }
    *count = written;
    return WOAD_OK;
}

woad_status woad_radial_profile(const woad_mask *mask, size_t frame, size_t channel,
    woad_annulus *annuli, size_t capacity, size_t *count, woad_error *error)
{
    woad_spectrum spectrum;
    ring *rings = NULL;
    size_t ring_count = WOAD_RADIAL_CAPACITY(mask->width, mask->height);
    woad_status status = woad_spectrum_of_mask(&spectrum, mask, frame, channel, NULL, error);
    if (status < 0)
        goto cleanup;
    rings = woad_array(ring_count, sizeof *rings);
    if (!rings) {
        status = woad_fail_memory(error, "the radial profile");
        goto cleanup;
    }
    for (size_t ky = 0; ky < spectrum.height; ky++) {
        for (size_t kx = ky == 0; kx < spectrum.half_width; kx++)
            add_bin(&spectrum, kx, ky, rings);
    }
    status = write_annuli(rings, ring_count, annuli, capacity, count, error);
cleanup:
    woad_free(rings);
    woad_spectrum_clear(&spectrum);
    return status;
}
