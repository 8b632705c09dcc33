/* test_video.c - videos in and out: layouts, colours, and what is cut off. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <woad/video.h>

#include "support.h"

static void write_file(const char *path, const void *bytes, size_t size)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, size, f), size);
    assert_int_equal(fclose(f), 0);
}

static size_t read_whole(const char *path, uint8_t *bytes, size_t room)
{
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    size_t size = fread(bytes, 1, room, f);
    fclose(f);
    return size;
}

static woad_status open_video(
    const char *layout, const char *path, woad_video_reader **reader, woad_error *error)
{
    woad_video_layout parsed;
    woad_status status = woad_video_layout_parse(layout, &parsed, error);
    return status < 0 ? status : woad_video_reader_open(path, &parsed, reader, error);
}

/* The first frame of a stream's bytes, which has `count` samples of 16 bits. */
static void first_frame(const void *bytes, size_t size, uint16_t *samples, size_t count)
{
    woad_video_reader *reader = NULL;
    woad_image *frame = NULL;
    woad_error error = {""};
    bool there;
    write_file("video.y4m", bytes, size);
    if (open_video("y4m", "video.y4m", &reader, &error) < 0)
        fail_msg("%s", error.message);
    const woad_image *shape = woad_video_reader_shape(reader);
    assert_int_equal(shape->bits, 16);
    assert_int_equal(shape->width * shape->height * shape->channels, count);
    assert_int_equal(
        woad_image_create(shape->width, shape->height, shape->channels, 16, &frame, &error),
        WOAD_OK);
    if (woad_video_reader_frame(reader, frame, &there, &error) < 0)
        fail_msg("%s", error.message);
    assert_true(there);
    memcpy(samples, frame->samples, count * sizeof *samples);
    assert_int_equal(woad_video_reader_frame(reader, frame, &there, &error), WOAD_OK);
    assert_false(there);
    woad_image_destroy(frame);
    woad_video_reader_close(reader);
}

static void assert_samples(const uint16_t *got, const double *want, size_t count, double within)
{
    for (size_t i = 0; i < count; i++)
        assert_close(got[i] / 65535.0, want[i], within, 1);
}

#define STREAM(header, frame) header "\nFRAME\n" frame, sizeof(header "\nFRAME\n" frame) - 1

/* Codes of BT.601: black is 16 and white 235, the primaries are in its table 4. */
static void colours_are_those_of_bt601(void **state)
{
    (void)state;
    uint16_t s[24];
    first_frame(STREAM("YUV4MPEG2 W3 H1 F25:1 Cmono", "\x10\xeb\x08"), s, 3);
    assert_samples(s, (const double[]){0, 1, 0}, 3, 1e-5);
    first_frame(STREAM("YUV4MPEG2 W3 H1 Cmono XCOLORRANGE=FULL", "\x00\xff\x33"), s, 3);
    assert_samples(s, (const double[]){0, 1, 0.2}, 3, 1e-5);
    /* 75 % red, green, blue of 8 bits, rounded to codes. */
    first_frame(STREAM("YUV4MPEG2 W3 H1 C444", "\x41\x70\x23"
                                               "\x64\x48\xd4"
                                               "\xd4\x3a\x72"),
        s, 9);
    assert_samples(s, (const double[]){.75, 0, 0, 0, .75, 0, 0, 0, .75}, 9, 0.006);
    /* Deep samples come low byte first: 64 and 940 of 10 bits are black and white. */
    first_frame(STREAM("YUV4MPEG2 W2 H1 Cmono10", "\x40\x00\xac\x03"), s, 2);
    assert_samples(s, (const double[]){0, 1}, 2, 1e-5);
    first_frame(STREAM("YUV4MPEG2 W1 H1 C420p12", "\x70\x0d\x00\x08\x00\x08"), s,
        3); /* (3440 - 256) / 3504 */
    assert_samples(s, (const double[]){3184 / 3504.0, 3184 / 3504.0, 3184 / 3504.0}, 3, 1e-5);
}

