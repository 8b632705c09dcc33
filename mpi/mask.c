/* mask.c - see mask.h. */
#include "mask.h"

#include <woad/recipe.h>

#include "agree.h"
#include "base/alloc.h"
#include "base/status.h"

woad_status woad_mpi_mask_create(const woad_mpi_slab *slab, const woad_design_params *params,
    woad_mpi_mask **out, woad_error *error)
{
    woad_mpi_mask *mask = woad_array(1, sizeof *mask);
    uint32_t *ranks = woad_array(woad_mpi_slab_count(slab), sizeof *ranks);
    woad_status status = mask && ranks ? WOAD_OK : woad_fail_memory(error, "a mask");
    if (status < 0) {
        woad_free(mask);
        woad_free(ranks);
        mask = NULL;
    } else {
        *mask = (woad_mpi_mask){
            slab->width, slab->height, slab->depth, slab->first, slab->rows, ranks, NULL};
        if (params)
            status = woad_recipe_format(params, &mask->recipe, error);
    }
    status = woad_mpi_agree(slab->comm, status, error);
    if (status >= 0)
        *out = mask;
    else
        woad_mpi_mask_destroy(mask);
    return status;
}

void woad_mpi_mask_destroy(woad_mpi_mask *mask)
{
    if (!mask)
        return;
    woad_free(mask->ranks);
    woad_free(mask->recipe);
    woad_free(mask);
}
