/* target_spectrum.c - power spectra to design for. */
#include "target_spectrum.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/pi.h"
#include "base/status.h"
#include "base/system.h"
#include "key.h"
#include "spectrum.h"
#include "target_file.h"

enum { MAX_NUMBERS = 2 };
static const double DEGREE = WOAD_PI / 180;

/* That can be asked for: beyond the highest of a frame, at the corner, sqrt(1/2). */
static const double HIGHEST = 0.75;

/* A frequency that lies on an edge, as 13/128 does, may round to either side of it; it belongs to
 * the band. */
static const double EDGE = 1e-12;

static const double MOST_STRETCH = 64;

struct shape;

typedef struct target {
    const struct shape *shape;
    double numbers[MAX_NUMBERS];
    const char *path; /* of a file */
    double stretch, cosine, sine;
    woad_points profile;
    woad_target_picture picture;
} target;

/* ---- shapes --------------------------------------------------------------------------- */

static bool is_within(double f, double low, double high)
{
    return f >= low - EDGE && f <= high + EDGE;
}

static double high_pass(const target *t, double fx, double fy)
{
    return is_within(hypot(fx, fy), t->numbers[0], INFINITY);
}

static double low_pass(const target *t, double fx, double fy)
{
    return is_within(hypot(fx, fy), 0, t->numbers[0]);
}

static double band_pass(const target *t, double fx, double fy)
{
    return is_within(hypot(fx, fy), t->numbers[0], t->numbers[1]);
}

static double band_stop(const target *t, double fx, double fy)
{
    return 1 - band_pass(t, fx, fy);
}

static double red(const target *t, double fx, double fy)
{
    (void)t;
    return 1 / (fx * fx + fy * fy);
}

static double pink(const target *t, double fx, double fy)
{
    (void)t;
    return 1 / hypot(fx, fy);
}

static double white(const target *t, double fx, double fy)
{
    (void)t;
    (void)fx;
    (void)fy;
    return 1;
}

static double blue(const target *t, double fx, double fy)
{
    (void)t;
    return hypot(fx, fy);
}

static double violet(const target *t, double fx, double fy)
{
    (void)t;
    return fx * fx + fy * fy;
}

static double profile(const target *t, double fx, double fy)
{
    return woad_target_profile_at(&t->profile, hypot(fx, fy));
}

static double picture(const target *t, double fx, double fy)
{
    return woad_target_picture_at(&t->picture, fx, fy);
}

static woad_status read_profile(target *t, woad_error *error)
{
    return woad_target_profile_read(t->path, &t->profile, error);
}

static woad_status read_picture(target *t, woad_error *error)
{
    return woad_target_picture_read(t->path, &t->picture, error);
}

typedef struct shape {
    woad_entry form; /* as it is written, and what it is */
    size_t numbers;  /* that follow its name, frequencies; each above the one before */
    double (*power)(const target *t, double fx, double fy); /* not at zero frequency */
    woad_status (*read)(target *t, woad_error *error);      /* NULL: no file */
} shape;

/* To add a target: write its function above, list it here. */
static const shape shapes[] = {
    {{"high-pass:F", "power at the frequencies from F on (cycles per pixel), none below"}, 1,
        high_pass, NULL},
    {{"low-pass:F", "power up to F, none above"}, 1, low_pass, NULL},
    {{"band-pass:LOW:HIGH", "power from LOW to HIGH: green noise"}, 2, band_pass, NULL},
    {{"band-stop:LOW:HIGH", "no power from LOW to HIGH"}, 2, band_stop, NULL},
    {{"red", "power as frequency^-2"}, 0, red, NULL},
    {{"pink", "power as frequency^-1"}, 0, pink, NULL},
    {{"white", "the same power at all frequencies"}, 0, white, NULL},
    {{"blue", "power as frequency"}, 0, blue, NULL},
    {{"violet", "power as frequency^2"}, 0, violet, NULL},
    {{"profile:PATH", "a CSV of frequency and power, linear between its lines"}, 0, profile,
        read_profile},
    {{"image:PATH", "a picture with zero frequency in the middle, its grey the power"}, 0,
        picture, read_picture},
};
enum { SHAPES = sizeof shapes / sizeof *shapes };

