/* score_table.c - masks beside each other: what each cost and how good it is. */
#include "score_table.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "score_text.h"

/* The columns: two of the cost, the dither error at each blur, and the rest of the scores. */
enum {
    COLUMN_SECONDS,
    COLUMN_MEMORY,
    COLUMN_ERROR,
    COLUMN_MEAN = COLUMN_ERROR + WOAD_SCORE_SIGMAS,
    COLUMN_LOW_BAND,
    COLUMN_CV,
    COLUMNS
};

/* In all of them less is better. */
static double value_at(const cli_score_row *row, size_t column)
{
    bool cost = column < COLUMN_ERROR;
    if (cost ? !row->costed : !row->scored)
        return (double)NAN;
    switch (column) {
    case COLUMN_SECONDS:
        return row->seconds;
    case COLUMN_MEMORY:
        return (double)row->bytes / 0x1p20;
    case COLUMN_MEAN:
        return scores_mean_db(&row->scores);
    case COLUMN_LOW_BAND:
        return row->scores.low_band_db;
    case COLUMN_CV:
        return row->scores.high_band_cv;
    default:
        return row->scores.dither_error_db[column - COLUMN_ERROR];
    }
}

static bool is_shown(const cli_score_row *rows, size_t count, size_t column)
{
    for (size_t i = 0; i < count; i++) {
        if (column < COLUMN_ERROR ? rows[i].costed : rows[i].scored)
            return true;
    }
    return false;
}

static void cell_text(const cli_score_row *row, size_t column, char cell[SCORE_SIZE])
{
    bool fine = column == COLUMN_SECONDS || column == COLUMN_CV;
    score_text(fine ? "%.3f" : "%.2f", value_at(row, column), cell);
}

/* The least finite value of a column; infinity where there is none. */
static double best_value(const cli_score_row *rows, size_t count, size_t column)
{
    double best = (double)INFINITY;
    for (size_t i = 0; i < count; i++) {
        double value = value_at(&rows[i], column);
        if (isfinite(value) && value < best)
            best = value;
    }
    return best;
}

/* Whether a cell reads the same as the best of its column: less is no difference to see. */
static bool is_best(const cli_score_row *rows, size_t count, size_t row, size_t column)
{
    double best = best_value(rows, count, column);
    if (column == COLUMN_CV) /* tells noise from structure; lower is no better */
        return false;
    for (size_t i = 0; count > 1 && i < count; i++) {
        char cell[SCORE_SIZE], best_cell[SCORE_SIZE];
        if (!(value_at(&rows[i], column) <= best))
            continue;
        cell_text(&rows[row], column, cell);
        cell_text(&rows[i], column, best_cell);
        return isfinite(best) && strcmp(cell, best_cell) == 0;
    }
    return false;
}

double scores_mean_db(const woad_scores *scores)
{
    double sum = 0;
    for (size_t s = 0; s < WOAD_SCORE_SIGMAS; s++)
        sum += scores->dither_error_db[s];
    return sum / WOAD_SCORE_SIGMAS;
}

/* ---- as text -------------------------------------------------------------------------- */

static void text_heading(size_t column, char heading[SCORE_SIZE])
{
    static const char *const names[COLUMNS] = {[COLUMN_SECONDS] = "seconds",
        [COLUMN_MEMORY] = "MiB",
        [COLUMN_MEAN] = "mean",
        [COLUMN_LOW_BAND] = "low band",
        [COLUMN_CV] = "high CV"};
    char sigma[SIGMA_NAME_SIZE];
    if (names[column]) {
        snprintf(heading, SCORE_SIZE, "%s", names[column]);
        return;
    }
    sigma_name(column - COLUMN_ERROR, sigma);
    snprintf(heading, SCORE_SIZE, "sigma %s", sigma);
}

static int longest_name(const cli_score_row *rows, size_t count)
{
    size_t longest = 0;
    for (size_t i = 0; i < count; i++)
        longest = strlen(rows[i].name) > longest ? strlen(rows[i].name) : longest;
    return (int)longest;
}

static int column_width(const cli_score_row *rows, size_t count, size_t column)
{
    char cell[SCORE_SIZE];
    text_heading(column, cell);
    size_t width = strlen(cell);
    for (size_t i = 0; i < count; i++) {
        cell_text(&rows[i], column, cell);
        width = strlen(cell) > width ? strlen(cell) : width;
    }
    return (int)width;
}

/* Row `count` is the headings. */
static void put_line(cli_text *text, const cli_score_row *rows, size_t count, size_t row)
{
    bool heading = row == count;
    text_put(text, "%-*s", longest_name(rows, count), heading ? "" : rows[row].name);
    for (size_t c = 0; c < COLUMNS; c++) {
        char cell[SCORE_SIZE];
        if (!is_shown(rows, count, c))
            continue;
        if (heading)
            text_heading(c, cell);
        else
            cell_text(&rows[row], c, cell);
        text_put(text, " %*s%s", column_width(rows, count, c), cell,
            !heading && is_best(rows, count, row, c) ? "*" : " ");
    }
    if (!heading && rows[row].structured)
        text_put(text, " structure");
    text_trim(text);
    text_put(text, "\n");
}

void score_table_text(cli_text *text, const cli_score_row *rows, size_t count)
{
    put_line(text, rows, count, count);
    for (size_t i = 0; i < count; i++)
        put_line(text, rows, count, i);
}

/* ---- as HTML -------------------------------------------------------------------------- */