/* Chroma planes of 4:2:0 are rounded up, and each sample is of up to four pixels. */
static void shared_chroma_is_repeated(void **state)
{
    (void)state;
    uint16_t s[27], all[27];
    first_frame(STREAM("YUV4MPEG2 W3 H3 Ip C420jpeg", "\x80\x80\x80\x80\x80\x80\x80\x80\x80"
                                                      "\x80\x90\xa0\xb0"
                                                      "\x60\x70\x80\x90"),
        s, 27);
    first_frame(STREAM("YUV4MPEG2 W3 H3 Ip C444", "\x80\x80\x80\x80\x80\x80\x80\x80\x80"
                                                  "\x80\x80\x90\x80\x80\x90\xa0\xa0\xb0"
                                                  "\x60\x60\x70\x60\x60\x70\x80\x80\x90"),
        all, 27);
    assert_memory_equal(s, all, sizeof s);
    first_frame(STREAM("YUV4MPEG2 W3 H1 C422", "\x80\x80\x80\x80\x90\x60\x70"), s, 9);
    first_frame(
        STREAM("YUV4MPEG2 W3 H1 C444alpha", "\x80\x80\x80\x80\x80\x90\x60\x60\x70\xff\xff\xff"),
        all, 9);
    assert_memory_equal(s, all, 9 * sizeof *s);
    first_frame(STREAM("YUV4MPEG2 W5 H1 C411", "\x80\x80\x80\x80\x80\x80\x90\x60\x70"), s, 15);
    assert_memory_equal(s, s + 3, 3 * sizeof *s);
    assert_memory_equal(s, s + 9, 3 * sizeof *s);
    assert_memory_not_equal(s, s + 12, 3 * sizeof *s);
}

/* What is written is read again within the rounding of codes, and the header keeps what it knew. */
static void what_is_written_is_read_again(void **state)
{
    (void)state;
    static const char in[] = "YUV4MPEG2 W4 H2 F30000:1001 Ip A1:1 C420jpeg XCOLORRANGE=FULL\n"
                             "FRAME Ip\n\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80";
    static const uint8_t colours[24] = {0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 255,
        10, 200, 90, 128, 128, 128, 3, 2, 1};
    uint8_t bytes[512], again[24];
    woad_video_reader *reader = NULL;
    woad_video_writer *writer = NULL;
    woad_image image = {4, 2, 3, 8, again}, *frame = NULL;
    woad_error error = {""};
    bool there;
    write_file("in.y4m", in, sizeof in - 1);
    assert_int_equal(open_video("y4m", "in.y4m", &reader, &error), WOAD_OK);
    memcpy(again, colours, sizeof again);
    assert_int_equal(
        woad_video_writer_open("out.y4m", reader, &image, true, &writer, &error), WOAD_OK);
    for (int i = 0; i < 3; i++)
        assert_int_equal(woad_video_writer_frame(writer, &image, &error), WOAD_OK);
    assert_int_not_equal(access("out.y4m", F_OK), 0); /* not there before it is whole */
    assert_int_equal(woad_video_writer_finish(writer, &error), WOAD_OK);
    woad_video_writer_close(writer);
    woad_video_reader_close(reader);

    static const char header[] = "YUV4MPEG2 W4 H2 F30000:1001 Ip A1:1 C444 XCOLORRANGE=FULL\n";
    size_t size = read_whole("out.y4m", bytes, sizeof bytes);
    assert_int_equal(size, sizeof header - 1 + 3 * (6 + 24));
    assert_memory_equal(bytes, header, sizeof header - 1);
    assert_int_equal(open_video("y4m", "out.y4m", &reader, &error), WOAD_OK);
    assert_int_equal(woad_image_create(4, 2, 3, 16, &frame, &error), WOAD_OK);
    const uint16_t *samples = frame->samples;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(woad_video_reader_frame(reader, frame, &there, &error), WOAD_OK);
        for (size_t k = 0; k < 24; k++)
            assert_close(samples[k] / 257.0, colours[k], 2.0, 1);
    }
    woad_image_destroy(frame);
    woad_video_reader_close(reader);
    remove("out.y4m");
}

static void raw_frames_are_their_samples(void **state)
{
    (void)state;
    static const uint8_t bytes[24] = {
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24};
    static const char *const layouts[] = {
        "gray:3x4", "rgb24:2x2", "gray16le:3x2", "rgb48le:2x1"};
    woad_error error = {""};
    write_file("raw", bytes, sizeof bytes);
    for (size_t i = 0; i < 4; i++) {
        woad_video_reader *reader = NULL;
        woad_image *frame = NULL;
        bool there;
        assert_int_equal(open_video(layouts[i], "raw", &reader, &error), WOAD_OK);
        const woad_image *shape = woad_video_reader_shape(reader);
        assert_int_equal(woad_image_create(shape->width, shape->height, shape->channels,
                             shape->bits, &frame, &error),
            WOAD_OK);
        for (size_t n = 0; n < 2; n++) {
            assert_int_equal(woad_video_reader_frame(reader, frame, &there, &error), WOAD_OK);
            assert_true(there);
            for (size_t k = 0; k < 12 && shape->bits == 8; k++)
                assert_int_equal(((const uint8_t *)frame->samples)[k], bytes[12 * n + k]);
            for (size_t k = 0; k < 6 && shape->bits == 16; k++)
                assert_int_equal(((const uint16_t *)frame->samples)[k],
                    bytes[12 * n + 2 * k] + 256 * bytes[12 * n + 2 * k + 1]);
        }
        assert_int_equal(woad_video_reader_frame(reader, frame, &there, &error), WOAD_OK);
        assert_false(there);
        woad_image_destroy(frame);
        woad_video_reader_close(reader);
    }
}

