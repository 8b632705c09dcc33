/* test_failing_image_files.c - images and videos, on a machine without memory. */
#include <woad/woad.h>

#include "failing_support.h"
#include "test_io_file_support.h"

/* Of a call that was to write into an empty folder: nothing is there where it failed. */
static woad_status written(folder *f, woad_status status)
{
    if (status < 0)
        assert_int_equal(count_entries(f), 0);
    else
        assert_true(count_entries(f) > 0);
    unlink(in_folder(f, "out"));
    return status;
}

/* ---- images --------------------------------------------------------------------------- */

enum { WIDTH = 48, HEIGHT = 40 };
static uint8_t samples[WIDTH * HEIGHT * 4 * 2];

typedef struct image_file {
    folder *folder;
    woad_image image;
    const woad_image_format *format;
    woad_image_options options;
    const void *bytes; /* encoded */
    size_t size;
} image_file;

static woad_status encode_image(const void *context, woad_error *error)
{
    const image_file *m = context;
    void *bytes = untouched();
    size_t size;
    woad_status status = checked(
        woad_image_encode(&m->image, m->format, &m->options, &bytes, &size, error), &bytes);
    if (status >= 0)
        woad_free(bytes);
    return status;
}

static woad_status decode_image(const void *context, woad_error *error)
{
    const image_file *m = context;
    woad_image *image = untouched();
    woad_status status =
        checked(woad_image_decode(m->bytes, m->size, NAME, &image, error), &image);
    if (status >= 0)
        woad_image_destroy(image);
    return status;
}

static woad_status write_rows(const void *context, woad_error *error)
{
    const image_file *m = context;
    woad_image_writer *writer = untouched();
    woad_status status = checked(woad_image_writer_open(in_folder(m->folder, "out"), &m->image,
                                     m->format, &m->options, false, &writer, error),
        &writer);
    if (status < 0)
        return written(m->folder, status);
    status = woad_image_writer_rows(writer, HEIGHT, m->image.samples, error);
    if (status >= 0)
        status = woad_image_writer_finish(writer, error);
    woad_image_writer_close(writer);
    return written(m->folder, status);
}

static woad_status read_rows(const void *context, woad_error *error)
{
    const image_file *m = context;
    static uint8_t rows[sizeof samples];
    woad_image_reader *reader = untouched();
    woad_status status =
        checked(woad_image_reader_open(in_folder(m->folder, "in"), &reader, error), &reader);
    if (status < 0)
        return status;
    status =
        woad_image_reader_rows(reader, woad_image_reader_shape(reader)->height, rows, error);
    woad_image_reader_close(reader);
    return status;
}

static void fail_reading(image_file *m)
{
    woad_error error = {""};
    assert_int_equal(
        woad_file_write(in_folder(m->folder, "in"), m->bytes, m->size, true, &error), WOAD_OK);
    fail_each_allocation("  decoded", decode_image, m);
    fail_each_allocation("  read by rows", read_rows, m);
    unlink(in_folder(m->folder, "in"));
}

/* False where the format does not hold such an image. */
static bool fail_image_file(image_file *m)
{
    char name[100];
    void *bytes;
    woad_status status =
        woad_image_encode(&m->image, m->format, &m->options, &bytes, &m->size, NULL);
    if (status < 0)
        return false;
    snprintf(name, sizeof name, "image %s of %zu channels, %u bits, %zu colours",
        m->format->name, m->image.channels, m->image.bits, m->options.colours);
    assert_true(fail_each_allocation(name, encode_image, m) > 0);
    fail_each_allocation("  written by rows", write_rows, m);
    m->bytes = bytes;
    if (m->format->reads)
        fail_reading(m);
    woad_free(bytes);
    return true;
}

