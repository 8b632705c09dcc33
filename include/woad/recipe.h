/* recipe.h - the parameters of a design as text.
 *
 * A recipe is an INI file: sections, `key = value` lines, comments after `;`. It holds every
 * parameter, so it makes the mask again. Its first section says which version of the format it
 * is in; woad reads all versions up to its own: version 1 had no baselines, no dither term and
 * no refinement, version 2 no frames; their recipes make the masks that they made.
 */
#ifndef WOAD_RECIPE_H
#define WOAD_RECIPE_H

#include "design.h"
#include "pdf.h"
#include "version.h"

#ifdef __cplusplus
extern "C" {
#endif

#define WOAD_RECIPE_VERSION 3

typedef enum woad_key_type {
    WOAD_KEY_REAL,   /* double */
    WOAD_KEY_COUNT,  /* size_t */
    WOAD_KEY_SEED,   /* uint64_t */
    WOAD_KEY_FLAG,   /* bool: yes or no */
    WOAD_KEY_CHOICE, /* an enum: one of `choices` */
    WOAD_KEY_STRING, /* char[WOAD_PARAM_TEXT]: a kernel and the like, with a `check` */
    WOAD_KEY_SIZE    /* three size_t, width, height and depth: "64x64x32", "64x64" for a depth
                        of 1, or "64" for both sides */
} woad_key_type;

/* One parameter: where it stands in a recipe and in woad_design_params, and its range. */
typedef struct woad_key {
    const char *section, *name; /* "loss.spectral", "cutoff" */
    const char *help;           /* one line, with the unit */
    woad_key_type type;
    size_t offset;           /* in woad_design_params */
    double minimum, maximum; /* of REAL, COUNT and SIZE (each side), included */
    const woad_entry *(*choice_at)(size_t index); /* of CHOICE, in the order of the enum */
    woad_status (*check)(const char *text, woad_error *error); /* of STRING: what is wrong */
} woad_key;

/* The index-th parameter in the order of a recipe; false past
 * the last. */
WOAD_API bool woad_key_at(size_t index, woad_key *out);

/* Writes the value of a key in *params as it stands in a recipe, so that it reads back exactly,
 * into `size` bytes; any value fits into WOAD_KEY_TEXT. */
#define WOAD_KEY_TEXT WOAD_PARAM_TEXT
WOAD_API void woad_key_text(
    const woad_key *key, const woad_design_params *params, char *text, size_t size);

/* Applies a recipe's lines to *params, which keeps what the recipe does not name. `name` is the
 * file's, for messages: "NAME:LINE: ...", with the nearest known word for an unknown one. Fails
 * with WOAD_ERROR_RECIPE or WOAD_ERROR_MEMORY; *params is then unchanged. */
WOAD_API woad_status woad_recipe_parse(
    const char *text, const char *name, woad_design_params *params, woad_error *error);

/* Applies one assignment "section.key=value". Fails as woad_recipe_parse does. */
WOAD_API woad_status woad_recipe_set(
    const char *assignment, woad_design_params *params, woad_error *error);

/* The recipe of *params, every key with its value; the numbers read back exactly. The caller's own
 * loss terms are not in it: a comment names each, above the rest. The caller frees *text with
 * woad_free. Fails with WOAD_ERROR_MEMORY. */
WOAD_API woad_status woad_recipe_format(
    const woad_design_params *params, char **text, woad_error *error);

/* The distribution that a recipe names, for the caller to destroy; NULL where that is the uniform
 * one, or the recipe is NULL. Fails as woad_recipe_parse and woad_pdf_create do. */
WOAD_API woad_status woad_recipe_pdf(const char *recipe, woad_pdf **out, woad_error *error);

/* The word among known(0), known(1), ... NULL that is the fewest edits away from `word`, or
 * NULL when none is within half its length. */
WOAD_API const char *woad_nearest_word(
    const char *word, const char *(*known)(size_t index, const void *user), const void *user);

#ifdef __cplusplus
}
#endif
#endif
