/* base/fft_fftw.c - the transforms by FFTW 3 (https://www.fftw.org), single precision.
 *
 * FFTW's planner keeps process-wide state and is not reentrant: it is the one exception to "no
 * globals", behind one lock. Executing plans is reentrant. Plans are made with FFTW_ESTIMATE,
 * by a cost model and not by the clock, so that the same build gives the same bits.
 */
#include "base/fft.h"

#include <fftw3.h>
#include <pthread.h>

#include "base/alloc.h"

static pthread_mutex_t planner_lock = PTHREAD_MUTEX_INITIALIZER;

struct woad_fft {
    fftwf_plan forward, inverse;
};

const char *woad_fft_library(void)
{
    return "FFTW";
}

static void make_plans(
    woad_fft *fft, size_t width, size_t height, float *image, fftwf_complex *half)
{
    int h = (int)height, w = (int)width; /* at most WOAD_MAX_AXIS */
    pthread_mutex_lock(&planner_lock);
    fft->forward =
        fftwf_plan_dft_r2c_2d(h, w, image, half, FFTW_ESTIMATE | FFTW_PRESERVE_INPUT);
    fft->inverse = fftwf_plan_dft_c2r_2d(h, w, half, image, FFTW_ESTIMATE | FFTW_DESTROY_INPUT);
    pthread_mutex_unlock(&planner_lock);
}

woad_status woad_fft_create(size_t width, size_t height, woad_fft **out, woad_error *error)
{
    /* Estimating plans needs arrays only for their alignment; they are not touched. */
    woad_fft *fft = woad_array(1, sizeof *fft);
    float *image = woad_array(width * height, sizeof *image);
    fftwf_complex *half = woad_array(height * woad_half_width(width), sizeof *half);
    if (fft && image && half)
        make_plans(fft, width, height, image, half);
    woad_free(half);
    woad_free(image);
    if (!fft || !fft->forward || !fft->inverse) {
        woad_fft_destroy(fft);
        return woad_fail_memory(error, "a Fourier transform");
    }
    *out = fft;
    return WOAD_OK;
}

void woad_fft_destroy(woad_fft *fft)
{
    if (!fft)
        return;
    pthread_mutex_lock(&planner_lock);
    if (fft->forward)
        fftwf_destroy_plan(fft->forward);
    if (fft->inverse)
        fftwf_destroy_plan(fft->inverse);
    pthread_mutex_unlock(&planner_lock);
    woad_free(fft);
}

void woad_fft_forward(const woad_fft *fft, const float *image, float complex *half)
{
    /* The plan preserves its input; FFTW's interface has no const. */
    fftwf_execute_dft_r2c(fft->forward, (float *)(size_t)image, (fftwf_complex *)half);
}

void woad_fft_inverse(const woad_fft *fft, float complex *half, float *image)
{
    fftwf_execute_dft_c2r(fft->inverse, (fftwf_complex *)half, image);
}
