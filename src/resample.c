/* resample.c - images of floats to other sizes.
 *
 * Along x, then along y, by the cubic kernel of R. G. Keys, "Cubic convolution interpolation for
 * digital image processing", 1981, with a = -1/2. Where the new grid is coarser the kernel is
 * stretched to its spacing, so that nothing aliases. Weights of a pixel are divided by their sum;
 * beyond an edge stands the pixel at it.
 */
#include "resample.h"

#include <math.h>

#include "base/alloc.h"
#include "base/simd.h"
#include "base/status.h"

enum { CHANNELS = 4 };

/* What the pixels of the new axis are made of. */
typedef struct axis {
    size_t count, taps; /* new pixels, and old ones that each takes */
    size_t *from;       /* [count][taps] */
    float *weights;     /* [count][taps] */
} axis;

static double keys(double x)
{
    x = fabs(x);
    if (x < 1)
        return (1.5 * x - 2.5) * x * x + 1;
    return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

static void set_pixel(axis *a, size_t i, size_t size, double begin, double step)
{
    double stretch = fmax(step, 1), centre = begin + ((double)i + 0.5) * step - 0.5;
    double first = ceil(centre - 2 * stretch), sum = 0;
    for (size_t k = 0; k < a->taps; k++) {
        double at = first + (double)k;
        sum += keys((at - centre) / stretch);
        a->from[i * a->taps + k] = (size_t)fmin(fmax(at, 0), (double)(size - 1));
    }
    for (size_t k = 0; k < a->taps; k++)
        a->weights[i * a->taps + k] =
            (float)(keys((first + (double)k - centre) / stretch) / sum);
}

static void axis_clear(axis *a)
{
    woad_free(a->from);
    woad_free(a->weights);
}

static woad_status axis_init(
    axis *a, size_t count, size_t size, double begin, double length, woad_error *error)
{
    double step = length / (double)count;
    size_t all;
    *a = (axis){.count = count, .taps = (size_t)ceil(4 * fmax(step, 1)) + 1};
    if (woad_multiply(count, a->taps, &all)) {
        a->from = woad_array(all, sizeof *a->from);
        a->weights = woad_array(all, sizeof *a->weights);
    }
    if (!a->from || !a->weights)
        return woad_fail_memory(error, "resizing");
    for (size_t i = 0; i < count; i++)
        set_pixel(a, i, size, begin, step);
    return WOAD_OK;
}

static void along_x(const axis *a, const float *row, float *out)
{
    for (size_t x = 0; x < a->count; x++) {
        float sums[CHANNELS] = {0};
        for (size_t k = 0; k < a->taps; k++) {
            const float *pixel = row + a->from[x * a->taps + k] * CHANNELS;
            float weight = a->weights[x * a->taps + k];
            for (size_t c = 0; c < CHANNELS; c++)
                sums[c] += weight * pixel[c];
        }
        for (size_t c = 0; c < CHANNELS; c++)
            out[x * CHANNELS + c] = sums[c];
    }
}

WOAD_VECTOR static void add_row(
    const float *restrict row, float weight, size_t count, float *restrict out)
{
    for (size_t i = 0; i < count; i++)
        out[i] += weight * row[i];
}

static void along_y(const axis *a, const float *pixels, size_t row, float *out)
{
    for (size_t y = 0; y < a->count; y++) {
        for (size_t k = 0; k < a->taps; k++)
            add_row(pixels + a->from[y * a->taps + k] * row, a->weights[y * a->taps + k], row,
                out + y * row);
    }
}

static float *new_pixels(size_t width, size_t height)
{
    size_t count;
    if (!woad_multiply(width, height, &count) || !woad_multiply(count, CHANNELS, &count))
        return NULL;
    return woad_array(count, sizeof(float));
}

static woad_status resample(
    const woad_light *image, const axis *x, const axis *y, woad_light *out, woad_error *error)
{
    float *wide = new_pixels(x->count, image->height);
    float *pixels = new_pixels(x->count, y->count);
    if (!wide || !pixels) {
        woad_free(wide);
        woad_free(pixels);
        return woad_fail_memory(error, "resizing");
    }
    size_t row = x->count * CHANNELS;
    for (size_t r = 0; r < image->height; r++)
        along_x(x, image->pixels + r * image->width * CHANNELS, wide + r * row);
    along_y(y, wide, row, pixels);
    woad_free(wide);
    *out = (woad_light){x->count, y->count, pixels};
    return WOAD_OK;
}

woad_status woad_resample(const woad_light *image, const double part[4], size_t width,
    size_t height, woad_light *out, woad_error *error)
{
    axis x, y = {0};
    woad_status status = axis_init(&x, width, image->width, part[0], part[2], error);
    if (status >= 0)
        status = axis_init(&y, height, image->height, part[1], part[3], error);
    if (status >= 0)
        status = resample(image, &x, &y, out, error);
    axis_clear(&x);
    axis_clear(&y);
    return status;
}
