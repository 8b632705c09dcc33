/* mpi.h - designs that are shared among the processes of an MPI job: libwoad_mpi.
 *
 * Each process holds a slab, some of the rows of a mask, in the order of the ranks of the
 * communicator. All functions but the destroyer are collective: each process of the communicator
 * calls them with the same arguments, and all return the same status. Where one fails, all do, with
 * its sentence.
 *
 * MPI is initialised by the caller, and only the thread that did so calls. FFTW's planner is shared
 * by the whole process.
 */
#ifndef WOAD_MPI_H
#define WOAD_MPI_H

#include <mpi.h>

#include <woad/design.h>
#include <woad/io.h>
#include <woad/score.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A mask of one channel, of which this process has some rows: of the height * depth that there are,
 * whole frames if depth > 1. */
typedef struct woad_mpi_mask {
    size_t width, height, depth; /* of the whole */
    size_t first, rows;          /* of this process */
    uint32_t *ranks;             /* [rows][width], in 0 .. width * height - 1 */
    char *recipe;                /* INI text, as in woad_mask */
} woad_mpi_mask;

/* A file that a design is written to now and then, to go on from it, in any number of processes: to
 * the same bytes in as many as before. It is of the optimizer's iterations or of the swaps, which
 * are nearly all of the time, and is replaced as a whole. */
typedef struct woad_mpi_checkpoint {
    const char *path;
    double seconds; /* between two, by the clock of rank 0; at least 0 */
    bool resume;    /* goes on from the file, where there is one */
} woad_mpi_checkpoint;

/* woad_design (design.h), shared. It makes what woad_design makes of a mask of one frame and one
 * channel from white noise or from void-and-cluster tiles, by all terms but the caller's own, and
 * by swaps of ranks; those of masks of more than 384 pixels along an axis lower the dither term
 * alone, with the exponent 1. More is refused. The start and swaps are the same for any number of
 * processes; sums are in one order (but for those of the target's rings), but transforms differ in
 * their last bits with the number of processes, and by these masks that were optimized. Each
 * process works in one thread, whatever params->threads is.
 *
 * Of a mask of several frames each process has some, at least 2. It begins with white noise or with
 * any baseline's frames, and is made by the histogram, by spectral and uniformity terms along any
 * axes and by the target term in frames or of the volume, without the dither term and without
 * swaps. Where no term is of the volume it is the mask of woad_design, for any number of processes,
 * unless it is stopped before its end.
 *
 * The observer of each process is told alike; that of rank 0 decides whether to stop, and has no
 * state to save: `checkpoint` is for that, and is also written where the observer stops the
 * optimizer or the swaps. `report`, `observer` and `checkpoint` may be NULL. Returns and fails as
 * woad_design does, and with WOAD_ERROR_SIZE for fewer than 2 rows or frames a process, and of a
 * checkpoint with WOAD_ERROR_WRITE, _READ, _FORMAT (it is none, cut off or damaged) or _UNSUPPORTED
 * (it is of other parameters, another version or another kind of machine). */
WOAD_API woad_status woad_mpi_design(MPI_Comm comm, const woad_design_params *params,
    const woad_observer *observer, const woad_mpi_checkpoint *checkpoint, woad_mpi_mask **out,
    woad_design_report *report, woad_error *error);

/* Bytes that a process needs for it at its peak, at most, without FFTW's and MPI's own, where no
 * process has more than its share. Not collective. Fails as woad_mpi_design does before it
 * begins. */
WOAD_API woad_status woad_mpi_design_memory(
    int processes, const woad_design_params *params, size_t *bytes, woad_error *error);

/* Frees what this process has; takes NULL. Not collective. */
WOAD_API void woad_mpi_mask_destroy(woad_mpi_mask *mask);

/* Writes it by MPI-IO, in the format that the name's ending says. NPY and raw are the files that
 * woad_mask_save writes, of float32 thresholds or, with WOAD_VALUES_RANK, of uint32 ranks, with the
 * recipe beside it in PATH.ini. PNG has the pixels and the texts of that, 16-bit thresholds or up
 * to 65,536 ranks of one frame; each process deflates its band of rows. All appears under its name
 * when it is whole; an old file is kept unless `overwrite`. Fails with WOAD_ERROR_ARGUMENT (other
 * values or formats), _EXISTS, _WRITE or _MEMORY. */
WOAD_API woad_status woad_mpi_mask_save(MPI_Comm comm, const woad_mpi_mask *mask,
    const char *path, woad_values values, bool overwrite, woad_error *error);

/* Would woad_mpi_mask_save write such a mask to a file of that name? The sentence says why not. Not
 * collective. */
WOAD_API woad_status woad_mpi_mask_save_check(const char *path, size_t width, size_t height,
    size_t depth, woad_values values, woad_error *error);

/* Reads a file that woad_mpi_mask_save writes, NPY or raw as the name's ending says, by MPI-IO, and
 * ranks the values of each frame as woad_mask_load does; no recipe. Of the options (NULL: all of
 * them at their default) count the size and depth of a raw file, by default one square, and what
 * floats are: thresholds, or in a raw file ranks. Fails with WOAD_ERROR_READ, _FORMAT (cut off,
 * damaged, a threshold that is none, or ranks that are not there once each), _UNSUPPORTED (other
 * samples or formats), _SIZE (fewer than 2 rows or frames a process) or _MEMORY. */
WOAD_API woad_status woad_mpi_mask_load(MPI_Comm comm, const char *path,
    const woad_io_options *options, woad_mpi_mask **out, woad_error *error);

/* woad_score (score.h) of one frame, shared: the same but for the order of sums, below 1e-6. Takes
 * 128 transforms; of several frames the process that has this one makes them. Fails with
 * WOAD_ERROR_ARGUMENT (no such frame, or a mask of another number of processes) or _MEMORY. */
WOAD_API woad_status woad_mpi_score(MPI_Comm comm, const woad_mpi_mask *mask, size_t frame,
    woad_scores *out, woad_error *error);

/* woad_score_spacetime (score.h) likewise, by 127 transforms of all frames. */
WOAD_API woad_status woad_mpi_score_spacetime(
    MPI_Comm comm, const woad_mpi_mask *mask, woad_spacetime_scores *out, woad_error *error);

#ifdef __cplusplus
}
#endif
#endif
