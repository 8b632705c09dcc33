/* io/values.h - how the numbers of a file map to the thresholds of a mask.
 *
 * A mapping is affine, x = (v + offset) / divisor, or a distribution function of that, u = F(x),
 * and knows which v are lawful:
 *
 *     thresholds       u = v             v in [0, 1]
 *     pdf              u = F(v)          v where the distribution is, Q(0) to Q(1)
 *     pdf, uniform     u = (v + 1) / 2   v in [-1, 1]
 *     b-bit integers   u = (v + 0.5) / 2^b
 *     the same, pdf    u = F(x), x = Q(0) + (v + 0.5) / 2^b (Q(1) - Q(0)), both ends finite
 *     ranks            u = (r + 0.5) / N, r whole and below N
 */
#ifndef WOAD_IO_VALUES_H
#define WOAD_IO_VALUES_H

#include <woad/io.h>

typedef struct woad_scale {
    double offset, divisor;
    const woad_pdf *pdf;    /* or NULL: u = x */
    double lowest, highest; /* lawful file values */
    const char *noun;       /* "a threshold", for messages */
    unsigned bits;          /* of integers, what woad_mask.bits becomes; 0 otherwise */
    bool ranks;             /* the file values are whole and go to woad_mask.ranks as well */
} woad_scale;

/* The scale of float or uint32 data that holds `values` of frames of `area` pixels, of a pdf if any
 * (NULL: uniform), and that of integers of 1 to 16 bits (or 8-, 16-bit NPY). */
woad_scale woad_scale_of_values(woad_values values, const woad_pdf *pdf, size_t area);
woad_scale woad_scale_of_bits(unsigned bits);

/* Of integers that hold values of a pdf (NULL: uniform), and whether integers can: its ends are
 * finite, and not one. */
woad_scale woad_scale_of_pdf_bits(const woad_pdf *pdf, unsigned bits);
bool woad_pdf_fits_integers(const woad_pdf *pdf);

/* The numbers of a file, in the order of a mask: [depth][height][width][channels]. */
typedef struct woad_values_source {
    const char *name;                      /* of the file, for messages */
    size_t width, height, depth, channels; /* checked by woad_values_check_size */
    woad_scale scale;
    double (*at)(const void *context, size_t index);
    const void *context;
} woad_values_source;

/* Makes a mask of them: thresholds, bits, and ranks (from the thresholds, unless the file's own
 * ranks are already a permutation). Fails with WOAD_ERROR_FORMAT, naming the file, the position
 * and the value, when one is not lawful (NaN never is), or WOAD_ERROR_MEMORY. */
woad_status woad_values_decode(
    const woad_values_source *source, woad_mask **out, woad_error *error);

/* Checks the size that the file `name` claims and stores the number of values in *count; call
 * it before anything is allocated. Fails with WOAD_ERROR_SIZE. */
woad_status woad_values_check_size(const char *name, size_t width, size_t height, size_t depth,
    size_t channels, size_t *count, woad_error *error);

/* What a float file holds for the index-th value: u, or Q(u) of a pdf (NULL: uniform). Where the
 * threshold is nothing but the float nearest to (rank + 0.5) / N, Q is taken of the exact fraction:
 * where a tail is long, Q is too steep for a float. */
float woad_values_float(
    const woad_mask *mask, size_t index, woad_values values, const woad_pdf *pdf);

/* What a b-bit file holds for it: floor(u 2^b), at most 2^b - 1; bits at most 16. Of the exact
 * fraction too: rounding to float must not move a pixel into the next level, or levels would not be
 * equally full within one. With values of a pdf that fits, u is (Q(u) - Q(0)) / (Q(1) - Q(0)). */
uint32_t woad_values_integer(const woad_mask *mask, size_t index, unsigned bits);
uint32_t woad_values_pdf_integer(
    const woad_mask *mask, size_t index, const woad_pdf *pdf, unsigned bits);

#endif
