/* refine/cuts.c - see cuts.h. */
#include "refine/cuts.h"

#include "base/random.h"

enum {
    WHOLE = 384, /* pixels along an axis that is not cut */
    SIDE = 256,  /* of a patch, about */
    STREAM = 5   /* of the seed */
};

static size_t cuts_of(size_t length)
{
    return length <= WHOLE ? 1 : (length + 2 * SIDE - 1) / (2 * SIDE) * 2;
}

static size_t longest_patch(size_t length)
{
    size_t cuts = cuts_of(length);
    return (length + cuts - 1) / cuts;
}

static woad_cut_axis axis_of(size_t length, size_t taps, size_t before)
{
    woad_cut_axis a = {.length = length, .cuts = cuts_of(length)};
    a.before = a.cuts > 1 ? before : 0;
    a.after = a.cuts > 1 ? taps - 1 - before : 0;
    a.side = longest_patch(length) + a.before + a.after;
    return a;
}

bool woad_is_cut(size_t width, size_t height)
{
    return cuts_of(width) > 1 || cuts_of(height) > 1;
}

woad_cuts woad_cuts_of(size_t width, size_t height, const woad_taps *kernel, uint64_t seed)
{
    return (woad_cuts){axis_of(width, kernel->width, kernel->left),
        axis_of(height, kernel->height, kernel->top), seed};
}

size_t woad_cut_side(size_t length, size_t radius)
{
    return longest_patch(length) + 2 * radius;
}

size_t woad_cut_colours(const woad_cut_axis *axis)
{
    return axis->cuts > 1 ? 2 : 1;
}

woad_cut_shift woad_cuts_shift(const woad_cuts *c, size_t sweep)
{
    woad_random random = woad_random_seed(woad_hash(c->seed + woad_hash(sweep)), STREAM);
    size_t x = (size_t)(woad_random_next(&random) % c->x.length);
    size_t y = (size_t)(woad_random_next(&random) % c->y.length);
    return (woad_cut_shift){c->x.cuts > 1 ? x : 0, c->y.cuts > 1 ? y : 0};
}

woad_cut woad_cut_at(const woad_cut_axis *a, size_t patch, size_t shift)
{
    size_t begin = a->length * patch / a->cuts, end = a->length * (patch + 1) / a->cuts;
    return (woad_cut){(begin + shift + a->length - a->before) % a->length, end - begin};
}

size_t woad_cut_length(const woad_cut_axis *a, woad_cut cut)
{
    return a->before + cut.inside + a->after;
}
