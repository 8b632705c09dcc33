/* blurs.c - the Gaussian blurs behind which the dither error is taken. */
#include "blurs.h"

#include <math.h>

#include "base/alloc.h"
#include "base/status.h"
#include "score.h"

void woad_blurs_clear(woad_blurs *b)
{
    woad_free(b->columns);
    woad_free(b->rows);
}

static void fill_factors(double factors[WOAD_SCORE_SIGMAS], double f, double weight)
{
    static const double sigmas[WOAD_SCORE_SIGMAS] = WOAD_SCORE_SIGMA_VALUES;
    for (int s = 0; s < WOAD_SCORE_SIGMAS; s++)
        factors[s] = weight * woad_blur_power(sigmas[s], f);
}

woad_status woad_blurs_init(woad_blurs *b, const woad_spectrum *spectrum, woad_error *error)
{
    *b = (woad_blurs){
        .columns = woad_array(spectrum->half_width, sizeof *b->columns),
        .rows = woad_array(spectrum->height, sizeof *b->rows),
    };
    if (!b->columns || !b->rows)
        return woad_fail_memory(error, "the dither error");
    for (size_t kx = 0; kx < spectrum->half_width; kx++)
        fill_factors(b->columns[kx], woad_axis_frequency(kx, spectrum->width),
            woad_bin_count(spectrum, kx));
    for (size_t ky = 0; ky < spectrum->height; ky++)
        fill_factors(b->rows[ky], woad_axis_frequency(ky, spectrum->height), 1);
    return WOAD_OK;
}

void woad_blurred_energy(
    const woad_spectrum *spectrum, const woad_blurs *b, double energy[WOAD_SCORE_SIGMAS])
{
    for (int s = 0; s < WOAD_SCORE_SIGMAS; s++)
        energy[s] = 0;
    for (size_t y = 0; y < spectrum->rows; y++) {
        double row[WOAD_SCORE_SIGMAS] = {0};
        for (size_t kx = 0; kx < spectrum->half_width; kx++) {
            double bin = woad_bin_energy(spectrum, kx, y);
            for (int s = 0; s < WOAD_SCORE_SIGMAS; s++)
                row[s] += b->columns[kx][s] * bin;
        }
        for (int s = 0; s < WOAD_SCORE_SIGMAS; s++)
            energy[s] += b->rows[spectrum->first + y][s] * row[s];
    }
}

double woad_blur_sum(const woad_spectrum *spectrum, const woad_blurs *b, int s)
{
    double sum = 0;
    for (size_t ky = spectrum->first; ky < spectrum->first + spectrum->rows; ky++) {
        for (size_t kx = ky == 0; kx < spectrum->half_width; kx++)
            sum += b->rows[ky][s] * b->columns[kx][s];
    }
    return sum;
}

double woad_error_decibels(double energy, size_t pixels, double variance, double passed)
{
    double white = (double)pixels * variance * passed;
    return white > 0 ? 10 * log10(energy / white) : (double)NAN;
}
