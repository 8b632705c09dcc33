/* score_text.h - scores and their names, for people and for JSON. */
#ifndef WOAD_CLI_SCORE_TEXT_H
#define WOAD_CLI_SCORE_TEXT_H

#include <stddef.h>

#include <woad/score.h>

/* The blur of a score as JSON and tables name it: "1.0". */
#define SIGMA_NAME_SIZE 8
void sigma_name(size_t index, char name[SIGMA_NAME_SIZE]);

/* A score for people: "-" where it is not finite. */
#define SCORE_SIZE 32
void score_text(const char *format, double value, char text[SCORE_SIZE]);

/* The three lines of a mask's scores, on standard output. */
void score_print(const woad_scores *scores, double structure_limit);

#endif
