/* pdf.h - what the library's own parts need of distributions beyond <woad/pdf.h>. */
#ifndef WOAD_SRC_PDF_H
#define WOAD_SRC_PDF_H

#include <stdbool.h>

#include <woad/pdf.h>

#include "points_file.h"

/* Whether a text is a distribution, without a look into its file: WOAD_ERROR_ARGUMENT with a
 * sentence when it is not. */
woad_status woad_pdf_check(const char *text, woad_error *error);

/* woad_pdf_is_uniform, or of vectors, once it is made. */
bool woad_pdf_is_even(const woad_pdf *pdf);

/* The text that it was made of; "uniform" of "". */
const char *woad_pdf_text(const woad_pdf *pdf);

/* Is it a distribution that a file tells? */
bool woad_pdf_names_file(const char *text);

/* The mean of Q((r + 0.5) / count) over all ranks r. */
double woad_pdf_mean(const woad_pdf *pdf, size_t count);

/* By what values are multiplied to be added to levels (dither.h). */
double woad_pdf_noise_scale(const woad_pdf *pdf);

/* Q of a file: x the probabilities, y the values, both not falling. Fail as woad_points_read does,
 * and with WOAD_ERROR_FORMAT for what is no distribution. */
woad_status woad_pdf_read_table(const char *path, woad_points *out, woad_error *error);
woad_status woad_pdf_read_histogram(const char *path, woad_points *out, woad_error *error);

/* Q, F and F' of such a table. */
double woad_pdf_table_quantile(const woad_points *table, double u);
double woad_pdf_table_cumulative(const woad_points *table, double x);
double woad_pdf_table_density(const woad_points *table, double x);

#endif
