/* compare_entries.c - what is compared: operands become masks with scores. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compare.h"
#include "failure.h"
#include "inputs.h"
#include "median.h"
#include "option_values.h"
#include "system.h"
#include "wisdom.h"

/* ---- operands ------------------------------------------------------------------------- */

static const char *preset_name(size_t index, const void *user)
{
    (void)user;
    return woad_preset_at(index) ? woad_preset_at(index)->name : NULL;
}

static size_t count_presets(void)
{
    size_t count = 0;
    while (woad_preset_at(count))
        count++;
    return count;
}

static bool is_preset(const char *word)
{
    for (size_t i = 0; preset_name(i, NULL); i++) {
        if (strcmp(word, preset_name(i, NULL)) == 0)
            return true;
    }
    return false;
}

/* A word that cannot be a preset's name is a file's, be it there or not. */
static bool is_file(const char *word)
{
    return strcmp(word, "-") == 0 || strpbrk(word, "./") || access(word, F_OK) == 0;
}

static bool is_recipe(const char *path)
{
    size_t length = strlen(path);
    return length >= 4 && strcmp(path + length - 4, ".ini") == 0;
}

/* What an operand is, by its name alone. */
static int classify(const char *word, compare_kind *kind)
{
    if (is_preset(word))
        *kind = COMPARE_PRESET;
    else if (is_file(word))
        *kind = is_recipe(word) ? COMPARE_RECIPE : COMPARE_FILE;
    else
        return fail_unknown(woad_nearest_word(word, preset_name, NULL),
            "`woad list presets` shows what there is", "'%s' is neither a preset nor a file",
            word);
    return EXIT_DONE;
}

/* The last component of a path, unless another entry's is the same. */
static const char *short_name(const comparison *c, const compare_entry *entry)
{
    const char *slash = strrchr(entry->operand, '/');
    if (entry->kind == COMPARE_PRESET || !slash || slash[1] == '\0')
        return entry->operand;
    for (size_t i = 0; i < c->count; i++) {
        const char *other = strrchr(c->entries[i].operand, '/');
        other = other ? other + 1 : c->entries[i].operand;
        if (&c->entries[i] != entry && strcmp(other, slash + 1) == 0)
            return entry->operand;
    }
    return slash + 1;
}

static int make_entries(comparison *c)
{
    const cli_arguments *a = c->arguments;
    c->all_presets = a->operand_count == 0;
    size_t count = c->all_presets ? count_presets() : a->operand_count;
    c->entries = calloc(count, sizeof *c->entries);
    if (!c->entries)
        return fail(EXIT_INTERNAL, "out of memory for %zu masks", count);
    int code = EXIT_DONE;
    for (c->count = 0; code == EXIT_DONE && c->count < count; c->count++) {
        compare_entry *entry = &c->entries[c->count];
        entry->operand = c->all_presets ? preset_name(c->count, NULL) : a->operands[c->count];
        code = classify(entry->operand, &entry->kind);
    }
    for (size_t i = 0; i < c->count; i++)
        c->entries[i].row.name = short_name(c, &c->entries[i]);
    return code;
}

/* ---- files ---------------------------------------------------------------------------- */

/* One plane is compared, which has to be said where there are more. */
static void note_rest(const compare_entry *entry)
{
    const woad_mask *m = entry->mask;
    if (m->depth > 1)
        note("%s: only the first of its %zu frames is compared", entry->operand, m->depth);
    if (m->channels > 1)
        note("%s: only the first of its %zu channels is compared", entry->operand, m->channels);
}

static int load_files(comparison *c)
{
    int code = EXIT_DONE;
    for (size_t i = 0; code == EXIT_DONE && i < c->count; i++) {
        compare_entry *entry = &c->entries[i];
        if (entry->kind != COMPARE_FILE)
            continue;
        code = load_mask(c->arguments, entry->operand, &entry->mask);
        if (code == EXIT_DONE)
            note_rest(entry);
    }
    return code;
}

static const woad_mask *first_file(const comparison *c)
{
    for (size_t i = 0; i < c->count; i++) {
        if (c->entries[i].mask)
            return c->entries[i].mask;
    }
    return NULL;
}

