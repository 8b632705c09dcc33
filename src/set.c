/* set.c - several masks from one design, with little in common.
 *
 * The coherence of two masks (<woad/score.h>) at every shift of one of them: a shift by s turns
 * the phase at frequency f by 2 pi f s, so the cross spectrum of one annulus, over the root of
 * the two powers there, transforms back into the correlation of that annulus at all shifts at
 * once. Its square is the coherence. Shifts are taken from a lattice of at most 64 an axis, where
 * that divides the axis: the spectrum then folds onto as many frequencies, and the transforms
 * stay small.
 */
#include "set.h"

#include <math.h>
#include <string.h>

#include <woad/score.h>

#include "base/alloc.h"
#include "base/random.h"
#include "base/status.h"
#include "spectrum.h"

enum {
    FINEST = 64, /* shifts an axis */
    COARSEST = 8 /* fewer are too few to choose from: then all */
};

uint64_t woad_set_seed(uint64_t seed, size_t index)
{
    return index == 0 ? seed : woad_hash(seed + woad_hash(~(uint64_t)index));
}

uint64_t woad_frame_seed(uint64_t seed, size_t frame)
{
    return frame == 0 ? seed : woad_hash(seed + woad_hash(frame));
}

/* ---- the annuli ----------------------------------------------------------------------- */

typedef struct search {
    size_t annuli;
    uint32_t *bins;        /* places in the half spectrum, annulus by annulus */
    size_t *begins;        /* of each annulus in `bins`, and where it ends; [annuli + 2] */
    float *scales;         /* [annuli] */
    woad_spectrum lattice; /* as many pixels as there are shifts */
    size_t shifts;         /* lattice.height * lattice.width */
    float *mean;           /* [shifts]: of two channels */
    float *largest;        /* [shifts]: of these */
    woad_spectrum plane;   /* what transforms a plane; its half is then the cross spectrum's */
    size_t half;           /* values of the half spectrum of a plane */
    float complex *spectra[WOAD_MAX_SET]; /* of the masks where they are, each
                                             [depth][channels][half] */
} search;

static void search_clear(search *s)
{
    woad_spectrum_clear(&s->lattice);
    woad_free(s->bins);
    woad_free(s->begins);
    woad_free(s->scales);
    woad_free(s->mean);
    woad_free(s->largest);
    woad_spectrum_clear(&s->plane);
    for (size_t m = 0; m < WOAD_MAX_SET; m++)
        woad_free(s->spectra[m]);
}

/* Shifts along an axis of n pixels: as many as divide it. */
static size_t lattice_axis(size_t n)
{
    size_t best = n < FINEST ? n : FINEST;
    while (n % best != 0)
        best--;
    return best < COARSEST ? n : best;
}

/* Lists the bins by annulus, by counting. Zero frequency is in none. */
static void sort_bins(search *s, size_t width, size_t height)
{
    size_t half = woad_half_width(width), stride = woad_half_stride(width);
    /* begins[r + 2] counts, [r + 1] begins, and moves on to the end as the annulus is listed. */
    for (size_t i = 1; i < height * half; i++)
        s->begins[woad_annulus_at(width, height, i % half, i / half) + 2]++;
    for (size_t r = 1; r <= s->annuli; r++)
        s->begins[r + 1] += s->begins[r];
    for (size_t i = 1; i < height * half; i++) {
        size_t r = woad_annulus_at(width, height, i % half, i / half);
        s->bins[s->begins[r + 1]++] = (uint32_t)(i / half * stride + i % half);
    }
}

static woad_status search_init(search *s, size_t width, size_t height, woad_error *error)
{
    *s = (search){.annuli = WOAD_RADIAL_CAPACITY(width, height)};
    woad_status status =
        woad_spectrum_init(&s->lattice, lattice_axis(width), lattice_axis(height), error);
    if (status >= 0)
        status = woad_spectrum_init(&s->plane, width, height, error);
    if (status < 0)
        return status;
    s->half = height * s->plane.stride;
    s->shifts = s->lattice.width * s->lattice.height;
    s->bins = woad_array(height * woad_half_width(width), sizeof *s->bins);
    s->begins = woad_array(s->annuli + 2, sizeof *s->begins);
    s->scales = woad_array(s->annuli, sizeof *s->scales);
    s->mean = woad_array(s->shifts, sizeof *s->mean);
    s->largest = woad_array(s->shifts, sizeof *s->largest);
    if (!s->bins || !s->begins || !s->scales || !s->mean || !s->largest)
        return woad_fail_memory(error, "the coherence of a set");
    sort_bins(s, width, height);
    return WOAD_OK;
}

/* ---- the spectra of masks --------------------------------------------------------------- */

/* Those of a mask where it is now, of each frame and channel. */
static void transform(search *s, const woad_mask *mask, float complex *spectra)
{
    for (size_t p = 0; p < mask->depth * mask->channels; p++) {
        woad_spectrum_load(&s->plane, mask, p / mask->channels, p % mask->channels, NULL);
        woad_spectrum_transform(&s->plane);
        memcpy(spectra + p * s->half, s->plane.half, s->half * sizeof *spectra);
    }
}

static double energy(float complex f)
{
    double re = (double)crealf(f), im = (double)cimagf(f);
    return re * re + im * im;
}

/* ---- the coherence of a pair at all shifts --------------------------------------------- */

/* The cross spectrum of a and b, each annulus to be scaled by the root of its powers; how many have
 * both. */