/* How it is written with a stretch, and what that is, after the table. */
static const woad_entry stretched = {"stretch:S:ANGLE,SPECTRUM",
    "any of them, S times as wide at ANGLE degrees from x towards y (down)"};

const woad_entry *woad_target_spectrum_at(size_t index)
{
    if (index == SHAPES)
        return &stretched;
    return index < SHAPES ? &shapes[index].form : NULL;
}

/* ---- text ----------------------------------------------------------------------------- */

static woad_status not_a_target(const char *text, woad_error *error)
{
    return woad_fail(error, WOAD_ERROR_ARGUMENT,
        "the target spectrum is '%s': it must be one of `woad list spectra`, such as "
        "band-pass:0.1:0.25, pink, profile:PATH or stretch:2:30,high-pass:0.2",
        text);
}

/* ":NUMBER" */
static bool take_number(const char **text, double *value)
{
    char *end;
    if (**text != ':')
        return false;
    *value = strtod(*text + 1, &end);
    bool good = end != *text + 1 && isfinite(*value);
    *text = end;
    return good;
}

static bool take_word(const char **text, const char *word, size_t length)
{
    char after = strncmp(*text, word, length) == 0 ? (*text)[length] : 'x';
    if (after != ':' && after != '\0')
        return false;
    *text += length;
    return true;
}

static const shape *take_shape(const char **text)
{
    for (size_t s = 0; s < SHAPES; s++) {
        const char *form = shapes[s].form.name;
        if (take_word(text, form, strcspn(form, ":")))
            return &shapes[s];
    }
    return NULL;
}

static bool take_stretch(const char **text, target *out)
{
    static const char word[] = "stretch";
    double angle = 0;
    *out = (target){.stretch = 1, .cosine = 1};
    if (!take_word(text, word, sizeof word - 1))
        return true; /* there is none */
    if (!take_number(text, &out->stretch) || !take_number(text, &angle) || *(*text)++ != ',')
        return false;
    out->cosine = cos(angle * DEGREE);
    out->sine = sin(angle * DEGREE);
    return true;
}

static bool take_target(const char *text, target *out)
{
    if (!take_stretch(&text, out))
        return false;
    out->shape = take_shape(&text);
    if (!out->shape)
        return false;
    if (out->shape->read) {
        out->path = text + 1;
        return *text == ':' && *out->path != '\0';
    }
    for (size_t n = 0; n < out->shape->numbers; n++) {
        if (!take_number(&text, &out->numbers[n]))
            return false;
    }
    return *text == '\0';
}

static woad_status check_numbers(const char *text, const target *t, woad_error *error)
{
    const double *n = t->numbers;
    if (!(t->stretch >= 1 / MOST_STRETCH && t->stretch <= MOST_STRETCH))
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "the target spectrum '%s' is stretched by %g: it must be 1/%g to %g", text,
            t->stretch, MOST_STRETCH, MOST_STRETCH);
    for (size_t i = 0; i < t->shape->numbers; i++) {
        if (!(n[i] >= 0 && n[i] <= HIGHEST))
            return woad_fail(error, WOAD_ERROR_ARGUMENT,
                "the target spectrum '%s' has the frequency %g: it must be 0 to %g cycles per "
                "pixel",
                text, n[i], HIGHEST);
    }
    if (t->shape->numbers == 2 && !(n[0] < n[1]))
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "the target spectrum '%s' goes from %g to %g: the first must be the lower", text,
            n[0], n[1]);
    if (t->path && !woad_stands_in_a_recipe(t->path))
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "the target's file '%s' cannot stand in a recipe: its name must have no semicolon, no "
            "control character, and no blank at either end",
            t->path);
    return WOAD_OK;
}

static woad_status parse(const char *text, target *out, woad_error *error)
{
    woad_system_locale locale;
    if (strnlen(text, WOAD_PARAM_TEXT) == WOAD_PARAM_TEXT)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "a target spectrum's text has at most %d characters", WOAD_PARAM_TEXT - 1);
    if (!woad_system_enter_c_locale(&locale))
        return woad_fail_memory(error, "a target spectrum");
    bool good = take_target(text, out);
    woad_system_leave_locale(locale);
    return good ? check_numbers(text, out, error) : not_a_target(text, error);
}

