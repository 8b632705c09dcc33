/* cmd_demo.c - `woad demo`: the post from end to end, into a folder. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "demo.h"
#include "failure.h"
#include "image_file.h"
#include "inputs.h"
#include "scene.h"
#include "system.h"

/* The curve is drawn from about this many reports. */
enum { TRACE_POINTS = 1000, PATH_SIZE = 4096 };

/* ---- the masks ------------------------------------------------------------------------ */

static int trace_init(demo_trace *trace, size_t capacity)
{
    bool good = true;
    *trace = (demo_trace){.capacity = capacity};
    good = good && (trace->iteration = calloc(capacity, sizeof(double))) != NULL;
    good = good && (trace->total = calloc(capacity, sizeof(double))) != NULL;
    for (size_t t = 0; woad_loss_term_at(t); t++)
        good = good && (trace->terms[t] = calloc(capacity, sizeof(double))) != NULL;
    return good ? EXIT_DONE : fail(EXIT_INTERNAL, "out of memory for the loss curve");
}

static void trace_clear(demo_trace *trace)
{
    free(trace->iteration);
    free(trace->total);
    for (size_t t = 0; t < WOAD_MAX_LOSS_TERMS; t++)
        free(trace->terms[t]);
}

static bool on_progress(const woad_progress *progress, void *user)
{
    demo_trace *trace = user;
    if (progress->stage == WOAD_STAGE_OPTIMIZE && trace->count < trace->capacity) {
        size_t i = trace->count++;
        trace->iteration[i] = (double)progress->iteration + 1;
        trace->total[i] = progress->losses.total;
        for (size_t t = 0; woad_loss_term_at(t); t++)
            trace->terms[t][i] = progress->losses.terms[t];
    }
    return was_interrupted();
}

static woad_status design_blue(demo *d, woad_error *error)
{
    size_t every = d->params.optimizer.iterations / TRACE_POINTS + 1;
    const woad_observer observer = {on_progress, &d->trace, every};
    double begin = seconds_now();
    woad_status status =
        woad_design(&d->params, NULL, &observer, &d->masks[DEMO_BLUE], &d->report, error);
    d->seconds = seconds_now() - begin;
    return status;
}

static woad_status design_preset(demo *d, const char *preset, int mask, woad_error *error)
{
    woad_design_params params;
    woad_status status = woad_preset_find(preset, &params, error);
    if (status < 0)
        return status;
    params.seed = d->params.seed;
    return woad_design(&params, NULL, NULL, &d->masks[mask], NULL, error);
}

static int make_masks(demo *d)
{
    woad_error error;
    int code = trace_init(&d->trace, TRACE_POINTS + 1);
    if (code != EXIT_DONE)
        return code;
    woad_status status = design_blue(d, &error);
    if (status >= 0 && was_interrupted())
        return fail(EXIT_INTERRUPTED, "interrupted: nothing was written");
    if (status >= 0)
        status = design_preset(d, "white-noise", DEMO_WHITE, &error);
    if (status >= 0)
        status = design_preset(d, woad_preset_at(0)->name, DEMO_DITHER, &error);
    for (int m = 0; status >= 0 && m < DEMO_MASKS; m++)
        status = woad_score(d->masks[m], 0, 0, &d->scores[m], &error);
    return status < 0 ? fail_with(status, &error) : EXIT_DONE;
}

/* ---- the picture ---------------------------------------------------------------------- */

static int get_photo(demo *d)
{
    woad_error error;
    if (d->photo_name)
        return load_image(d->photo_name, &d->photo);
    woad_status status = cli_scene_render(0, 0, &d->photo, &error);
    return status < 0 ? fail_with(status, &error) : EXIT_DONE;
}

/* ---- the folder ----------------------------------------------------------------------- */

typedef struct demo_folder {
    const char *folder;
    bool force;
    char mask[PATH_SIZE], page[PATH_SIZE];
} demo_folder;

static int path_in(const char *folder, const char *name, char path[PATH_SIZE])
{
    if (snprintf(path, PATH_SIZE, "%s/%s", folder, name) < PATH_SIZE)
        return EXIT_DONE;
    return fail(EXIT_OUTPUT, "the name of the folder is too long");
}

/* A missing folder is made when there is something to put into it: sees that it can be. */
static int try_new_folder(const char *folder)
{
    int code = create_folder(folder);
    if (code == EXIT_DONE)
        rmdir(folder);
    return code;
}

/* Sees, before anything is designed, that the folder takes the files which are not figures. */
static int prepare_folder(demo_folder *out, const char *folder, bool force)
{
    *out = (demo_folder){.folder = folder, .force = force};
    int code = path_in(folder, "mask.png", out->mask);
    if (code == EXIT_DONE)
        code = path_in(folder, "index.html", out->page);
    if (code != EXIT_DONE)
        return code;
    if (access(folder, F_OK) != 0)
        return try_new_folder(folder);
    code = check_output(out->mask, force);
    if (code == EXIT_DONE)
        code = check_output(out->page, force);
    return code;
}

static int write_folder(const demo *d, const demo_folder *to)
{
    woad_error error;
    cli_text page = {0};
    int code = gallery_save(&d->gallery, to->folder, to->force);
    if (code != EXIT_DONE)
        return code;
    hold_interrupts();
    woad_status status =
        woad_mask_save(d->masks[DEMO_BLUE], to->mask, NULL, NULL, to->force, &error);
    release_interrupts();
    if (status < 0)
        return fail_with(status, &error);
    demo_write_page(d, &page);
    code = text_save(&page, to->page, to->force);
    text_clear(&page);
    if (code == EXIT_DONE)
        printf("open %s\n", to->page);
    return code;
}

/* ---- the verb ------------------------------------------------------------------------- */

static int draw(demo *d)
{
    woad_error error;
    woad_status status = demo_draw(d, &error);
    return status < 0 ? fail_with(status, &error) : EXIT_DONE;
}

static int run_demo(const cli_arguments *arguments)
{
    demo d = {0};
    demo_folder folder;
    if (arguments->operand_count > 1)
        d.photo_name = arguments->operands[1];
    watch_interrupts();
    int code = method_params(arguments, "spectral", NULL, 0, 0, &d.params);
    if (code == EXIT_DONE)
        code =
            prepare_folder(&folder, arguments->operands[0], has_flag(arguments, OPTION_FORCE));
    if (code == EXIT_DONE)
        code = get_photo(&d);
    if (code == EXIT_DONE)
        code = make_masks(&d);
    if (code == EXIT_DONE)
        code = draw(&d);
    if (code == EXIT_DONE)
        code = write_folder(&d, &folder);
    for (int m = 0; m < DEMO_MASKS; m++)
        woad_mask_destroy(d.masks[m]);
    trace_clear(&d.trace);
    woad_image_destroy(d.photo);
    gallery_clear(&d.gallery);
    return code;
}

static const char *const examples[] = {
    "woad demo story", "woad demo story photo.jpg --force", NULL};

const cli_command command_demo = {
    .name = "demo",
    .operands = "DIR [PHOTO]",
    .summary = "tell the story of the method in a folder, with an index.html",
    .description =
        "Designs a mask, draws it, its histogram, its spectrum before and after and the loss "
        "over the iterations, dithers a picture to 2 bits and to 1 bit a channel with white "
        "and "
        "with blue noise, and writes a page that shows all of it dot for dot. Without a photo "
        "it "
        "draws a scene of its own.",
    .examples = examples,
    .options = {OPTION_SEED, OPTION_MAX_MEMORY, OPTION_FORCE},
    .fewest_operands = 1,
    .most_operands = 2,
    .run = run_demo,
};