/* Larger than what is taken before bytes come. */
static void large_frames_are_their_bytes_too(void **state)
{
    (void)state;
    enum { WIDTH = 2000, HEIGHT = 1301, FRAME = WIDTH * HEIGHT };
    woad_video_reader *reader = NULL;
    woad_image *frame = NULL;
    woad_error error = {""};
    bool there;
    uint8_t *bytes = malloc(2 * FRAME);
    assert_non_null(bytes);
    for (uint32_t i = 0; i < 2 * FRAME; i++)
        bytes[i] = (uint8_t)(i * 2654435761u >> 24);
    write_file("raw", bytes, 2 * FRAME - 1);
    assert_int_equal(open_video("gray:2000x1301", "raw", &reader, &error), WOAD_OK);
    assert_int_equal(woad_image_create(WIDTH, HEIGHT, 1, 8, &frame, &error), WOAD_OK);
    assert_int_equal(woad_video_reader_frame(reader, frame, &there, &error), WOAD_OK);
    assert_memory_equal(frame->samples, bytes, FRAME);
    assert_int_equal(woad_video_reader_frame(reader, frame, &there, &error), WOAD_ERROR_FORMAT);
    free(bytes);
    woad_image_destroy(frame);
    woad_video_reader_close(reader);
}

/* Cut anywhere, a stream is an error, unless it ends between two frames. */
static void a_stream_that_is_cut_is_an_error(void **state)
{
    (void)state;
    static const char whole[] = "YUV4MPEG2 W2 H2 Cmono\nFRAME\n1234FRAME\n1234";
    size_t header = strcspn(whole, "\n") + 1;
    for (size_t size = 0; size < sizeof whole; size++) {
        woad_video_reader *reader = NULL;
        woad_image *frame = NULL;
        woad_error error = {""};
        bool there = true;
        write_file("cut.y4m", whole, size);
        woad_status status = open_video("y4m", "cut.y4m", &reader, &error);
        assert_int_equal(status, size < header ? WOAD_ERROR_FORMAT : WOAD_OK);
        assert_int_equal(woad_image_create(2, 2, 1, 16, &frame, &error), WOAD_OK);
        while (status >= 0 && there)
            status = woad_video_reader_frame(reader, frame, &there, &error);
        if (size >= header && (size - header) % 10 == 0)
            assert_int_equal(status, WOAD_OK);
        else
            assert_int_equal(status, WOAD_ERROR_FORMAT);
        if (status < 0)
            assert_non_null(strstr(error.message, "cut.y4m"));
        if (status < 0 && size > header)
            assert_non_null(strstr(error.message, size < header + 10 ? "frame 0" : "frame 1"));
        woad_image_destroy(frame);
        woad_video_reader_close(reader);
    }
}