woad_status woad_target_spectrum_check(const char *text, woad_error *error)
{
    target t;
    return parse(text, &t, error);
}

woad_status woad_target_spectrum_check_radial(const char *text, woad_error *error)
{
    target t;
    woad_status status = parse(text, &t, error);
    if (status >= 0 && (t.stretch != 1 || t.shape->power == picture))
        status = woad_fail(error, WOAD_ERROR_ARGUMENT,
            "the target spectrum is '%s': other than in frames (loss.target.axes) it must depend "
            "on the radius alone, without stretch: and image:",
            text);
    return status;
}

/* ---- powers --------------------------------------------------------------------------- */

/* With its sign, that of a bin in the middle of an even axis positive. */
static double signed_frequency(size_t k, size_t n)
{
    return 2 * k <= n ? woad_axis_frequency(k, n) : -woad_axis_frequency(k, n);
}

static double power_at(const target *t, double fx, double fy)
{
    double along = fx * t->cosine + fy * t->sine, moved = along / t->stretch - along;
    return t->shape->power(t, fx + moved * t->cosine, fy + moved * t->sine);
}

/* The mean of a bin and its mirror, which have the same power in any real image. */
static double bin_power(const target *t, size_t width, size_t height, size_t kx, size_t ky)
{
    double here = power_at(t, signed_frequency(kx, width), signed_frequency(ky, height));
    double mirror = power_at(t, signed_frequency((width - kx) % width, width),
        signed_frequency((height - ky) % height, height));
    return (here + mirror) / 2;
}

/* Of a volume, where the power is one of |f|. */
static double radial_power(
    const target *t, size_t width, size_t height, size_t depth, size_t kx, size_t row)
{
    double f = hypot(woad_axis_frequency(kx, width), woad_axis_frequency(row % height, height));
    return t->shape->power(t, f, woad_axis_frequency(row / height, depth));
}

/* Of some rows of a spectrum. */
typedef struct part {
    size_t width, height, depth, first, rows;
} part;

/* All powers are asked for, for their sum. */
static woad_status fill(
    const char *text, const target *t, const part *p, double *power, woad_error *error)
{
    size_t bins = woad_half_width(p->width), all = p->height * p->depth, count = p->width * all;
    double sum = 0;
    for (size_t row = 0; row < all; row++) {
        double *own = row - p->first < p->rows ? power + (row - p->first) * bins : NULL;
        for (size_t kx = row == 0; kx < bins; kx++) {
            double bin = p->depth == 1
                             ? bin_power(t, p->width, p->height, kx, row)
                             : radial_power(t, p->width, p->height, p->depth, kx, row);
            if (own)
                own[kx] = bin;
            sum += (woad_bin_is_own_mirror(kx, p->width) ? 1 : 2) * bin;
        }
    }
    double scale = (double)count / sum;
    if (count > 1 && !isfinite(scale))
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "the target spectrum '%s' has no power at any frequency of %zux%zux%zu pixels: it "
            "must have some",
            text, p->width, p->height, p->depth);
    for (size_t i = 0; count > 1 && i < p->rows * bins; i++)
        power[i] *= scale;
    return WOAD_OK;
}

woad_status woad_target_spectrum_create_rows(const char *text, size_t width, size_t height,
    size_t depth, size_t first, size_t rows, double **power, woad_error *error)
{
    const part p = {width, height, depth, first, rows};
    target t;
    woad_status status = parse(text, &t, error);
    if (status >= 0 && t.shape->read)
        status = t.shape->read(&t, error);
    if (status < 0)
        return status;
    double *values = woad_array(rows * woad_half_width(width), sizeof *values);
    status = values ? fill(text, &t, &p, values, error)
                    : woad_fail_memory(error, "a target spectrum");
    woad_points_clear(&t.profile);
    woad_target_picture_clear(&t.picture);
    if (status >= 0)
        *power = values;
    else
        woad_free(values);
    return status;
}

woad_status woad_target_spectrum_create(
    const char *text, size_t width, size_t height, double **power, woad_error *error)
{
    return woad_target_spectrum_create_rows(text, width, height, 1, 0, height, power, error);
}
