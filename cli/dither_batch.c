/* dither_batch.c - many images, several at a time. */
#include "dither_batch.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dither_file.h"
#include "dither_image.h"
#include "failure.h"
#include "numbered.h"
#include "option_values.h"
#include "system.h"

enum { MOST_JOBS = 1024, PATH_SIZE = 4096 };

typedef struct item {
    file_identity input; /* all zero where there is no such file */
    char *output;
    const woad_image_format *format;
    int code;
} item;

/* What the workers share; `next` under the lock. */
typedef struct batch {
    dither_settings settings; /* with as many threads as one of them has */
    const cli_arguments *arguments;
    item *items;
    size_t count, next;
    pthread_mutex_t lock;
} batch;

/* ---- names ---------------------------------------------------------------------------------- */

static const char *mark_of_name(const char *output)
{
    return strstr(output, "%s");
}

static bool names_folder(const char *output)
{
    size_t length = strlen(output);
    return (length > 0 && output[length - 1] == '/') || is_folder(output);
}

bool dither_is_batch(const cli_arguments *arguments, const char *output)
{
    return arguments->operand_count > 1 || mark_of_name(output) || has_number_mark(output) ||
           names_folder(output);
}

/* The name of a file without its folders and its extension. */
static void stem_of(const char *path, const char **stem, size_t *length)
{
    const char *slash = strrchr(path, '/');
    *stem = slash ? slash + 1 : path;
    const char *dot = strrchr(*stem, '.');
    *length = dot && dot != *stem ? (size_t)(dot - *stem) : strlen(*stem);
}

/* The stem of `input` in the place of the first %s of `pattern`. */
static bool put_stem(const char *pattern, const char *input, char *name)
{
    const char *stem, *mark = mark_of_name(pattern);
    size_t length;
    stem_of(input, &stem, &length);
    int written = snprintf(name, PATH_SIZE, "%.*s%.*s%s", (int)(mark - pattern), pattern,
        (int)length, stem, mark + 2);
    return written >= 0 && written < PATH_SIZE;
}

static bool make_name(
    const char *output, const char *input, size_t index, const char *extension, char *name)
{
    char pattern[PATH_SIZE];
    const char *stem;
    size_t length;
    if (names_folder(output)) {
        bool slash = output[strlen(output) - 1] == '/';
        stem_of(input, &stem, &length);
        int written = snprintf(name, PATH_SIZE, "%s%s%.*s%s", output, slash ? "" : "/",
            (int)length, stem, extension);
        return written >= 0 && written < PATH_SIZE;
    }
    /* The number before the stem, in which there may be a %d. */
    if (!has_number_mark(output))
        return put_stem(output, input, name);
    if (!mark_of_name(output))
        return numbered_name(output, index, 1, name, PATH_SIZE);
    return numbered_name(output, index, 1, pattern, PATH_SIZE) &&
           put_stem(pattern, input, name);
}

/* The format of all, and its first extension, where the name in the folder has none. */
static int choose_format(const cli_arguments *a, const char *output,
    const woad_image_format **format, char extension[16])
{
    int code = dither_format(a, names_folder(output) ? "-" : output, format);
    if (code == EXIT_DONE)
        snprintf(extension, 16, "%.*s", (int)strcspn((*format)->extensions, " "),
            (*format)->extensions);
    return code;
}

static int compare_items(const void *a, const void *b)
{
    const item *const *x = a, *const *y = b;
    return strcmp((*x)->output, (*y)->output);
}

/* Two images of one name would be written over each other. */
static int check_names(const batch *b)
{
    const item **sorted = malloc(b->count * sizeof(const item *));
    if (!sorted)
        return fail(EXIT_INTERNAL, "out of memory for the names of %zu images", b->count);
    for (size_t i = 0; i < b->count; i++)
        sorted[i] = &b->items[i];
    qsort(sorted, b->count, sizeof *sorted, compare_items);
    int code = EXIT_DONE;
    for (size_t i = 1; code == EXIT_DONE && i < b->count; i++) {
        if (strcmp(sorted[i - 1]->output, sorted[i]->output) == 0)
            code = fail(EXIT_USAGE,
                "%s and %s would both be written to %s: give names with %%d, a number each",
                b->arguments->operands[sorted[i - 1] - b->items],
                b->arguments->operands[sorted[i] - b->items], sorted[i]->output);
    }
    free(sorted);
    return code;
}

/* An image that takes the place of another's file would be there before that one is read. Its own
 * it may replace: that is read by then. */
