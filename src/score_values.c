/* score_values.c - a mask's values on the scale of a distribution, as <woad/score.h> defines
 * them. */
#include <woad/score.h>

#include <math.h>

#include "bands.h"
#include "base/alloc.h"
#include "base/status.h"
#include "mask.h"
#include "spectrum.h"

/* Of values x_0 <= x_1 .., which are sorted: at each distinct one the distribution function of the
 * values rises from `below` to `up_to`, and F from its limit from the left to F(x). */
static double distance(const float *thresholds, size_t count, const woad_pdf *pdf)
{
    double largest = 0;
    for (size_t first = 0, end; first < count; first = end) {
        double x = woad_pdf_quantile(pdf, (double)thresholds[first]);
        for (end = first + 1; end < count; end++) {
            if (woad_pdf_quantile(pdf, (double)thresholds[end]) != x)
                break;
        }
        double below = (double)first / (double)count, up_to = (double)end / (double)count;
        double left = woad_pdf_cumulative(pdf, nextafter(x, -INFINITY));
        largest = fmax(largest, fabs(left - below));
        largest = fmax(largest, fabs(woad_pdf_cumulative(pdf, x) - up_to));
    }
    return largest;
}

static woad_status score_distance(const woad_mask *mask, size_t frame, size_t channel,
    const woad_pdf *pdf, double *out, woad_error *error)
{
    size_t count = mask->width * mask->height;
    float *sorted = woad_array(count, sizeof *sorted);
    if (!sorted)
        return woad_fail_memory(error, "the values of a mask");
    woad_status status = woad_mask_sorted(mask, frame, channel, sorted, error);
    if (status >= 0)
        *out = distance(sorted, count, pdf);
    woad_free(sorted);
    return status;
}

woad_status woad_score_values(const woad_mask *mask, size_t frame, size_t channel,
    const woad_pdf *pdf, woad_value_scores *out, woad_error *error)
{
    woad_spectrum spectrum;
    woad_value_scores scores = {0};
    woad_status status = woad_spectrum_of_mask(&spectrum, mask, frame, channel, pdf, error);
    if (status >= 0) {
        woad_score_bands(&spectrum, &scores.low_band_db, &scores.high_band_cv);
        status = score_distance(mask, frame, channel, pdf, &scores.kolmogorov, error);
    }
    if (status >= 0)
        *out = scores;
    woad_spectrum_clear(&spectrum);
    return status;
}
