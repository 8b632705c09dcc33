/* csv.h - tables as text: commas between cells, quotes around those that need them (RFC 4180). */
#ifndef WOAD_CLI_CSV_H
#define WOAD_CLI_CSV_H

#include <stdbool.h>

#include "text.h"

/* A cell, after a comma unless the line of `text` begins with it. A line break in it becomes a
 * blank, so that a row is a line. */
void csv_put(cli_text *text, const char *cell);

/* A number with the fewest digits that read back exactly; no text where it is not finite. */
void csv_put_real(cli_text *text, double value);

/* Takes the next cell off *line, which is changed, and NULL after the last cell. False where there
 * is none, or where what is there is not a cell. */
bool csv_take(char **line, const char **cell);

#endif