/* The size of every mask: of the options, else of the first file, else of the default preset. */
static int find_size(comparison *c)
{
    const woad_mask *first = first_file(c);
    woad_design_params params;
    int code = method_params(
        c->arguments, NULL, NULL, first ? first->width : 0, first ? first->height : 0, &params);
    c->width = params.width;
    c->height = params.height;
    c->seed = params.seed;
    for (size_t i = 0; code == EXIT_DONE && i < c->count; i++) {
        const woad_mask *m = c->entries[i].mask;
        if (m && (m->width != c->width || m->height != c->height))
            return fail(EXIT_INPUT,
                "%s is %zux%zu and the comparison %zux%zu: masks of one size compare",
                c->entries[i].operand, m->width, m->height, c->width, c->height);
    }
    return code;
}

static int find_params(comparison *c)
{
    size_t threads;
    int code = threads_option(c->arguments, &threads);
    if (code == EXIT_DONE)
        code = find_size(c);
    for (size_t i = 0; code == EXIT_DONE && i < c->count; i++) {
        compare_entry *entry = &c->entries[i];
        bool preset = entry->kind == COMPARE_PRESET;
        if (entry->kind == COMPARE_FILE)
            continue;
        code = method_params(c->arguments, preset ? entry->operand : NULL,
            preset ? NULL : entry->operand, c->width, c->height, &entry->params);
        entry->params.threads = threads;
        if (code == EXIT_DONE)
            code = check_memory(&entry->params, 1);
    }
    return code;
}

int compare_prepare(comparison *c)
{
    enum { MOST_SEEDS = 10000 };
    static const char *const which_scores[] = {"all", "none", NULL};
    int scores = 0, code = make_entries(c);
    if (code == EXIT_DONE)
        code = choice_option(c->arguments, OPTION_SCORES, which_scores, &scores);
    c->scored = code == EXIT_DONE && scores == 0;
    c->seeds = 1;
    if (code == EXIT_DONE)
        code = count_option(c->arguments, OPTION_SEEDS, 1, MOST_SEEDS, &c->seeds);
    if (code == EXIT_DONE)
        code = watch_init(&c->watch, c->arguments);
    if (code == EXIT_DONE)
        code = load_files(c);
    return code == EXIT_DONE ? find_params(c) : code;
}

void compare_clear(comparison *c)
{
    for (size_t i = 0; i < c->count; i++) {
        woad_mask_destroy(c->entries[i].mask);
        gallery_clear(&c->entries[i].gallery);
    }
    free(c->entries);
    woad_image_destroy(c->picture);
    watch_clear(&c->watch);
}

/* ---- measuring ------------------------------------------------------------------------ */

/* What is measured of one seed, as a row of numbers. */
enum { LOW_BAND = WOAD_SCORE_SIGMAS, HIGH_BAND_CV, SECONDS, SAMPLES };
typedef struct sample {
    double values[SAMPLES];
} sample;

static woad_status score_sample(const woad_mask *mask, sample *out, woad_error *error)
{
    woad_scores scores;
    woad_status status = woad_score(mask, 0, 0, &scores, error);
    if (status < 0)
        return status;
    for (size_t s = 0; s < WOAD_SCORE_SIGMAS; s++)
        out->values[s] = scores.dither_error_db[s];
    out->values[LOW_BAND] = scores.low_band_db;
    out->values[HIGH_BAND_CV] = scores.high_band_cv;
    return status;
}

/* The row of an entry from its samples; `scratch` has room for one value a sample. */
static void fill_row(const comparison *c, cli_score_row *row, const sample *samples,
    size_t count, double *scratch)
{
    sample middle;
    for (size_t v = 0; v < SAMPLES; v++) {
        for (size_t i = 0; i < count; i++)
            scratch[i] = samples[i].values[v];
        middle.values[v] = median(scratch, count);
    }
    for (size_t s = 0; s < WOAD_SCORE_SIGMAS; s++)
        row->scores.dither_error_db[s] = middle.values[s];
    row->scores.low_band_db = middle.values[LOW_BAND];
    row->scores.high_band_cv = middle.values[HIGH_BAND_CV];
    row->seconds = middle.values[SECONDS];
    row->scored = c->scored;
    row->structured =
        c->scored && row->scores.high_band_cv > woad_structure_limit(c->width * c->height);
}

