/* inspect_check.c - `woad inspect --check`: is a mask what it should be, and what befell it? */
#include <math.h>

#include "failure.h"
#include "inspect.h"

/* Each value once, or only the ties that the file's depth forces: every level that it has is
 * used, and equally often. */
static bool is_full(const woad_mask *m, const woad_histogram *h)
{
    if (h->distinct_values == m->width * m->height)
        return true;
    return m->bits > 0 && m->bits < 32 && h->distinct_values == (size_t)1 << m->bits &&
           h->most - h->fewest <= 1;
}

static int check_permutation(const inspection *in)
{
    const woad_mask *m = in->mask;
    for (size_t i = 0; i < m->depth * m->channels; i++) {
        size_t frame = i / m->channels, channel = i % m->channels;
        woad_histogram h;
        woad_error error;
        woad_status status = woad_score_histogram(m, frame, channel, &h, &error);
        if (status < 0)
            return fail_with(status, &error);
        if (!is_full(m, &h))
            return fail(EXIT_CHECK,
                "%s is not a permutation: %zu distinct thresholds for %zu pixels, the "
                "commonest "
                "%zu times, in frame %zu, channel %zu",
                in->path, h.distinct_values, m->width * m->height, h.most, frame, channel);
    }
    return EXIT_DONE;
}

static int check_range(const inspection *in)
{
    if (in->histogram.minimum > 0 && in->histogram.maximum < 1)
        return EXIT_DONE;
    return fail(EXIT_CHECK,
        "%s has thresholds from %g to %g: they must lie between 0 and 1, both excluded",
        in->path, in->histogram.minimum, in->histogram.maximum);
}

/* A rank-exact mask deviates by 0.5 / N, and rounding to b bits moves values by up to 2^-b. */
static int check_distribution(const inspection *in)
{
    double area = (double)(in->mask->width * in->mask->height);
    double allowed = 1 / area + (in->mask->bits ? ldexp(1, -(int)in->mask->bits) : 1e-6);
    if (in->histogram.deviation <= allowed)
        return EXIT_DONE;
    if (fabs(in->histogram.gamma - 1) > 0.2)
        return fail(EXIT_CHECK,
            "%s is not uniform but looks like a power %.1f of it: it was gamma-%s on its way",
            in->path, in->histogram.gamma, in->histogram.gamma > 1 ? "decoded" : "encoded");
    return fail(EXIT_CHECK,
        "%s is not uniform: its distribution is off by %.4f, at most %.4f is "
        "right",
        in->path, in->histogram.deviation, allowed);
}

static int check_structure(const inspection *in)
{
    if (!in->scored || !(in->scores.high_band_cv > in->structure_limit))
        return EXIT_DONE;
    return fail(EXIT_CHECK,
        "%s has visible structure: high-band CV %.3f, noise of this size stays below %.3f",
        in->path, in->scores.high_band_cv, in->structure_limit);
}

/* Rounding to b bits moves a component, of a range of 2, by up to 2^-b. */
static int check_vectors(const inspection *in)
{
    const woad_mask *m = in->mask;
    double rounding = m->bits ? ldexp(sqrt((double)m->channels), -(int)m->bits) : 1e-6;
    if (in->vector_distance <= rounding)
        return EXIT_DONE;
    return fail(EXIT_CHECK,
        "%s is not the points of %s, each once: its vectors are off by %.3g, at most %.3g is right",
        in->path, in->pdf_name, in->vector_distance, rounding);
}

static int check_structure_of_channels(const inspection *in)
{
    int code = EXIT_DONE;
    for (size_t c = 0; c < in->mask->channels; c++) {
        if (in->joint.of_channels[c].high_band_cv > in->structure_limit)
            code = fail(EXIT_CHECK,
                "%s has visible structure in channel %zu: high-band CV %.3f, noise of this size "
                "stays below %.3f",
                in->path, c, in->joint.of_channels[c].high_band_cv, in->structure_limit);
    }
    return code;
}

/* What may have befallen a mask whose values are not those of one any more. */
static int tell_damage(const inspection *in)
{
    woad_damage d;
    woad_error error;
    woad_status status = woad_score_damage(in->mask, in->frame, 0, &d, &error);
    if (status < 0)
        return fail_with(status, &error);
    const woad_histogram *h = &in->histogram;
    bool rescaled = h->maximum - h->minimum < 0.98 && d.stretched_deviation < 0.02;
    if (d.quantised_coefficients > 0.4)
        fail(EXIT_CHECK,
            "%s was compressed as JPEG on its way: %.0f %% of its blocks' coefficients are whole "
            "steps: take a lossless copy",
            in->path, 100 * d.quantised_coefficients);
    if (rescaled)
        fail(EXIT_CHECK,
            "%s had its levels rescaled: they are even from %.3f to %.3f, and should be from 0 to "
            "1",
            in->path, h->minimum, h->maximum);
    if (!rescaled && d.variance < 0.6)
        fail(EXIT_CHECK,
            "%s was scaled or blurred: its values crowd around their middle, with a variance of "
            "%.2f of what is right",
            in->path, d.variance);
    else if (d.neighbour_correlation > 0.15)
        fail(EXIT_CHECK,
            "%s was enlarged: pixels are like their neighbours, with a correlation of %.2f where "
            "blue noise is below 0",
            in->path, d.neighbour_correlation);
    return EXIT_CHECK;
}

/* Every check, so that each fault gets its sentence. */
int inspection_check(const inspection *in)
{
    int (*const of_scalars[])(const inspection *) = {
        check_permutation, check_range, check_distribution, check_structure, NULL};
    int (*const of_vectors[])(const inspection *) = {
        check_vectors, check_structure_of_channels, NULL};
    int (*const *checks)(const inspection *) = in->is_of_vectors ? of_vectors : of_scalars;
    int code = EXIT_DONE;
    for (size_t i = 0; checks[i]; i++) {
        if (checks[i](in) != EXIT_DONE)
            code = EXIT_CHECK;
    }
    return code != EXIT_DONE && !in->is_of_vectors ? tell_damage(in) : code;
}
