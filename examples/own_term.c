/* A loss term of one's own. A panel that is lit row by row shows bands where one row of a dithered
 * picture has more lit pixels than the next: this term asks all rows of a mask for the mean 0,
 *
 *     T = sum over the rows of (sum of the row)^2 / width,   dT/dm = 2 (sum of its row) / width.
 *
 *     cc own_term.c $(pkg-config --cflags --libs woad) -lm -o own_term && ./own_term
 */
#include <math.h>
#include <stdio.h>
#include <woad/woad.h>

static double rows(
    const float *values, size_t width, size_t height, size_t depth, void *user, float *gradient)
{
    double total = 0;
    (void)user;
    for (size_t begin = 0; begin < width * height * depth; begin += width) {
        double sum = 0;
        for (size_t i = begin; i < begin + width; i++)
            sum += (double)values[i];
        for (size_t i = begin; gradient && i < begin + width; i++)
            gradient[i] = (float)(2 * sum / (double)width);
        total += sum * sum / (double)width;
    }
    return total;
}

/* Is the gradient that of the value? By central differences, which are exact for squares. */
static bool has_right_gradient(void)
{
    float values[20], gradient[20] = {0};
    bool good = true;
    for (int i = 0; i < 20; i++)
        values[i] = (float)(i * i % 17) / 8 - 1;
    rows(values, 5, 4, 1, NULL, gradient);
    for (int i = 0; i < 20; i++) {
        values[i] += 0.25F;
        double up = rows(values, 5, 4, 1, NULL, NULL);
        values[i] -= 0.5F;
        double down = rows(values, 5, 4, 1, NULL, NULL);
        values[i] += 0.25F;
        good = good && fabs((up - down) / 0.5 - (double)gradient[i]) < 1e-5;
    }
    return good;
}

/* The spread of the rows' mean thresholds, with so many of the term, 0 or 1; -1: a failure. */
static double spread_of_rows(size_t count)
{
    static const woad_own_term term = {"rows", 1, rows, NULL};
    woad_design_params params;
    woad_mask *mask;
    woad_error error;
    double sum = 0;
    woad_preset_find("spectral", &params, NULL);
    params.loss.own = &term;
    params.loss.own_count = count;
    params.optimizer.iterations = 1000;
    if (woad_design(&params, NULL, NULL, &mask, NULL, &error) < 0) {
        fprintf(stderr, "%s\n", error.message);
        return -1;
    }
    for (size_t y = 0; y < mask->height; y++) {
        double mean = 0;
        for (size_t x = 0; x < mask->width; x++)
            mean += (double)mask->thresholds[y * mask->width + x] / (double)mask->width;
        sum += (mean - 0.5) * (mean - 0.5) / (double)mask->height;
    }
    woad_mask_destroy(mask);
    return sqrt(sum);
}

int main(void)
{
    double without = spread_of_rows(0), with = spread_of_rows(1);
    bool good = has_right_gradient();
    printf("gradient: %s\nspread of the rows' means: %.5f without the term, %.5f with it\n",
        good ? "right" : "wrong", without, with);
    return good && with >= 0 && with < without / 10 ? 0 : 1;
}
