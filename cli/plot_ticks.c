/* plot_ticks.c - where the ticks of an axis stand, and what is written at them.
 *
 * Steps of 1, 2 and 5 times a power of ten, as on a ruler: Heckbert, "Nice numbers for graph
 * labels", Graphics Gems, 1990. How many fit is the caller's to find, level by level, since
 * only it knows how wide the labels are.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plot_axis.h"

/* A log axis of fewer decades than this reads better with ticks of a linear one. */
static const double fewest_decades = 1.2;

/* Appends a string as far as there is room. */
static void append(char *label, size_t size, const char *text)
{
    size_t used = strlen(label);
    snprintf(label + used, size - used, "%s", text);
}

/* Appends 10 to the n in raised figures, "10⁻³". */
static void append_power(char *label, size_t size, int exponent)
{
    static const char *const figures[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    char digits[16];
    snprintf(digits, sizeof digits, "%d", exponent);
    append(label, size, "10");
    for (const char *d = digits; *d; d++)
        append(label, size, *d == '-' ? "⁻" : figures[*d - '0']);
}

/* "m·10ⁿ" with as many figures as tell it from its neighbours; a step of 0 asks for one. */
static void append_scientific(char *label, size_t size, double magnitude, double step)
{
    int exponent = (int)floor(log10(magnitude) + 1e-9);
    int figures = step > 0 ? (int)fmin(12, ceil(log10(magnitude / step) - 1e-9) + 1) : 1;
    char number[32];
    snprintf(number, sizeof number, "%.*g", figures, magnitude / pow(10, exponent));
    bool bare = strcmp(number, "1") == 0 && exponent != 0;
    append(label, size, bare ? "" : number);
    if (exponent == 0)
        return;
    append(label, size, bare ? "" : "·");
    append_power(label, size, exponent);
}

/* Plain figures with as many decimals as the step needs, or m·10ⁿ far from 1. */
static void format_label(double value, double step, char *label, size_t size)
{
    label[0] = '\0';
    double magnitude = fabs(value);
    if (magnitude < step / 1000) { /* 0 that went through a multiplication */
        append(label, size, "0");
        return;
    }
    if (value < 0)
        append(label, size, "−");
    if (magnitude >= 1e6 || step < 0.9e-4) {
        append_scientific(label, size, magnitude, step);
        return;
    }
    char number[32];
    int decimals = (int)fmax(0, -floor(log10(step) + 1e-9));
    snprintf(number, sizeof number, "%.*f", decimals, magnitude);
    append(label, size, number);
}

/* The level-th step of the row 1, 2, 5, 10, 20 ... from the first that gives no more than 40.
 */
static double nice_step(double range, unsigned level)
{
    static const double mantissas[] = {1, 2, 5};
    double decade = pow(10, floor(log10(range / 40)));
    unsigned index = 0;
    while (index < 3 && mantissas[index % 3] * decade < range / 40)
        index++;
    index += level;
    return mantissas[index % 3] * pow(10, index / 3) * decade;
}

static size_t linear_ticks(const cli_scale *scale, unsigned level, cli_tick *ticks)
{
    double range = scale->high - scale->low;
    double step = nice_step(range, level);
    double slack = range * 1e-9; /* a tick on the frame is one, whatever the rounding */
    double first = ceil((scale->low - slack) / step);
    size_t count = 0;
    for (double k = first; k * step <= scale->high + slack && count < CLI_TICKS_MAX; k++) {
        cli_tick *tick = &ticks[count++];
        tick->value = k * step;
        format_label(tick->value, step, tick->label, sizeof tick->label);
    }
    return count;
}

/* Level 0: 1, 2 and 5 in each decade; 1: decades; n: every n-th decade. */
static size_t log_ticks(const cli_scale *scale, unsigned level, cli_tick *ticks)
{
    static const double mantissas[] = {1, 2, 5};
    int stride = level < 1 ? 1 : (int)level;
    int first = (int)floor(log10(scale->low)), last = (int)floor(log10(scale->high) + 1e-9);
    size_t count = 0;
    for (int decade = first; decade <= last; decade++) {
        for (unsigned m = 0; m < (level == 0 ? 3 : 1) && count < CLI_TICKS_MAX; m++) {
            double value = mantissas[m] * pow(10, decade);
            bool inside = value >= scale->low * (1 - 1e-9) && value <= scale->high * (1 + 1e-9);
            if (decade % stride != 0 || !inside)
                continue;
            ticks[count].value = value;
            format_label(value, value < 0.9e-3 ? 0 : value, ticks[count].label,
                sizeof ticks[count].label);
            count++;
        }
    }
    return count;
}

size_t cli_scale_ticks(const cli_scale *scale, unsigned level, cli_tick *ticks)
{
    if (scale->log && log10(scale->high / scale->low) >= fewest_decades)
        return log_ticks(scale, level, ticks);
    return linear_ticks(scale, level, ticks);
}
