/* coherence.c - the Fourier ring correlation of two masks, squared, as <woad/score.h> defines
 * it. */
#include <woad/score.h>

#include <math.h>

#include "base/alloc.h"
#include "mask.h"
#include "spectrum.h"

/* Sums over the frequencies of one annulus. */
typedef struct ring {
    double frequency, power_a, power_b;
    double cross; /* of F1 conj(F2), whose imaginary parts cancel in mirror pairs */
    size_t count;
} ring;

static void add_bin(
    const woad_spectrum *a, const woad_spectrum *b, size_t kx, size_t ky, ring *rings)
{
    ring *r = &rings[woad_bin_annulus(a, kx, ky)];
    unsigned count = woad_bin_count(a, kx);
    float complex fa = a->half[ky * a->stride + kx], fb = b->half[ky * b->stride + kx];
    double cross =
        (double)crealf(fa) * (double)crealf(fb) + (double)cimagf(fa) * (double)cimagf(fb);
    r->frequency += count * woad_bin_frequency(a, kx, ky);
    r->power_a += count * woad_bin_energy(a, kx, ky);
    r->power_b += count * woad_bin_energy(b, kx, ky);
    r->cross += count * cross;
    r->count += count;
}

static double ring_coherence(const ring *r)
{
    double powers = r->power_a * r->power_b;
    return powers > 0 ? r->cross * r->cross / powers : (double)NAN;
}

static woad_status check_sizes(const woad_mask *a, const woad_mask *b, woad_error *error)
{
    if (a->width == b->width && a->height == b->height)
        return WOAD_OK;
    return woad_fail(error, WOAD_ERROR_ARGUMENT,
        "masks of %zux%zu and %zux%zu: coherence is between masks of one size", a->width,
        a->height, b->width, b->height);
}

static woad_status fill_rings(const woad_mask *mask_a, size_t frame_a, size_t channel_a,
    const woad_mask *mask_b, size_t frame_b, size_t channel_b, ring *rings, woad_error *error)
{
    woad_spectrum a, b = {0};
    woad_status status = woad_spectrum_of_mask(&a, mask_a, frame_a, channel_a, NULL, error);
    if (status >= 0)
        status = woad_spectrum_of_mask(&b, mask_b, frame_b, channel_b, NULL, error);
    for (size_t ky = 0; status >= 0 && ky < a.height; ky++) {
        for (size_t kx = ky == 0; kx < a.half_width; kx++)
            add_bin(&a, &b, kx, ky, rings);
    }
    woad_spectrum_clear(&a);
    woad_spectrum_clear(&b);
    return status;
}

static woad_status write_annuli(const ring *rings, size_t ring_count,
    woad_coherence_annulus *annuli, size_t capacity, size_t *count, woad_error *error)
{
    size_t needed = 0;
    for (size_t i = 0; i < ring_count; i++)
        needed += rings[i].count > 0;
    if (needed > capacity)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "room for %zu annuli: the coherence has %zu", capacity, needed);
    size_t written = 0;
    for (size_t i = 0; i < ring_count; i++) {
        const ring *r = &rings[i];
        if (r->count > 0)
            annuli[written++] = (woad_coherence_annulus){
                r->frequency / (double)r->count, ring_coherence(r), r->count};
    }
    *count = written;
    return WOAD_OK;
}

woad_status woad_coherence_profile(const woad_mask *a, size_t frame_a, size_t channel_a,
    const woad_mask *b, size_t frame_b, size_t channel_b, woad_coherence_annulus *annuli,
    size_t capacity, size_t *count, woad_error *error)
{
    woad_status status = check_sizes(a, b, error);
    if (status < 0)
        return status;
    size_t ring_count = WOAD_RADIAL_CAPACITY(a->width, a->height);
    ring *rings = woad_array(ring_count, sizeof *rings);
    if (!rings)
        return woad_fail_memory(error, "the coherence");
    status = fill_rings(a, frame_a, channel_a, b, frame_b, channel_b, rings, error);
    if (status >= 0)
        status = write_annuli(rings, ring_count, annuli, capacity, count, error);
    woad_free(rings);
    return status;
}

/* The variance of the squared cosine between random directions in n dimensions, which has the
 * distribution Beta(1/2, (n - 1)/2). */
static double white_variance(double n)
{
    return 2 * (n - 1) / (n * n * (n + 2));
}

static woad_coherence_scores average(const woad_coherence_annulus *annuli, size_t count)
{
    double sum = 0, white = 0, variance = 0, used = 0;
    for (size_t i = 0; i < count; i++) {
        double n = (double)annuli[i].count;
        if (isnan(annuli[i].coherence))
            continue;
        sum += annuli[i].coherence;
        white += 1 / n;
        variance += white_variance(n);
        used++;
    }
    return (woad_coherence_scores){sum / used, white / used, sqrt(variance) / used};
}

woad_status woad_coherence(const woad_mask *a, size_t frame_a, size_t channel_a,
    const woad_mask *b, size_t frame_b, size_t channel_b, woad_coherence_scores *out,
    woad_error *error)
{
    size_t count = 0, capacity = WOAD_RADIAL_CAPACITY(a->width, a->height);
    woad_coherence_annulus *annuli = woad_array(capacity, sizeof *annuli);
    if (!annuli)
        return woad_fail_memory(error, "the coherence");
    woad_status status = woad_coherence_profile(
        a, frame_a, channel_a, b, frame_b, channel_b, annuli, capacity, &count, error);
    if (status >= 0)
        *out = average(annuli, count);
    woad_free(annuli);
    return status;
}