static woad_status design_one(comparison *c, const compare_entry *entry, uint64_t seed,
    woad_mask **out, sample *cost, woad_error *error)
{
    woad_design_params params = entry->params;
    params.seed = seed;
    watch_start(&c->watch, entry->row.name);
    woad_observer observer = watch_observer(&c->watch);
    double begin = seconds_now();
    woad_status status = woad_design(&params, NULL, &observer, out, NULL, error);
    cost->values[SECONDS] = seconds_now() - begin;
    watch_end(&c->watch);
    return status;
}

/* Designs an entry with every seed, keeping the first mask, and scores them. An interrupt ends
 * it with WOAD_STOP_CALLER. */
static woad_status sample_method(
    comparison *c, compare_entry *entry, sample *samples, woad_error *error)
{
    woad_status status = WOAD_OK;
    for (size_t i = 0; status >= 0 && i < c->seeds; i++) {
        woad_mask *mask = NULL;
        status = design_one(c, entry, entry->params.seed + i, &mask, &samples[i], error);
        if (status >= 0 && c->scored && !was_interrupted())
            status = score_sample(mask, &samples[i], error);
        if (i == 0)
            entry->mask = mask;
        else
            woad_mask_destroy(mask);
        if (was_interrupted())
            return WOAD_STOP_CALLER;
    }
    return status < 0 ? status : WOAD_OK;
}

static woad_status measure_entry(
    comparison *c, compare_entry *entry, sample *samples, double *scratch, woad_error *error)
{
    woad_status status = WOAD_OK;
    size_t count = 1;
    samples[0].values[SECONDS] = 0;
    if (entry->kind != COMPARE_FILE) {
        count = c->seeds;
        status = sample_method(c, entry, samples, error);
        entry->row.costed = true;
        if (status >= 0)
            woad_design_memory(&entry->params, &entry->row.bytes, NULL); /* was checked */
    } else if (c->scored) {
        status = score_sample(entry->mask, &samples[0], error);
    }
    fill_row(c, &entry->row, samples, count, scratch);
    return status;
}

/* Of all presets, those that cannot make a mask of this size are left out. */
static void leave_out(comparison *c, size_t index, const woad_error *error)
{
    note("%s is left out: %s", c->entries[index].operand, error->message);
    memmove(&c->entries[index], &c->entries[index + 1],
        (c->count - index - 1) * sizeof *c->entries);
    c->count--;
}

static int measure_all(comparison *c, sample *samples, double *scratch)
{
    for (size_t i = 0; i < c->count;) {
        compare_entry *entry = &c->entries[i];
        woad_error error;
        woad_status status = measure_entry(c, entry, samples, scratch, &error);
        if (status == WOAD_STOP_CALLER || was_interrupted())
            return fail(EXIT_INTERRUPTED, "interrupted: nothing was written");
        bool impossible = status == WOAD_ERROR_ARGUMENT || status == WOAD_ERROR_SIZE;
        if (impossible && c->all_presets && c->count > 1) {
            leave_out(c, i, &error);
            continue;
        }
        if (status < 0) {
            woad_error named;
            snprintf(named.message, sizeof named.message, "%s: %.400s", entry->operand,
                error.message);
            return fail_with(status, &named);
        }
        i++;
    }
    return EXIT_DONE;
}

int compare_measure(comparison *c)
{
    sample *samples = calloc(c->seeds, sizeof *samples);
    double *scratch = calloc(c->seeds, sizeof *scratch);
    int code = EXIT_DONE;
    const woad_design_params any = {.width = c->width, .height = c->height};
    if (!samples || !scratch)
        code = fail(EXIT_INTERNAL, "out of memory for %zu seeds", c->seeds);
    if (code == EXIT_DONE)
        code = wisdom_prepare(c->arguments, &any);
    if (code == EXIT_DONE)
        code = measure_all(c, samples, scratch);
    free(samples);
    free(scratch);
    return code;
}

cli_score_row *compare_rows(const comparison *c)
{
    cli_score_row *rows = calloc(c->count, sizeof *rows);
    for (size_t i = 0; rows && i < c->count; i++)
        rows[i] = c->entries[i].row;
    return rows;
}
