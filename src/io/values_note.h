/* io/values_note.h - what the values of a file are, told beside it.
 *
 * A file of floats does not say whether it holds thresholds or values of a distribution. So the
 * recipe beside one with values of a distribution begins with the line
 *
 *     ; values = pdf NAME
 *
 * which is a comment to whoever reads recipes.
 */
#ifndef WOAD_IO_VALUES_NOTE_H
#define WOAD_IO_VALUES_NOTE_H

#include <woad/io.h>

/* A recipe (NULL: none) with the line of a distribution's name, for woad_free; NULL for want of
 * memory. */
char *woad_note_values(const char *recipe, const char *pdf);

/* Takes the line out of *recipe, where it is, and the name in it out into `pdf`; "" where there is
 * none. A recipe of which nothing is left is freed and becomes NULL. */
void woad_take_values_note(char **recipe, char pdf[WOAD_PARAM_TEXT]);

/* The distribution that a note names. Fails as woad_pdf_create does, and with
 * WOAD_ERROR_UNSUPPORTED for that of a file where the options have no_files. */
woad_status woad_noted_pdf(
    const char *noted, const woad_io_options *options, woad_pdf **out, woad_error *error);

#endif