static void image_files(void **state)
{
    static const uint8_t palette[256][3] = {{1, 2, 3}, {4, 5, 6}};
    const woad_image_format *format;
    for (size_t i = 0; i < sizeof samples; i++)
        samples[i] = (uint8_t)(i * i * 2654435761U >> 13);
    for (size_t f = 0; (format = woad_image_format_at(f)); f++) {
        size_t held = 0;
        for (size_t channels = 1; channels <= 4; channels++) {
            for (unsigned bits = 8; bits <= 16; bits += 8) {
                image_file m = {.folder = *state,
                    .image = {WIDTH, HEIGHT, channels, bits, samples},
                    .format = format};
                held += fail_image_file(&m);
            }
        }
        image_file indexed = {.folder = *state,
            .image = {WIDTH, HEIGHT, 1, 8, samples},
            .format = format,
            .options = {.palette = palette[0], .colours = 256}};
        held += fail_image_file(&indexed);
        image_file black = {.folder = *state,
            .format = format,
            .image = {WIDTH, HEIGHT, 1, 8, calloc(WIDTH, HEIGHT)},
            .options = {.bits = 1}};
        held += fail_image_file(&black);
        free(black.image.samples);
        assert_int_equal(held > 0, format->writes);
    }
}

static void images_that_others_wrote(void **state)
{
    enum { JPEG_SIZE = 297 };
    void *jpeg = test_data("blocks_16x16.jpg", JPEG_SIZE);
    image_file photo = {.folder = *state, .bytes = jpeg, .size = JPEG_SIZE};
    fail_reading(&photo);
    woad_free(jpeg);
    static const char *const texts[] = {
        "P1\n3 2\n0 1 0\n1 1 0\n", "P3\n2 1\n255\n255 0 1\n2 3 4\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        image_file m = {.folder = *state, .bytes = texts[i], .size = strlen(texts[i])};
        fail_reading(&m);
    }
}

/* ---- videos --------------------------------------------------------------------------- */

static woad_status copy_frame(
    woad_video_reader *reader, woad_video_writer *writer, woad_error *error)
{
    uint16_t samples_in[12];
    uint8_t samples_out[12] = {0};
    bool there;
    woad_image in = *woad_video_reader_shape(reader), out = in;
    in.samples = samples_in;
    out.samples = samples_out;
    out.bits = 8;
    woad_status status = woad_video_reader_frame(reader, &in, &there, error);
    if (status >= 0)
        status = woad_video_writer_frame(writer, &out, error);
    if (status >= 0)
        status = woad_video_writer_finish(writer, error);
    return status;
}

typedef struct video_file {
    folder *folder;
    const char *layout, *text;
} video_file;

static woad_status copy_video(const void *context, woad_error *error)
{
    const video_file *v = context;
    woad_video_layout layout;
    woad_video_reader *reader = untouched();
    woad_video_writer *writer = untouched();
    assert_int_equal(woad_video_layout_parse(v->layout, &layout, error), WOAD_OK);
    put_file(in_folder(v->folder, "in"), v->text);
    woad_status status = checked(
        woad_video_reader_open(in_folder(v->folder, "in"), &layout, &reader, error), &reader);
    if (status < 0) {
        unlink(in_folder(v->folder, "in"));
        return status;
    }
    woad_image shape = *woad_video_reader_shape(reader);
    shape.bits = 8;
    status = checked(woad_video_writer_open(
                         in_folder(v->folder, "out"), reader, &shape, false, &writer, error),
        &writer);
    if (status >= 0) {
        status = copy_frame(reader, writer, error);
        woad_video_writer_close(writer);
    }
    woad_video_reader_close(reader);
    unlink(in_folder(v->folder, "in")); /* not while it is open: some systems refuse */
    return written(v->folder, status);
}

static void video_files(void **state)
{
    const video_file videos[] = {{*state, "y4m", "YUV4MPEG2 W2 H2 F25:1 C420\nFRAME\nabcdef"},
        {*state, "y4m", "YUV4MPEG2 W2 H2 F25:1 Cmono\nFRAME\nabcd"},
        {*state, "rgb24:2x1", "abcdef"}, {*state, "gray:2x2", "abcd"}};
    for (size_t i = 0; i < sizeof videos / sizeof *videos; i++)
        fail_each_allocation(videos[i].layout, copy_video, &videos[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FOLDER_TEST(image_files),
        FOLDER_TEST(images_that_others_wrote),
        FOLDER_TEST(video_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