static int check_inputs(batch *b)
{
    for (size_t i = 0; i < b->count; i++)
        identify_file(b->arguments->operands[i], &b->items[i].input);
    for (size_t i = 0; i < b->count; i++) {
        file_identity output;
        bool there = identify_file(b->items[i].output, &output);
        for (size_t k = 0; there && k < b->count; k++) {
            const file_identity *input = &b->items[k].input;
            if (k != i && input->device == output.device && input->inode == output.inode)
                return fail(EXIT_USAGE,
                    "%s would be written to %s, which is another of the images: give another "
                    "folder or name",
                    b->arguments->operands[i], b->items[i].output);
        }
    }
    return EXIT_DONE;
}

static int name_items(batch *b, const char *output)
{
    const woad_image_format *format;
    char name[PATH_SIZE], extension[16];
    int code = choose_format(b->arguments, output, &format, extension);
    for (size_t i = 0; code == EXIT_DONE && i < b->count; i++) {
        const char *input = b->arguments->operands[i];
        if (strcmp(input, "-") == 0 && (names_folder(output) || mark_of_name(output)))
            return fail(EXIT_USAGE, "standard input has no name to give to its output: use -o "
                                    "with a file, or with %%d");
        if (!make_name(output, input, i, extension, name))
            return fail(EXIT_USAGE, "the name that %s would be written to is too long", input);
        b->items[i].format = format;
        b->items[i].output = strdup(name);
        if (!b->items[i].output)
            return fail(EXIT_INTERNAL, "out of memory for the names of %zu images", b->count);
    }
    if (code == EXIT_DONE)
        code = check_names(b);
    return code == EXIT_DONE ? check_inputs(b) : code;
}

/* ---- work ----------------------------------------------------------------------------------- */

static bool take(batch *b, size_t *index)
{
    pthread_mutex_lock(&b->lock);
    bool more = b->next < b->count && !was_interrupted();
    if (more)
        *index = b->next++;
    pthread_mutex_unlock(&b->lock);
    return more;
}

static void *work(void *context)
{
    batch *b = context;
    size_t i;
    while (take(b, &i)) {
        item *it = &b->items[i];
        it->code = check_output(it->output, b->settings.force);
        if (it->code == EXIT_DONE)
            it->code = dither_image(
                &b->settings, b->arguments->operands[i], i, it->output, it->format);
    }
    return NULL;
}

/* This thread is one of them; where no further one can be had, it works alone. */
static void work_in_threads(batch *b, size_t jobs)
{
    pthread_t threads[MOST_JOBS];
    size_t started = 0;
    pthread_mutex_init(&b->lock, NULL);
    while (started + 1 < jobs && pthread_create(&threads[started], NULL, work, b) == 0)
        started++;
    work(b);
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    pthread_mutex_destroy(&b->lock);
}

/* What is said at the end, of failures alone. */
static int sum_up(const batch *b)
{
    size_t failed = 0;
    int code = EXIT_DONE;
    for (size_t i = 0; i < b->next; i++) {
        failed += b->items[i].code != EXIT_DONE;
        if (code == EXIT_DONE)
            code = b->items[i].code;
    }
    if (was_interrupted())
        return fail(EXIT_INTERRUPTED, "interrupted: %zu of %zu images are written",
            b->next - failed, b->count);
    if (failed > 0 && b->count > 1)
        fail(code, "not written: %zu of %zu images", failed, b->count);
    return code;
}

static int run(batch *b, const char *output)
{
    size_t jobs = processors();
    int code = count_option(b->arguments, OPTION_JOBS, 1, MOST_JOBS, &jobs);
    if (code == EXIT_DONE)
        code = name_items(b, output);
    if (code == EXIT_DONE && output[strlen(output) - 1] == '/')
        code = create_folder(output);
    if (code != EXIT_DONE)
        return code;
    jobs = jobs < b->count ? jobs : b->count;
    b->settings.threads = b->settings.threads > jobs ? b->settings.threads / jobs : 1;
    work_in_threads(b, jobs);
    return sum_up(b);
}

int dither_batch(
    const dither_settings *settings, const cli_arguments *arguments, const char *output)
{
    batch b = {
        .settings = *settings, .arguments = arguments, .count = arguments->operand_count};
    if (!mark_of_name(output) && !has_number_mark(output) && !names_folder(output))
        return fail(EXIT_USAGE,
            "%zu images and one file, %s: give a folder (out/), or a name with %%s or %%d",
            b.count, output);
    b.items = calloc(b.count, sizeof *b.items);
    if (!b.items)
        return fail(EXIT_INTERNAL, "out of memory for %zu images", b.count);
    int code = run(&b, output);
    for (size_t i = 0; i < b.count; i++)
        free(b.items[i].output);
    free(b.items);
    return code;
}
