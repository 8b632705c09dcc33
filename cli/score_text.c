/* score_text.c - scores and their names, for people and for JSON. */
#include "score_text.h"

#include <math.h>
#include <stdio.h>

#include <woad/score.h>

void sigma_name(size_t index, char name[SIGMA_NAME_SIZE])
{
    const double sigmas[] = WOAD_SCORE_SIGMA_VALUES;
    snprintf(name, SIGMA_NAME_SIZE, "%.1f", sigmas[index]);
}

void score_text(const char *format, double value, char text[SCORE_SIZE])
{
    if (isfinite(value))
        snprintf(text, SCORE_SIZE, format, value);
    else
        snprintf(text, SCORE_SIZE, "-");
}
