/* checkpoint.c - see checkpoint.h. */
#include "checkpoint.h"

#include <string.h>

#include <woad/recipe.h>

#include "agree.h"
#include "base/alloc.h"
#include "permutation.h"
#include "shared_file.h"

enum { ARRAYS = WOAD_MPI_STATE_ARRAYS };

static const char magic[16] = "woad-mpi state\n";

/* As it stands in the file: all of eight bytes, in the order of the machine, which `one` tells. */
typedef struct header {
    char magic[16];
    uint64_t one, recipe_size, stage, arrays; /* bits of those that are there */
    uint64_t iteration, gained_nothing, multipliers[4];
    double best_total, gained_total;
    woad_refine_gains gains, kept;
    double warmth, high_band_cv;
    uint64_t sweeps, swaps, backoffs;
    woad_losses before, start;
    uint64_t sum;
} header;

/* Of the header's words, each at its place. */
static uint64_t sum_of_header(const header *h)
{
    uint64_t words[sizeof *h / 8], sum = 0;
    memcpy(words, h, sizeof words);
    for (size_t i = 0; i < sizeof words / 8 - 1; i++) /* all but the sum itself */
        sum += woad_hash(woad_hash(i + 1) ^ words[i]);
    return sum;
}

/* The same with the values, each at its place in its array. Collective. */
static uint64_t sum_of(const woad_mpi_slab *slab, const header *h, const woad_mpi_state *state)
{
    void *const *arrays = state->arrays[h->stage];
    uint64_t sum = slab->rank == 0 ? sum_of_header(h) : 0;
    size_t count = woad_mpi_slab_count(slab), first = slab->first * slab->width;
    for (size_t a = 0; a < ARRAYS; a++) {
        for (size_t i = 0; arrays[a] && i < count; i++) {
            uint32_t bits;
            memcpy(&bits, (const char *)arrays[a] + i * sizeof bits, sizeof bits);
            sum += woad_hash(((uint64_t)(first + i) * ARRAYS + a) << 32 ^ bits);
        }
    }
    MPI_Allreduce(MPI_IN_PLACE, &sum, 1, MPI_UINT64_T, MPI_SUM, slab->comm);
    return sum;
}

/* Those that a stage has. */
static uint64_t bits_of(const woad_mpi_state *state, uint64_t stage)
{
    uint64_t bits = 0;
    for (size_t a = 0; a < ARRAYS; a++)
        bits |= (uint64_t)(state->arrays[stage][a] != NULL) << a;
    return bits;
}

static header header_of(const woad_mpi_state *s)
{
    header h = {.one = 1,
        .stage = (uint64_t)s->stage,
        .arrays = bits_of(s, (uint64_t)s->stage),
        .iteration = s->iteration,
        .gained_nothing = s->stop == WOAD_STOP_NO_GAIN,
        .best_total = s->best_total,
        .gained_total = s->gained_total,
        .gains = s->refine.gains,
        .kept = s->refine.kept,
        .warmth = s->refine.warmth,
        .high_band_cv = s->refine.outcome.high_band_cv,
        .sweeps = s->refine.outcome.sweeps,
        .swaps = s->refine.outcome.swaps,
        .backoffs = s->refine.outcome.backoffs,
        .before = s->before,
        .start = s->start};
    memcpy(h.magic, magic, sizeof magic);
    memcpy(h.multipliers, s->multipliers.state, sizeof h.multipliers);
    return h;
}

static void take_header(const header *h, woad_mpi_state *s)
{
    s->stage = (woad_mpi_state_stage)h->stage;
    s->iteration = h->iteration;
    s->stop = h->gained_nothing ? WOAD_STOP_NO_GAIN : WOAD_OK;
    s->best_total = h->best_total;
    s->gained_total = h->gained_total;
    memcpy(s->multipliers.state, h->multipliers, sizeof h->multipliers);
    s->refine = (woad_refine_numbers){h->gains, h->kept, h->warmth,
        {.sweeps = (size_t)h->sweeps,
            .swaps = h->swaps,
            .backoffs = (size_t)h->backoffs,
            .high_band_cv = h->high_band_cv}};
    s->before = h->before;
    s->start = h->start;
}

/* Where this process's part of an array begins. */
static uint64_t place_of(const woad_mpi_slab *slab, const header *h, uint64_t array)
{
    return sizeof *h + h->recipe_size +
           sizeof(float) * (array * woad_mpi_slab_all_rows(slab) + slab->first) * slab->width;
}

/* The header and what goes in front of the arrays; the caller frees *bytes. */
static woad_status print_head(
    const woad_design_params *params, header *h, char **bytes, size_t *size, woad_error *error)
{
    char *recipe;
    woad_status status = woad_recipe_format(params, &recipe, error);
    if (status < 0)
        return status;
    h->recipe_size = strlen(recipe);
    *size = sizeof *h + h->recipe_size;
    *bytes = woad_array(*size, 1);
    if (*bytes) {
        memcpy(*bytes, h, sizeof *h);
        memcpy(*bytes + sizeof *h, recipe, h->recipe_size);
    }
    woad_free(recipe);
    return *bytes ? WOAD_OK : woad_fail_memory(error, "a checkpoint");
}

