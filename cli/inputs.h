/* inputs.h - what several verbs make of the same options. */
#ifndef WOAD_CLI_INPUTS_H
#define WOAD_CLI_INPUTS_H

#include <woad/woad.h>

#include "command.h"

/* Each returns an exit code, after a sentence when it is not 0. */

/* The parameters of --preset, --recipe, --size, --seed, --iterations and --set, later ones in
 * this order overriding earlier ones. */
int design_params(const cli_arguments *arguments, woad_design_params *out);

/* The same for a preset or recipe (NULL: none) that no option names, of width x height unless an
 * option says otherwise; a width of 0 keeps the preset's or the recipe's own, and its frames. */
int method_params(const cli_arguments *arguments, const char *preset, const char *recipe,
    size_t width, size_t height, woad_design_params *out);

/* --threads, by default as many as there are processors. */
int threads_option(const cli_arguments *arguments, size_t *out);

/* Is there memory for a set of so many designs? */
int check_memory(const woad_design_params *params, size_t count);

/* The name of a mask's distribution, by its recipe; the uniform one's where that says nothing. A
 * recipe that cannot be read is no reason to leave the mask alone: then a note says so. */
void mask_pdf(const woad_mask *mask, const char *path, char name[WOAD_PARAM_TEXT]);

/* --pdf is about values that are read or written on the scale of a distribution: refuses it where
 * no --input-values, and no --values where the verb has that, says pdf. */
int check_pdf(const cli_arguments *arguments, bool writes);

/* The distribution of --pdf, for the caller to destroy; NULL when it is not given. */
int pdf_option(const cli_arguments *arguments, woad_pdf **out);

/* The size and the values of --input-size and --input-values; nothing else. */
int input_options(const cli_arguments *arguments, woad_io_options *out);

/* The mask in a file, by --input-format, --input-size, --input-values and --pdf. */
int load_mask(const cli_arguments *arguments, const char *path, woad_mask **out);

/* The format and options for a mask to be written to `path`, by --format, --values, --bits, --type,
 * --layout; without its pdf. */
int output_format(const cli_arguments *arguments, const char *path, const woad_format **format,
    woad_io_options *options);

/* Could save_mask write there, as far as can be seen before long work? */
int check_mask_output(const cli_arguments *arguments, const char *path);

/* Could a design by these parameters be written there? */
int check_design_output(
    const cli_arguments *arguments, const woad_design_params *params, const char *path);

/* woad_mask_save by these and --pdf, with interrupts held until the files are whole. */
int save_mask(const cli_arguments *arguments, const woad_mask *mask, const char *path);

#endif
