/* png.h - a mask of one frame as PNG: each process deflates the band of rows that it has.
 *
 * Deflate's blocks may be put one behind the other where each part ends on a byte, by a flush, and
 * refers to nothing before it (RFC 1951); zlib's sum of all follows from those of the parts.
 */
#ifndef WOAD_MPI_PNG_H
#define WOAD_MPI_PNG_H

#include <woad/mpi.h>

#include "shared_file.h"

/* What stands before the rows: rank 0's. Fails with WOAD_ERROR_MEMORY; for woad_free. */
woad_status woad_mpi_png_head(const woad_mpi_mask *mask, woad_values values, void **bytes,
    size_t *size, woad_error *error);

/* The rows, 16-bit thresholds or ranks, and the end, behind the `head` bytes that are in the file.
 * Fails with WOAD_ERROR_MEMORY. Collective. */
woad_status woad_mpi_png_rows(const woad_mpi_mask *mask, woad_values values, size_t head,
    woad_mpi_file *file, woad_error *error);

#endif
