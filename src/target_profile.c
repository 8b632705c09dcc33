/* target_profile.c - a target spectrum over the radius, from a table in a file. */
#include "target_file.h"

#include <math.h>

#include "base/status.h"

/* So that no sum overflows. */
static const double HIGHEST_POWER = 1e100;

static woad_status check_point(const char *path, size_t line, const woad_points *before,
    double frequency, double power, woad_error *error)
{
    if (!isfinite(frequency) || frequency < 0)
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s:%zu: the frequency is %g: it must be 0 or more cycles per pixel", path, line,
            frequency);
    if (!(power >= 0 && power <= HIGHEST_POWER))
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s:%zu: the power is %g: it must be 0 to %g", path, line, power, HIGHEST_POWER);
    if (before->count > 0 && frequency < before->x[before->count - 1])
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s:%zu: the frequency falls from %g to %g: it must rise from line to line", path,
            line, before->x[before->count - 1], frequency);
    return WOAD_OK;
}

static const woad_points_kind kind = {"a profile", "a frequency and a power", check_point};

woad_status woad_target_profile_read(const char *path, woad_points *out, woad_error *error)
{
    double sum = 0;
    woad_status status = woad_points_read(path, &kind, out, error);
    for (size_t i = 0; status >= 0 && i < out->count; i++)
        sum += out->y[i];
    if (status < 0 || sum > 0)
        return status;
    woad_points_clear(out);
    return woad_fail(
        error, WOAD_ERROR_FORMAT, "%s has no power at any frequency: it must have some", path);
}

double woad_target_profile_at(const woad_points *profile, double frequency)
{
    return woad_interpolate(profile->x, profile->y, profile->count, frequency);
}
