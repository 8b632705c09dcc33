/* targets.c - every reader of bytes from strangers.
 *
 * What is read is written again where the format can be, and read once more: images have the same
 * pixels then, and masks the same values (what rounds them does so once). Abort is
 * how a target tells that it is not so.
 */
#define _GNU_SOURCE /* memfd_create */
#include "targets.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <woad/woad.h>

#include "base/alloc.h"
#include "io/colour_profile.h"
#include "palette/palette_file.h"

/* Larger ones are slow, and no other code is reached by them. */
enum { MOST_PIXELS = 1 << 20 };

/* A failure has a sentence. */
static bool done(woad_status status, const woad_error *error)
{
    demand(status >= 0 || error->message[0] != '\0');
    return status >= 0;
}

/* Bytes as a file; its path. */
static int as_file(const uint8_t *bytes, size_t size, char path[32])
{
    int fd = memfd_create("fuzz", 0);
    demand(fd >= 0 && write(fd, bytes, size) == (ssize_t)size && lseek(fd, 0, SEEK_SET) == 0);
    snprintf(path, 32, "/dev/fd/%d", fd);
    return fd;
}

/* ---- images --------------------------------------------------------------------------------- */

/* An opaque image of four channels, as one of three: whether all its alpha is full. */
static bool lost_full_alpha(const woad_image *image, const woad_image *again)
{
    const uint8_t *samples = image->samples;
    bool full = image->bits == 8 && image->channels == 4 && again->channels == 3;
    for (size_t i = 0; full && i < image->width * image->height; i++)
        full = samples[4 * i + 3] == 255;
    return full;
}

/* What holds light, PFM, has samples of 16 bits; WebP makes grey RGB, and has no alpha that hides
 * nothing. */
static void same_pixels(const woad_image *image, const woad_image *again)
{
    size_t pixels = image->width * image->height;
    size_t own = image->channels * (image->bits / 8),
           other = again->channels * (again->bits / 8);
    const uint8_t *a = image->samples, *b = again->samples;
    bool opaque = lost_full_alpha(image, again);
    size_t kept = opaque ? 3 : 1;
    demand(again->width == image->width && again->height == image->height);
    if (image->bits != again->bits)
        demand(again->bits == 16);
    else if (image->channels == again->channels)
        demand(memcmp(a, b, pixels * own) == 0);
    else
        demand(opaque || (image->channels < 3 && again->channels > 2));
    for (size_t i = 0; image->bits == again->bits && i < pixels; i++)
        demand(memcmp(a + i * own, b + i * other, kept) == 0);
}

static void write_again(const woad_image *image, const char *name)
{
    const woad_image_format *format = woad_image_format_find(name);
    void *bytes;
    size_t size;
    woad_image *again = NULL;
    woad_error error = {""};
    if (!format || !format->writes || image->width * image->height > MOST_PIXELS ||
        !done(woad_image_encode(image, format, NULL, &bytes, &size, &error), &error))
        return;
    demand(woad_image_decode(bytes, size, "again", &again, &error) >= 0);
    same_pixels(image, again);
    woad_image_destroy(again);
    woad_free(bytes);
}

static void image_of(const uint8_t *bytes, size_t size, const char *format)
{
    woad_image *image = NULL;
    woad_error error = {""};
    if (!done(woad_image_decode(bytes, size, "fuzz", &image, &error), &error)) {
        demand(!image);
        return;
    }
    write_again(image, format);
    woad_image_destroy(image);
}

static void run_png(const uint8_t *bytes, size_t size)
{
    image_of(bytes, size, "png");
}

static void run_jpeg(const uint8_t *bytes, size_t size)
{
    image_of(bytes, size, "jpeg");
}

static void run_pfm(const uint8_t *bytes, size_t size)
{
    image_of(bytes, size, "pfm");
}

