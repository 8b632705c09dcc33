/* target_profile.c - a target spectrum over the radius, from a table in a file. */
#include "target_file.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <woad/io.h>

#include "base/alloc.h"
#include "base/c_locale.h"
#include "base/status.h"

/* Room for 100,000 points. */
static const size_t largest_file = (size_t)1 << 22;

/* So that no sum overflows. */
static const double HIGHEST_POWER = 1e100;

typedef struct reading {
    const char *path, *rest; /* of the text */
    size_t line;
    bool headed; /* by a line of words, before the first point */
    woad_target_profile profile;
} reading;

static woad_status check_point(
    const reading *r, double frequency, double power, woad_error *error)
{
    const woad_target_profile *p = &r->profile;
    if (!isfinite(frequency) || frequency < 0)
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s:%zu: the frequency is %g: it must be 0 or more cycles per pixel", r->path,
            r->line, frequency);
    if (!(power >= 0 && power <= HIGHEST_POWER))
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s:%zu: the power is %g: it must be 0 to %g", r->path, r->line, power,
            HIGHEST_POWER);
    if (p->count > 0 && frequency < p->frequencies[p->count - 1])
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s:%zu: the frequency falls from %g to %g: it must rise from line to line",
            r->path, r->line, p->frequencies[p->count - 1], frequency);
    return WOAD_OK;
}

static const char *skip_blanks(const char *text)
{
    return text + strspn(text, " \t\r");
}

/* "frequency, power" of the line that ends at `end`. */
static bool take_point(const char *text, const char *end, double *frequency, double *power)
{
    char *after;
    *frequency = strtod(text, &after);
    if (after == text)
        return false;
    text = skip_blanks(after);
    text = *text == ',' ? text + 1 : text;
    *power = strtod(text, &after);
    return after != text && skip_blanks(after) == end;
}

static woad_status read_line(reading *r, const char *end, woad_error *error)
{
    const char *text = skip_blanks(r->rest);
    double frequency, power;
    if (text == end || *text == '#')
        return WOAD_OK;
    if (!take_point(text, end, &frequency, &power)) {
        if (!r->headed && r->profile.count == 0 && !strchr("+-.0123456789", *text)) {
            r->headed = true;
            return WOAD_OK;
        }
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s:%zu: not a frequency and a power: each line has these two numbers", r->path,
            r->line);
    }
    woad_status status = check_point(r, frequency, power, error);
    if (status < 0)
        return status;
    r->profile.frequencies[r->profile.count] = frequency;
    r->profile.powers[r->profile.count++] = power;
    return WOAD_OK;
}

static woad_status read_lines(reading *r, woad_error *error)
{
    woad_status status = WOAD_OK;
    while (status >= 0 && *r->rest != '\0') {
        const char *end = r->rest + strcspn(r->rest, "\n");
        r->line++;
        status = read_line(r, end, error);
        r->rest = *end == '\n' ? end + 1 : end;
    }
    double sum = 0;
    for (size_t i = 0; i < r->profile.count; i++)
        sum += r->profile.powers[i];
    if (status >= 0 && !(sum > 0))
        status = woad_fail(error, WOAD_ERROR_FORMAT,
            "%s has no power at any frequency: it must have some", r->path);
    return status;
}

static size_t count_lines(const char *text)
{
    size_t lines = 1;
    for (; *text != '\0'; text++)
        lines += *text == '\n';
    return lines;
}

static woad_status parse(reading *r, woad_error *error)
{
    woad_c_locale locale;
    size_t lines = count_lines(r->rest);
    r->profile.frequencies = woad_array(lines, sizeof(double));
    r->profile.powers = woad_array(lines, sizeof(double));
    if (!r->profile.frequencies || !r->profile.powers || !woad_c_locale_enter(&locale))
        return woad_fail_memory(error, "a target spectrum");
    woad_status status = read_lines(r, error);
    woad_c_locale_leave(locale);
    return status;
}

woad_status woad_target_profile_read(
    const char *path, woad_target_profile *out, woad_error *error)
{
    void *text = NULL;
    size_t size;
    woad_status status = woad_file_read(path, largest_file, &text, &size, error);
    if (status < 0)
        return status;
    reading r = {.path = path, .rest = text};
    status =
        strlen(text) == size
            ? parse(&r, error)
            : woad_fail(error, WOAD_ERROR_FORMAT,
                  "%s is not text: a profile has a frequency and a power on each line", path);
    woad_free(text);
    if (status >= 0)
        *out = r.profile;
    else
        woad_target_profile_clear(&r.profile);
    return status;
}

void woad_target_profile_clear(woad_target_profile *profile)
{
    woad_free(profile->frequencies);
    woad_free(profile->powers);
    *profile = (woad_target_profile){0};
}

/* How many points have this frequency or a lower one, by bisection. */
static size_t count_up_to(const woad_target_profile *profile, double frequency)
{
    size_t low = 0, high = profile->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (profile->frequencies[middle] <= frequency)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

double woad_target_profile_at(const woad_target_profile *profile, double frequency)
{
    size_t next = count_up_to(profile, frequency);
    if (next == 0)
        return profile->powers[0];
    if (next == profile->count)
        return profile->powers[next - 1];
    const double *f = profile->frequencies + next - 1, *power = profile->powers + next - 1;
    return power[0] + (power[1] - power[0]) * (frequency - f[0]) / (f[1] - f[0]);
}