static void put_html_heading(cli_text *page, size_t column)
{
    static const char *const names[COLUMNS] = {[COLUMN_SECONDS] = "seconds",
        [COLUMN_MEMORY] = "memory (MiB)",
        [COLUMN_MEAN] = "mean of these (dB)",
        [COLUMN_LOW_BAND] = "low band (dB)",
        [COLUMN_CV] = "high-band CV"};
    char sigma[SIGMA_NAME_SIZE];
    if (names[column]) {
        text_put(page, "<th>%s</th>", names[column]);
        return;
    }
    sigma_name(column - COLUMN_ERROR, sigma);
    text_put(page, "<th>dither error &sigma;&nbsp;%s (dB)</th>", sigma);
}

static void put_html_cell(
    cli_text *page, const cli_score_row *rows, size_t count, size_t row, size_t column)
{
    char cell[SCORE_SIZE];
    cell_text(&rows[row], column, cell);
    text_put(page, "<td%s>%s</td>", is_best(rows, count, row, column) ? " class=\"best\"" : "",
        cell);
}

void score_table_html(cli_text *page, const cli_score_row *rows, size_t count)
{
    bool structured = false;
    text_put(page, "<table><tr><th></th>");
    for (size_t c = 0; c < COLUMNS; c++) {
        if (is_shown(rows, count, c))
            put_html_heading(page, c);
    }
    text_put(page, "</tr>\n");
    for (size_t i = 0; i < count; i++) {
        text_put(page, "<tr><td>");
        text_put_escaped(page, rows[i].name);
        text_put(page, "%s</td>", rows[i].structured ? " &dagger;" : "");
        for (size_t c = 0; c < COLUMNS; c++) {
            if (is_shown(rows, count, c))
                put_html_cell(page, rows, count, i, c);
        }
        text_put(page, "</tr>\n");
        structured = structured || rows[i].structured;
    }
    text_put(page, "</table>\n<p><small>");
    if (is_shown(rows, count, COLUMN_MEAN))
        text_put(page,
            "Decibels against white noise: more negative is better. The dither error "
            "is what remains of the noise after a blur of &sigma; pixels, over all "
            "grey levels. ");
    if (count > 1)
        text_put(page, "The best of each column is bold. ");
    if (structured)
        text_put(page,
            "&dagger; The high-band CV is above what noise of this size has: visible "
            "structure. ");
    text_put(page, "</small></p>\n");
}

/* ---- who leads ------------------------------------------------------------------------ */

/* Whether a row takes part: one with structure only where all have it. */
static bool competes(const cli_score_row *rows, size_t count, size_t row)
{
    bool all = true;
    for (size_t i = 0; i < count; i++)
        all = all && rows[i].structured;
    return all || !rows[row].structured;
}

/* The best value of a column among the rows that compete; infinity where none has one. */
static double best_of_competitors(const cli_score_row *rows, size_t count, size_t column)
{
    double best = (double)INFINITY;
    for (size_t i = 0; i < count; i++) {
        double value = value_at(&rows[i], column);
        if (competes(rows, count, i) && value < best)
            best = value;
    }
    return best;
}

size_t score_table_leader(const cli_score_row *rows, size_t count)
{
    double best = best_of_competitors(rows, count, COLUMN_MEAN);
    for (size_t i = 0; isfinite(best) && i < count; i++) {
        if (competes(rows, count, i) && value_at(&rows[i], COLUMN_MEAN) <= best)
            return i;
    }
    return count;
}

/* Decibels behind the best competitor at a blur. */
static double behind(const cli_score_row *rows, size_t count, size_t row, size_t sigma)
{
    return value_at(&rows[row], COLUMN_ERROR + sigma) -
           best_of_competitors(rows, count, COLUMN_ERROR + sigma);
}

bool score_table_is_close(const cli_score_row *rows, size_t count, size_t row)
{
    for (size_t s = 0; s < WOAD_SCORE_SIGMAS; s++) {
        if (!(behind(rows, count, row, s) <= SCORE_TABLE_CLOSE_DB))
            return false;
    }
    return true;
}

static void put_distances(
    cli_text *text, const cli_score_row *rows, size_t count, size_t leader)
{
    const char *before = " It is behind the best";
    for (size_t s = 0; s < WOAD_SCORE_SIGMAS; s++) {
        char sigma[SIGMA_NAME_SIZE];
        double distance = behind(rows, count, leader, s);
        if (distance <= SCORE_TABLE_CLOSE_DB)
            continue;
        sigma_name(s, sigma);
        text_put(text, "%s by %.2f dB at sigma %s", before, distance, sigma);
        before = ",";
    }
    text_put(text, ".");
}

/* Rows with structure that are ahead all the same. */
static void put_structured(
    cli_text *text, const cli_score_row *rows, size_t count, size_t leader)
{
    for (size_t i = 0; i < count; i++) {
        double mean = value_at(&rows[i], COLUMN_MEAN);
        if (!competes(rows, count, i) && mean < value_at(&rows[leader], COLUMN_MEAN))
            text_put(text, " %s has %.2f dB, and visible structure.", rows[i].name, mean);
    }
}

void score_table_verdict(cli_text *text, const cli_score_row *rows, size_t count)
{
    size_t leader = score_table_leader(rows, count);
    if (count < 2 || leader == count)
        return;
    text_put(text, "%s leads by the mean dither error, %.2f dB", rows[leader].name,
        value_at(&rows[leader], COLUMN_MEAN));
    if (score_table_is_close(rows, count, leader)) {
        text_put(
            text, ", and is within %.1f dB of the best at every blur.", SCORE_TABLE_CLOSE_DB);
    } else {
        text_put(text, ".");
        put_distances(text, rows, count, leader);
    }
    put_structured(text, rows, count, leader);
    if (rows[leader].structured)
        text_put(text, " But all have visible structure.");
    text_put(text, "\n");
}
