/* permutation.c - see permutation.h. */
#include "permutation.h"

#include <string.h>

#include "agree.h"
#include "base/alloc.h"

/* Are 0 .. area - 1 the ranks of these processes? As many as there are ranks, so each once. `chunk`
 * at a time, for which there are so many bits. Collective. */
static bool are_all_there(MPI_Comm comm, const uint32_t *ranks, size_t count, size_t area,
    uint8_t *bits, size_t chunk)
{
    bool good = true;
    for (size_t begin = 0; begin < area; begin += chunk) {
        const size_t length = area - begin < chunk ? area - begin : chunk;
        memset(bits, 0, (length + 7) / 8);
        for (size_t i = 0; i < count; i++) {
            size_t at = ranks[i] - begin; /* wraps for what is below */
            if (at < length)
                bits[at / 8] |= (uint8_t)(1U << at % 8);
        }
        MPI_Allreduce(MPI_IN_PLACE, bits, (int)((length + 7) / 8), MPI_UINT8_T, MPI_BOR, comm);
        for (size_t i = 0; i < length; i++)
            good = good && ((unsigned)bits[i / 8] >> i % 8 & 1U);
    }
    return good;
}

/* Of several frames, a process has whole ones. */
static bool are_permutations(const woad_mpi_slab *slab, const uint32_t *ranks, uint8_t *bits)
{
    const size_t area = slab->width * slab->height, count = woad_mpi_slab_count(slab);
    bool good = true;
    if (slab->depth == 1)
        return are_all_there(slab->comm, ranks, count, area, bits, slab->block * slab->width);
    for (size_t i = 0; i < count; i += area)
        good = good && are_all_there(MPI_COMM_SELF, ranks + i, area, area, bits, area);
    return good;
}

woad_status woad_mpi_permutation_check(
    const woad_mpi_slab *slab, const uint32_t *ranks, const char *path, woad_error *error)
{
    uint8_t *bits = woad_array((slab->block * slab->width + 7) / 8, 1);
    woad_status status = bits ? WOAD_OK : woad_fail_memory(error, "checking ranks");
    status = woad_mpi_agree(slab->comm, status, error);
    if (status >= 0 && !are_permutations(slab, ranks, bits))
        status = woad_fail(error, WOAD_ERROR_FORMAT,
            "%s: its ranks are not there once each in every frame", path);
    woad_free(bits);
    return woad_mpi_agree(slab->comm, status, error);
}
