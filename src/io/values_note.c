/* io/values_note.c - what the values of a file are, told beside it. */
#include "io/values_note.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "pdf.h"

static const char opening[] = "; values = pdf ";

char *woad_note_values(const char *recipe, const char *pdf)
{
    const char *rest = recipe ? recipe : "";
    size_t size = sizeof opening + strlen(pdf) + 1 + strlen(rest);
    char *text = woad_array(size, 1);
    if (text)
        snprintf(text, size, "%s%s\n%s", opening, pdf, rest);
    return text;
}

/* The line, from its beginning, or NULL. */
static char *find_line(char *text)
{
    char *at = strstr(text, opening);
    while (at && at != text && at[-1] != '\n')
        at = strstr(at + 1, opening);
    return at;
}

/* Takes the line out; its name, where that is not too long. */
static void take_line(char *line, char pdf[WOAD_PARAM_TEXT])
{
    const char *name = line + sizeof opening - 1;
    size_t length = strcspn(name, "\r\n");
    const char *rest = name + length + strspn(name + length, "\r\n");
    if (length < WOAD_PARAM_TEXT) {
        memcpy(pdf, name, length);
        pdf[length] = '\0';
    }
    memmove(line, rest, strlen(rest) + 1);
}

void woad_take_values_note(char **recipe, char pdf[WOAD_PARAM_TEXT])
{
    char *line = *recipe ? find_line(*recipe) : NULL, further[WOAD_PARAM_TEXT];
    pdf[0] = '\0';
    if (!line)
        return;
    take_line(line, pdf);
    while ((line = find_line(*recipe)) !=
           NULL) /* or it would be one of a file written from this */
        take_line(line, further);
    if (**recipe == '\0') {
        woad_free(*recipe);
        *recipe = NULL;
    }
}

woad_status woad_noted_pdf(
    const char *noted, const woad_io_options *options, woad_pdf **out, woad_error *error)
{
    if (options->no_files && woad_pdf_names_file(noted))
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "the mask's values are of a distribution in a file of its own, which is not opened");
    return woad_pdf_create(noted, out, error);
}
