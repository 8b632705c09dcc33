/* key.h - one parameter as text and as a value. */
#ifndef WOAD_SRC_KEY_H
#define WOAD_SRC_KEY_H

#include <woad/recipe.h>

/* Parses `text` into the key's field of *params. WOAD_ERROR_RECIPE with a sentence, without
 * file and line, when it is not a value of the key; *params is then unchanged. To be called
 * in the C locale. */
woad_status woad_key_parse(
    const woad_key *key, const char *text, woad_design_params *params, woad_error *error);

/* WOAD_ERROR_ARGUMENT with a sentence when the field is out of the key's range or NaN. */
woad_status woad_key_check(
    const woad_key *key, const woad_design_params *params, woad_error *error);

/* Whether a path, not empty, reads back as it is: recipes have comments, lines, and blanks around
 * values. */
bool woad_stands_in_a_recipe(const char *path);

#endif