static void what_is_no_video_gets_a_sentence(void **state)
{
    (void)state;
    static const struct {
        const char *text, *words;
        woad_status status;
    } bad[] = {{"", "no Y4M", WOAD_ERROR_FORMAT},
        {"P5\n1 1\n255\nx", "no Y4M", WOAD_ERROR_FORMAT},
        {"YUV4MPEG2 H2\n", "no width", WOAD_ERROR_FORMAT},
        {"YUV4MPEG2 W2\n", "no height", WOAD_ERROR_FORMAT},
        {"YUV4MPEG2 W-2 H2\n", "no width", WOAD_ERROR_FORMAT},
        {"YUV4MPEG2 W0 H2\n", "no width", WOAD_ERROR_FORMAT},
        {"YUV4MPEG2 W99999999999999999999 H2\n", "no width", WOAD_ERROR_FORMAT},
        {"YUV4MPEG2 W1048576 H1048576\n", "at most", WOAD_ERROR_SIZE},
        {"YUV4MPEG2 W2 H2 C420p17\n", "colours", WOAD_ERROR_UNSUPPORTED},
        {"YUV4MPEG2 W2 H2 C440\n", "colours", WOAD_ERROR_UNSUPPORTED},
        {"YUV4MPEG2 W2 H2 C420jpegx\n", "colours", WOAD_ERROR_UNSUPPORTED},
        {"YUV4MPEG2 W2 H2 It\n", "interlaced", WOAD_ERROR_UNSUPPORTED},
        {"YUV4MPEG2X W2 H2\n", "no Y4M", WOAD_ERROR_FORMAT}};
    static const char long_rate[] =
        "YUV4MPEG2 W2 H2 F3000000000000000000000000000000000000000000000000000000000000000:1\n";
    const woad_video_layout before = {.width = 7};
    woad_video_reader *reader = NULL;
    woad_video_layout layout = before;
    woad_error error;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        write_file("bad.y4m", bad[i].text, strlen(bad[i].text));
        assert_int_equal(open_video("y4m", "bad.y4m", &reader, &error), bad[i].status);
        if (!strstr(error.message, bad[i].words))
            fail_msg("%zu: %s", i, error.message);
    }
    write_file("bad.y4m", long_rate, sizeof long_rate - 1);
    assert_int_equal(open_video("y4m", "bad.y4m", &reader, &error), WOAD_ERROR_FORMAT);
    assert_non_null(strstr(error.message, "F3000000"));
    char line[2000];
    memset(line, 'X', sizeof line);
    memcpy(line, "YUV4MPEG2 W2 H2 ", 16);
    write_file("bad.y4m", line, sizeof line);
    assert_int_equal(open_video("y4m", "bad.y4m", &reader, &error), WOAD_ERROR_FORMAT);
    assert_int_equal(open_video("y4m", "nowhere.y4m", &reader, &error), WOAD_ERROR_READ);
    static const char *const wrong[] = {"", "yuv", "gray", "gray:", "gray:3", "gray:3x",
        "gray:0x2", "gray:2x2x", "rgb24:-1x2", "rgb24:2x99999999", "rgb:2x2", "gray16le:2,2"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(
            woad_video_layout_parse(wrong[i], &layout, &error), WOAD_ERROR_ARGUMENT);
        assert_non_null(strstr(error.message, "rgb24:640x480"));
    }
    assert_int_equal(
        woad_video_layout_parse("rgb24:1048576x1048576", &layout, &error), WOAD_ERROR_SIZE);
    assert_true(layout.width == before.width && layout.bits == before.bits);
    assert_null(reader);
}

static void frames_of_another_shape_are_refused(void **state)
{
    (void)state;
    woad_video_reader *reader = NULL;
    woad_video_writer *writer = NULL;
    woad_error error;
    bool there;
    uint8_t samples[64] = {0};
    woad_image narrow = {1, 2, 1, 8, samples}, grey = {2, 2, 1, 8, samples},
               deep = {2, 2, 1, 16, samples}, alpha = {2, 2, 2, 8, samples};
    write_file("raw", samples, 8);
    assert_int_equal(open_video("gray:2x2", "raw", &reader, &error), WOAD_OK);
    const woad_status wrong = WOAD_ERROR_ARGUMENT;
    assert_int_equal(woad_video_reader_frame(reader, &narrow, &there, &error), wrong);
    assert_int_equal(woad_video_reader_frame(reader, &deep, &there, &error), wrong);
    assert_int_equal(woad_video_reader_frame(reader, NULL, &there, &error), wrong);
    assert_int_equal(woad_video_writer_open("x", reader, &deep, true, &writer, &error), wrong);
    assert_int_equal(woad_video_writer_open("x", reader, &alpha, true, &writer, &error), wrong);
    assert_int_equal(
        woad_video_writer_open("x", reader, &grey, true, &writer, &error), WOAD_OK);
    assert_int_equal(woad_video_writer_frame(writer, &narrow, &error), wrong);
    grey.samples = NULL;
    assert_int_equal(woad_video_writer_frame(writer, &grey, &error), wrong);
    woad_video_writer_close(writer);
    assert_int_not_equal(access("x", F_OK), 0);
    woad_video_reader_close(reader);
}

static int enter_folder(void **state)
{
    static char folder[TEST_PATH];
    test_folder(folder);
    *state = folder;
    return chdir(folder);
}

static int leave_folder(void **state)
{
    static const char *const names[] = {
        "video.y4m", "in.y4m", "out.y4m", "raw", "cut.y4m", "bad.y4m"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        remove(names[i]);
    if (chdir("..") != 0)
        return -1;
    test_remove_folder(strrchr(*state, '/') + 1);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(colours_are_those_of_bt601),
        cmocka_unit_test(shared_chroma_is_repeated),
        cmocka_unit_test(what_is_written_is_read_again),
        cmocka_unit_test(raw_frames_are_their_samples),
        cmocka_unit_test(large_frames_are_their_bytes_too),
        cmocka_unit_test(a_stream_that_is_cut_is_an_error),
        cmocka_unit_test(what_is_no_video_gets_a_sentence),
        cmocka_unit_test(frames_of_another_shape_are_refused),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
