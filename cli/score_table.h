/* score_table.h - masks beside each other: what each cost and how good it is. */
#ifndef WOAD_CLI_SCORE_TABLE_H
#define WOAD_CLI_SCORE_TABLE_H

#include <woad/score.h>

#include "text.h"

typedef struct cli_score_row {
    const char *name;
    bool costed; /* `seconds` and `bytes` are known */
    bool scored; /* `scores` are */
    double seconds;
    size_t bytes;
    woad_scores scores;
    bool structured; /* its high-band CV is above woad_structure_limit */
} cli_score_row;

/* Mean of the dither errors at all blurs, in dB. */
double scores_mean_db(const woad_scores *scores);

/* One line a row, aligned, with the best of each column marked by an asterisk (when there is
 * more than one row). What is known of no row has no column. */
void score_table_text(cli_text *text, const cli_score_row *rows, size_t count);

/* The same in HTML, the best in bold. */
void score_table_html(cli_text *page, const cli_score_row *rows, size_t count);

/* The row with the best mean of the dither errors among those without structure (among all,
 * where all have it); `count` where none has a finite one. */
size_t score_table_leader(const cli_score_row *rows, size_t count);

/* Decibels that count as the same, to the eye as well. */
#define SCORE_TABLE_CLOSE_DB 0.3

/* Sentences that say who leads by the mean, how close to the best without structure it is at
 * each blur, and who is ahead with structure; none where there is nothing to lead. */
void score_table_verdict(cli_text *text, const cli_score_row *rows, size_t count);

/* Whether the row is within SCORE_TABLE_CLOSE_DB of the best of these at every blur. */
bool score_table_is_close(const cli_score_row *rows, size_t count, size_t row);

#endif