woad_status woad_mpi_state_save(const woad_mpi_slab *slab, const woad_design_params *params,
    const woad_mpi_state *state, const char *path, woad_error *error)
{
    header h = header_of(state);
    char *head = NULL;
    size_t size = 0, part = woad_mpi_slab_count(slab) * sizeof(float);
    woad_mpi_file file = {.file = MPI_FILE_NULL, .rank = -1};
    woad_status status =
        woad_mpi_agree(slab->comm, print_head(params, &h, &head, &size, error), error);
    if (status >= 0) {
        h.sum = sum_of(slab, &h, state);
        memcpy(head, &h, sizeof h);
    }
    if (status >= 0)
        status = woad_mpi_file_create(slab->comm, path, head, size, true, &file, error);
    for (uint64_t a = 0, there = 0; status >= 0 && a < ARRAYS; a++) {
        const void *array = state->arrays[state->stage][a];
        if (array)
            woad_mpi_file_write(&file, place_of(slab, &h, there++), array, part);
    }
    if (status >= 0)
        status = woad_mpi_file_close(&file, error);
    if (status >= 0)
        status = woad_mpi_file_name(&file, error);
    woad_mpi_file_abandon(&file);
    woad_free(head);
    return status;
}

/* Is the head that of these parameters? */
static woad_status check_head(woad_mpi_file *file, const woad_design_params *params,
    const woad_mpi_state *state, header *h, woad_error *error)
{
    char *wanted = NULL, *found = NULL;
    size_t size = 0;
    if (!woad_mpi_file_read(file, 0, h, sizeof *h) ||
        memcmp(h->magic, magic, sizeof magic) != 0)
        return woad_fail(
            error, WOAD_ERROR_FORMAT, "%s is no checkpoint of a shared design", file->path);
    header own = *h;
    woad_status status = print_head(params, &own, &wanted, &size, error);
    if (status < 0)
        return status;
    found = woad_array(size, 1);
    if (!found)
        status = woad_fail_memory(error, "a checkpoint");
    else if (h->one != 1 || h->stage >= WOAD_MPI_STATE_STAGES ||
             h->arrays != bits_of(state, h->stage) || h->recipe_size != own.recipe_size ||
             !woad_mpi_file_read(file, 0, found, size) ||
             memcmp(found + sizeof *h, wanted + sizeof *h, own.recipe_size) != 0)
        status = woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "%s is of a design by other parameters, of another version of woad or of another "
            "kind of machine",
            file->path);
    woad_free(wanted);
    woad_free(found);
    return status;
}

static bool read_arrays(
    woad_mpi_file *file, const woad_mpi_slab *slab, const header *h, woad_mpi_state *state)
{
    size_t part = woad_mpi_slab_count(slab) * sizeof(float);
    bool good = true;
    for (uint64_t a = 0, there = 0; a < ARRAYS; a++) {
        void *array = state->arrays[h->stage][a];
        if (array)
            good = good && woad_mpi_file_read(file, place_of(slab, h, there++), array, part);
    }
    return good;
}

/* What its sum does not tell: whoever makes a file can add up. Collective. */
static woad_status check_ranks(const woad_mpi_slab *slab, const header *h,
    const woad_mpi_state *state, const char *path, woad_error *error)
{
    woad_status status = WOAD_OK;
    for (size_t a = 0; h->stage == WOAD_MPI_STATE_REFINE && a < ARRAYS && status >= 0; a++) {
        if (state->arrays[h->stage][a])
            status = woad_mpi_permutation_check(slab, state->arrays[h->stage][a], path, error);
    }
    return status;
}

woad_status woad_mpi_state_load(const woad_mpi_slab *slab, const woad_design_params *params,
    woad_mpi_state *state, const char *path, woad_error *error)
{
    woad_mpi_file file;
    header h = {0};
    woad_status status = woad_mpi_file_open(slab->comm, path, &file, error);
    if (status >= 0)
        status = woad_mpi_agree(slab->comm, check_head(&file, params, state, &h, error), error);
    if (status >= 0 && !read_arrays(&file, slab, &h, state))
        status = woad_fail(error, WOAD_ERROR_FORMAT, "%s is cut off", path);
    status = woad_mpi_agree(slab->comm, status, error);
    if (status >= 0 && sum_of(slab, &h, state) != h.sum)
        status = woad_fail(error, WOAD_ERROR_FORMAT, "%s is damaged", path);
    woad_mpi_file_abandon(&file);
    if (status >= 0)
        status = check_ranks(slab, &h, state, path, error);
    if (status < 0)
        return status;
    take_header(&h, state);
    return WOAD_OK;
}
