/* builtin.c - the masks that ship inside the library. */
#include "base/status.h"
#include "builtin_masks.h"
#include "mask.h"

woad_status woad_mask_builtin(size_t index, woad_mask **out, woad_error *error)
{
    if (index >= WOAD_BUILTIN_MASKS)
        return woad_fail(error, WOAD_ERROR_ARGUMENT, "built-in mask %zu: there are 0 to %d",
            index, WOAD_BUILTIN_MASKS - 1);
    woad_mask *mask;
    woad_status status =
        woad_mask_create(WOAD_BUILTIN_SIDE, WOAD_BUILTIN_SIDE, 1, 1, &mask, error);
    if (status < 0)
        return status;
    for (size_t i = 0; i < WOAD_BUILTIN_SIDE * WOAD_BUILTIN_SIDE; i++)
        mask->ranks[i] = woad_builtin_ranks[index][i];
    status = woad_mask_set_thresholds(mask, error);
    if (status < 0) {
        woad_mask_destroy(mask);
        return status;
    }
    *out = mask;
    return WOAD_OK;
}
