/* csv.c - tables as text: commas between cells, quotes around those that need them. */
#include "csv.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void csv_put(cli_text *text, const char *cell)
{
    bool begins = text->length == 0 || text->bytes[text->length - 1] == '\n';
    const char *quote = strpbrk(cell, ",\"\r\n") ? "\"" : "";
    text_put(text, "%s%s", begins ? "" : ",", quote);
    for (; *cell; cell++) {
        if (*cell == '"')
            text_put(text, "\"\"");
        else
            text_put(text, "%c", *cell == '\n' || *cell == '\r' ? ' ' : *cell);
    }
    text_put(text, "%s", quote);
}

void csv_put_real(cli_text *text, double value)
{
    char cell[32] = "";
    for (int digits = 6; isfinite(value) && digits <= 17; digits++) {
        snprintf(cell, sizeof cell, "%.*g", digits, value);
        if (strtod(cell, NULL) == value)
            break;
    }
    csv_put(text, cell);
}

/* Takes the quotes off a cell in place; what follows the last of them. */
static char *unquote(char *cell)
{
    char *to = cell, *from = cell + 1;
    for (; *from && (*from != '"' || from[1] == '"'); from++) {
        *to++ = *from;
        from += *from == '"';
    }
    char *rest = *from == '"' ? from + 1 : NULL; /* NULL: the quote was not closed */
    *to = '\0';
    return rest;
}

bool csv_take(char **line, const char **cell)
{
    char *begin = *line;
    if (!begin)
        return false;
    char *end = *begin == '"' ? unquote(begin) : begin + strcspn(begin, ",");
    if (!end || (*end != ',' && *end != '\0'))
        return false;
    *cell = begin;
    *line = *end == ',' ? end + 1 : NULL;
    *end = '\0';
    return true;
}