static void run_netpbm(const uint8_t *bytes, size_t size)
{
    static const char *const names[] = {"ppm", "pgm", "pbm"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        image_of(bytes, size, names[i]);
}

static void run_webp(const uint8_t *bytes, size_t size)
{
    image_of(bytes, size, "webp");
}

static void run_tiff(const uint8_t *bytes, size_t size)
{
    image_of(bytes, size, "tiff");
}

/* Row by row, as files are read. */
static void run_rows(const uint8_t *bytes, size_t size)
{
    char path[32];
    woad_image_reader *reader = NULL;
    woad_error error = {""};
    int fd = as_file(bytes, size, path);
    if (done(woad_image_reader_open(path, &reader, &error), &error)) {
        const woad_image *shape = woad_image_reader_shape(reader);
        size_t row = shape->width * shape->channels * (shape->bits / 8);
        void *samples = woad_array(row, 1);
        for (size_t y = 0; samples && y < shape->height && y < 64; y++) {
            if (!done(woad_image_reader_rows(reader, 1, samples, &error), &error))
                break;
        }
        woad_free(samples);
    }
    woad_image_reader_close(reader);
    close(fd);
}

/* The first bytes are an image's, as it says, and the rest a profile. */
static void run_profile(const uint8_t *bytes, size_t size)
{
    uint16_t samples[4 * 16] = {0, 9999, 65535, 12345};
    woad_image image = {4, 4, size ? 1 + bytes[0] % 4u : 1, 16, samples};
    if (size)
        woad_image_to_srgb(&image, bytes + 1, size - 1);
}

/* ---- masks ---------------------------------------------------------------------------------- */

static woad_mask *written_mask(
    const woad_mask *mask, const woad_format *format, const woad_io_options *options)
{
    woad_mask *again = NULL;
    woad_error error = {""};
    void *bytes;
    size_t size;
    if (!done(woad_mask_encode(mask, format, options, &bytes, &size, &error), &error))
        return NULL;
    demand(woad_mask_decode(bytes, size, "again", format, options, &again, &error) >= 0);
    woad_free(bytes);
    return again;
}

/* What is written and read once is written and read the same. */
static void same_again(
    const woad_mask *mask, const woad_format *format, const woad_io_options *options)
{
    woad_mask *once = written_mask(mask, format, options);
    woad_mask *twice = once ? written_mask(once, format, options) : NULL;
    size_t count = woad_mask_count(mask);
    demand(!once || twice);
    if (once) {
        demand(woad_mask_count(once) == count && woad_mask_count(twice) == count);
        demand(memcmp(once->ranks, twice->ranks, count * sizeof *once->ranks) == 0);
        demand(memcmp(once->thresholds, twice->thresholds, count * sizeof(float)) == 0);
    }
    woad_mask_destroy(once);
    woad_mask_destroy(twice);
}

static void mask_of(
    const uint8_t *bytes, size_t size, const char *name, const woad_io_options *options)
{
    const woad_format *format = woad_format_find(name);
    woad_mask *mask = NULL;
    woad_error error = {""};
    if (!format ||
        !done(woad_mask_decode(bytes, size, "fuzz", format, options, &mask, &error), &error))
        return;
    woad_io_options plain = {.values = options ? options->values : WOAD_VALUES_THRESHOLD,
        .width = mask->width,
        .height = mask->height,
        .depth = mask->depth,
        .channels = mask->channels};
    if (woad_mask_count(mask) <= MOST_PIXELS)
        same_again(mask, format, &plain);
    woad_mask_destroy(mask);
}

static void run_mask_png(const uint8_t *bytes, size_t size)
{
    mask_of(bytes, size, "png", NULL);
}

static void run_npy(const uint8_t *bytes, size_t size)
{
    mask_of(bytes, size, "npy", NULL);
}

static void run_raw(const uint8_t *bytes, size_t size)
{
    const woad_io_options options = {
        .values = size % 2 ? WOAD_VALUES_RANK : WOAD_VALUES_THRESHOLD};
    mask_of(bytes, size, "raw", &options);
}

static void run_exr(const uint8_t *bytes, size_t size)
{
    mask_of(bytes, size, "exr", NULL);
}

static void run_dds(const uint8_t *bytes, size_t size)
{
    mask_of(bytes, size, "dds", NULL);
}

static void run_ktx2(const uint8_t *bytes, size_t size)
{
    mask_of(bytes, size, "ktx2", NULL);
}

static void run_c(const uint8_t *bytes, size_t size)
{
    mask_of(bytes, size, "c", NULL);
}

static void run_mask_pfm(const uint8_t *bytes, size_t size)
{
    mask_of(bytes, size, "pfm", NULL);
}

/* ---- texts ---------------------------------------------------------------------------------- */

static char *text_of(const uint8_t *bytes, size_t size)
{
    return woad_copy_string((const char *)bytes, size);
}

/* What a recipe says is in the recipe that is made of it. */
static void run_recipe(const uint8_t *bytes, size_t size)
{
    woad_design_params params = WOAD_DESIGN_DEFAULTS, again = WOAD_DESIGN_DEFAULTS;
    woad_error error = {""};
    char *text = text_of(bytes, size), *written, *twice;
    if (done(woad_recipe_parse(text, "fuzz", &params, &error), &error)) {
        demand(woad_recipe_format(&params, &written, &error) >= 0);
        demand(woad_recipe_parse(written, "again", &again, &error) >= 0);
        demand(woad_recipe_format(&again, &twice, &error) >= 0);
        demand(strcmp(written, twice) == 0);
        woad_free(written);
        woad_free(twice);
    }
    woad_free(text);
}

static void run_assignment(const uint8_t *bytes, size_t size)
{
    woad_design_params params = WOAD_DESIGN_DEFAULTS;
    woad_error error = {""};
    char *text = text_of(bytes, size);
    done(woad_recipe_set(text, &params, &error), &error);
    woad_free(text);
}

static void run_palette(const uint8_t *bytes, size_t size)
{
    woad_colours colours;
    woad_palette *palette = NULL;
    woad_error error = {""};
    char *text = text_of(bytes, size);
    if (done(woad_colours_decode(text, size, "fuzz", &colours, &error), &error) &&
        colours.count <= 4 &&
        done(woad_palette_create(&colours, NULL, (woad_mixing)(size % 3), &palette, &error),
            &error)) {
        const double grey[3] = {0.5, 0.25, 0.75};
        uint8_t places[4];
        double weights[4];
        demand(woad_palette_mix(palette, grey, places, weights) >= 1);
        woad_palette_destroy(palette);
    }
    woad_free(text);
}

/* Files that parameters name: a distribution, a kernel's filter, a spectrum's profile. */
static void run_named_file(const uint8_t *bytes, size_t size)
{
    static const char *const keys[] = {"mask.pdf=table:", "mask.pdf=histogram:",
        "loss.dither.kernel=filter:", "loss.target.spectrum=profile:"};
    char path[32], assignment[96];
    woad_design_params params = WOAD_DESIGN_DEFAULTS;
    woad_error error = {""};
    int fd = as_file(bytes, size, path);
    params.width = params.height = 8;
    params.refine.trials = 0;
    params.loss.target.weight = 1;
    snprintf(assignment, sizeof assignment, "%s%s", keys[size % 4], path);
    if (done(woad_recipe_set(assignment, &params, &error), &error)) {
        float values[64] = {0.5f};
        woad_losses losses;
        done(woad_loss_evaluate(&params.loss, values, 8, 8, 1, &losses, NULL, &error), &error);
    }
    close(fd);
}

static void run_pdf(const uint8_t *bytes, size_t size)
{
    woad_pdf *pdf = NULL;
    woad_error error = {""};
    char *text = text_of(bytes, size);
    if (!strchr(text, ':') && done(woad_pdf_create(text, &pdf, &error), &error))
        woad_pdf_destroy(pdf);
    woad_free(text);
}

/* ---- videos --------------------------------------------------------------------------------- */

/* Reads all frames, and writes those of 8 bits to nowhere. */
static void video_again(woad_video_reader *reader, woad_image *frame)
{
    woad_video_writer *writer = NULL;
    woad_error error = {""};
    bool there = frame != NULL;
    if (frame && frame->bits == 8)
        done(woad_video_writer_open("/dev/null", reader, frame, true, &writer, &error), &error);
    while (there && done(woad_video_reader_frame(reader, frame, &there, &error), &error)) {
        if (writer && there)
            demand(woad_video_writer_frame(writer, frame, &error) >= 0);
    }
    if (writer)
        demand(woad_video_writer_finish(writer, &error) >= 0);
    woad_video_writer_close(writer);
}

static void video_of(const uint8_t *bytes, size_t size, woad_video_layout layout)
{
    char path[32];
    woad_video_reader *reader = NULL;
    woad_image *frame = NULL;
    woad_error error = {""};
    int fd = as_file(bytes, size, path);
    if (done(woad_video_reader_open(path, &layout, &reader, &error), &error)) {
        const woad_image *shape = woad_video_reader_shape(reader);
        if (shape->width * shape->height <= MOST_PIXELS)
            done(woad_image_create(
                     shape->width, shape->height, shape->channels, shape->bits, &frame, &error),
                &error);
        video_again(reader, frame);
    }
    woad_image_destroy(frame);
    woad_video_reader_close(reader);
    close(fd);
}

static void run_video(const uint8_t *bytes, size_t size)
{
    video_of(bytes, size, (woad_video_layout){.y4m = true});
}

/* The first line is the layout, the rest the frames. */
static void run_raw_video(const uint8_t *bytes, size_t size)
{
    woad_video_layout layout;
    woad_error error = {""};
    const uint8_t *end = size > 0 ? memchr(bytes, '\n', size) : NULL;
    if (!end)
        return;
    char *text = text_of(bytes, (size_t)(end - bytes));
    if (done(woad_video_layout_parse(text, &layout, &error), &error))
        video_of(end + 1, size - (size_t)(end + 1 - bytes), layout);
    woad_free(text);
}

static const fuzz_target targets[] = {{"png", run_png}, {"jpeg", run_jpeg}, {"pfm", run_pfm},
    {"netpbm", run_netpbm}, {"webp", run_webp}, {"tiff", run_tiff}, {"rows", run_rows},
    {"profile", run_profile}, {"mask_png", run_mask_png}, {"npy", run_npy}, {"raw", run_raw},
    {"exr", run_exr}, {"dds", run_dds}, {"ktx2", run_ktx2}, {"c", run_c},
    {"mask_pfm", run_mask_pfm}, {"recipe", run_recipe}, {"assignment", run_assignment},
    {"palette", run_palette}, {"named_file", run_named_file}, {"pdf", run_pdf},
    {"video", run_video}, {"raw_video", run_raw_video}, {"state", run_state},
    {"changed_state", run_changed_state}, {"command_line", run_command_line},
#ifdef WOAD_STUDIO
    {"studio", run_studio}, {"http", run_http}
#endif
};

const fuzz_target *fuzz_target_at(size_t index)
{
    return index < sizeof targets / sizeof *targets ? &targets[index] : NULL;
}
