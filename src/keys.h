/* keys.h - all parameters of a design, in the order of a recipe. */
#ifndef WOAD_SRC_KEYS_H
#define WOAD_SRC_KEYS_H

#include "key.h"

/* The index-th key, NULL past the last. */
const woad_key *woad_key_find_at(size_t index);

/* WOAD_ERROR_ARGUMENT with a sentence about the first field that is out of its key's range. */
woad_status woad_design_check(const woad_design_params *params, woad_error *error);

#endif