static size_t cross(search *s, const float complex *a, const float complex *b)
{
    size_t used = 0;
    for (size_t r = 0; r < s->annuli; r++) {
        double power_a = 0, power_b = 0;
        for (size_t i = s->begins[r]; i < s->begins[r + 1]; i++) {
            size_t bin = s->bins[i], count = woad_bin_count(&s->plane, bin % s->plane.stride);
            power_a += (double)count * energy(a[bin]);
            power_b += (double)count * energy(b[bin]);
            s->plane.half[bin] = a[bin] * conjf(b[bin]);
        }
        s->scales[r] = power_a * power_b > 0 ? (float)(1 / sqrt(power_a * power_b)) : 0;
        used += s->scales[r] > 0;
    }
    return used;
}

/* Adds a bin to that of the lattice which is the same at all of its shifts, if it has that half. */
static void fold(woad_spectrum *lattice, size_t kx, size_t ky, float complex value)
{
    size_t x = kx % lattice->width, y = ky % lattice->height;
    if (x < lattice->half_width)
        lattice->half[y * lattice->stride + x] += value;
}

/* Adds `share` of the coherence of annulus r. */
static void add_annulus(search *s, size_t r, float share)
{
    const woad_spectrum *crossed = &s->plane;
    woad_spectrum *lattice = &s->lattice;
    memset(lattice->half, 0, lattice->height * lattice->stride * sizeof *lattice->half);
    for (size_t i = s->begins[r]; i < s->begins[r + 1]; i++) {
        size_t kx = s->bins[i] % crossed->stride, ky = s->bins[i] / crossed->stride;
        float complex value = crossed->half[s->bins[i]] * s->scales[r];
        fold(lattice, kx, ky, value);
        if (!woad_bin_is_own_mirror(kx, crossed->width))
            fold(lattice, crossed->width - kx, crossed->height - ky, conjf(value));
    }
    woad_fft_inverse(lattice->fft, lattice->half, lattice->image);
    for (size_t i = 0; i < s->shifts; i++)
        s->mean[i] += share * lattice->image[i] * lattice->image[i];
}

/* Adds that of one of `frames`. */
static void add_frame(search *s, const float complex *a, const float complex *b, size_t frames)
{
    float used = (float)(cross(s, a, b) * frames);
    for (size_t r = 0; r < s->annuli; r++) {
        if (s->scales[r] > 0)
            add_annulus(s, r, 1 / used);
    }
}

/* Takes into account what a mask has in common with one before it at each of its shifts. */
static void consider(search *s, const float complex *before, const float complex *spectra,
    size_t frames, size_t channels)
{
    for (size_t c = 0; c < channels * channels; c++) {
        memset(s->mean, 0, s->shifts * sizeof *s->mean);
        for (size_t f = 0; f < frames; f++)
            add_frame(s, before + (f * channels + c / channels) * s->half,
                spectra + (f * channels + c % channels) * s->half, frames);
        for (size_t i = 0; i < s->shifts; i++)
            s->largest[i] = fmaxf(s->largest[i], s->mean[i]);
    }
}

/* ---- places ----------------------------------------------------------------------------- */

static size_t least(const float *values, size_t count)
{
    size_t at = 0;
    for (size_t i = 1; i < count; i++) {
        if (values[i] < values[at])
            at = i;
    }
    return at;
}

/* Moves a mask to where it has the least in common with those before it. */
static woad_shift place(search *s, woad_mask *mask, size_t index)
{
    memset(s->largest, 0, s->shifts * sizeof *s->largest);
    for (size_t m = 0; m < index; m++)
        consider(s, s->spectra[m], s->spectra[index], mask->depth, mask->channels);
    size_t at = least(s->largest, s->shifts), columns = s->lattice.width;
    woad_shift shift = {at % columns * (mask->width / columns),
        at / columns * (mask->height / s->lattice.height)};
    woad_mask_move(mask, shift);
    transform(s, mask, s->spectra[index]);
    return shift;
}

woad_status woad_set_decorrelate(
    woad_mask *const *masks, size_t count, woad_shift *shifts, woad_error *error)
{
    search s;
    size_t planes = masks[0]->depth * masks[0]->channels;
    woad_status status = search_init(&s, masks[0]->width, masks[0]->height, error);
    for (size_t m = 0; status >= 0 && m < count; m++) {
        s.spectra[m] = woad_array(planes * s.half, sizeof *s.spectra[m]);
        if (!s.spectra[m])
            status = woad_fail_memory(error, "the coherence of a set");
    }
    for (size_t m = 0; status >= 0 && m < count; m++) {
        transform(&s, masks[m], s.spectra[m]);
        woad_shift shift = m > 0 ? place(&s, masks[m], m) : (woad_shift){0};
        if (shifts)
            shifts[m] = shift;
    }
    search_clear(&s);
    return status;
}

size_t woad_set_memory(const woad_design_params *params, size_t count)
{
    size_t width = params->width, height = params->height;
    size_t half = height * woad_half_stride(width) * sizeof(float complex);
    size_t shifts = lattice_axis(width) * lattice_axis(height);
    /* The spectra of all; of a plane, its image and bins; of the lattice what `search` has of it.
     */
    return count * params->depth * params->channels * half + half +
           width * height * sizeof(float) + height * woad_half_width(width) * sizeof(uint32_t) +
           shifts * (3 * sizeof(float) + sizeof(float complex));
}
