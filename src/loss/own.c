/* loss/own.c - a term of the caller's own.
 *
 * Its function is called when the terms on the pixels look at all values, by the thread that
 * evaluates the loss; what it wrote waits here until its rows are asked for.
 */
#include "loss/own.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/status.h"

typedef struct own {
    woad_own_term term;
    size_t width, height, depth, count;
    double value;
    float *gradient;     /* dT/dm of all pixels */
    bool has_bad_value;  /* not finite, for values that were */
    size_t bad_gradient; /* the first pixel of such a gradient; `count`: none */
} own;

static bool are_finite(const float *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(values[i]))
            return false;
    }
    return true;
}

static size_t find_bad(const float *gradient, size_t count)
{
    size_t i = 0;
    while (i < count && isfinite(gradient[i]))
        i++;
    return i;
}

static void prepare(void *state, const float *values, float factor)
{
    own *o = state;
    float *gradient = factor != 0 ? o->gradient : NULL;
    memset(o->gradient, 0, o->count * sizeof *o->gradient);
    o->value = o->term.function(values, o->width, o->height, o->depth, o->term.user, gradient);
    size_t bad = find_bad(o->gradient, o->count);
    if ((isfinite(o->value) && bad == o->count) || !are_finite(values, o->count))
        return;
    o->has_bad_value = o->has_bad_value || !isfinite(o->value);
    o->bad_gradient = bad;
}

static void add_pixels(
    const void *state, const woad_pixels_part *part, float factor, double *value)
{
    const own *o = state;
    const float *gradient = o->gradient + part->y * o->width;
    for (size_t x = 0; x < o->width; x++)
        part->gradient[x] += factor * gradient[x];
    if (value)
        *value = part->y == 0 ? o->value : 0;
}

static void destroy(void *state)
{
    own *o = state;
    woad_free(o->gradient);
    woad_free(o);
}

woad_status woad_own_create(const woad_own_term *term, size_t width, size_t height,
    size_t depth, void **state, woad_error *error)
{
    size_t count = width * height * depth;
    own *o = woad_array(1, sizeof *o);
    float *gradient = woad_array(count, sizeof *gradient);
    if (!o || !gradient) {
        woad_free(o);
        woad_free(gradient);
        return woad_fail_memory(error, "a term of your own");
    }
    *o = (own){*term, width, height, depth, count, 0, gradient, false, count};
    *state = o;
    return WOAD_OK;
}

woad_status woad_own_check_results(const void *state, woad_error *error)
{
    const own *o = state;
    size_t i = o->bad_gradient;
    if (o->has_bad_value)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "the term '%s' gave a value that is not finite: it must be, for finite values",
            o->term.name);
    if (i < o->count)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "the term '%s' gave a gradient that is not finite at x %zu, y %zu, frame %zu: it must "
            "be, for finite values",
            o->term.name, i % o->width, i / o->width % o->height, i / o->width / o->height);
    return WOAD_OK;
}

/* Names stand in messages, and in comments of recipes. */
static bool is_name(const char *name)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    size_t length = name ? strnlen(name, WOAD_OWN_NAME + 1) : 0;
    return length > 0 && length <= WOAD_OWN_NAME && strspn(name, allowed) == length;
}

static woad_status check_term(const woad_own_term *term, size_t index, woad_error *error)
{
    if (!is_name(term->name))
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "loss.own[%zu] has no good name: it must be 1 to %d letters, digits, '-' and '_'",
            index, WOAD_OWN_NAME);
    if (!term->function)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "the term '%s' has no function: it must have one", term->name);
    if (!(term->weight >= 0 && term->weight <= 1e6))
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "the weight of the term '%s' is %g: it must be 0 to 1e6", term->name, term->weight);
    return WOAD_OK;
}

woad_status woad_own_check_params(const woad_loss_params *params, woad_error *error)
{
    size_t most = WOAD_MAX_LOSS_TERMS - woad_loss_term_count();
    woad_status status = WOAD_OK;
    if (params->own_count > most)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "loss.own_count is %zu: it must be 0 to %zu", params->own_count, most);
    if (params->own_count > 0 && !params->own)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "loss.own_count is %zu, but loss.own is NULL: it must point to so many terms",
            params->own_count);
    for (size_t i = 0; status >= 0 && i < params->own_count; i++)
        status = check_term(&params->own[i], i, error);
    return status;
}

const woad_loss_term woad_loss_own = {
    .info = {"own", "a term of the caller's own"},
    .domain = WOAD_DOMAIN_PIXELS,
    .destroy = destroy,
    .prepare = prepare,
    .add_pixels = add_pixels,
};
