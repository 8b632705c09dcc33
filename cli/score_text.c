/* score_text.c - scores and their names, for people and for JSON. */
#include "score_text.h"

#include <math.h>
#include <stdio.h>

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

void score_print(const woad_scores *scores, double structure_limit)
{
    char text[SCORE_SIZE];
    printf("dither error ");
    for (size_t s = 0; s < WOAD_SCORE_SIGMAS; s++) {
        char name[SIGMA_NAME_SIZE];
        sigma_name(s, name);
        score_text("%.2f dB", scores->dither_error_db[s], text);
        printf("%s sigma %s: %s", s ? "," : "", name, text);
    }
    score_text("%.2f dB", scores->low_band_db, text);
    printf("\nlow band      %s (white noise: 0)\n", text);
    score_text("%.3f", scores->high_band_cv, text);
    printf("high-band CV  %s (white noise: 1; structure: above %.3f)\n", text, structure_limit);
}
