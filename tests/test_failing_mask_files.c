/* test_failing_mask_files.c - masks, and files that texts name, on a machine without memory. */
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
    unlink(in_folder(f, "out.ini"));
    return status;
}

/* ---- masks ---------------------------------------------------------------------------- */

typedef struct mask_file {
    folder *folder;
    const woad_mask *mask;
    const woad_format *format;
    woad_io_options options;
    void *bytes; /* encoded */
    size_t size;
} mask_file;

static woad_status encode_mask(const void *context, woad_error *error)
{
    const mask_file *m = context;
    void *bytes = untouched();
    size_t size;
    woad_status status = checked(
        woad_mask_encode(m->mask, m->format, &m->options, &bytes, &size, error), &bytes);
    if (status >= 0)
        woad_free(bytes);
    return status;
}

static woad_status decode_mask(const void *context, woad_error *error)
{
    const mask_file *m = context;
    woad_mask *mask = untouched();
    woad_status status = checked(
        woad_mask_decode(m->bytes, m->size, NAME, m->format, &m->options, &mask, error), &mask);
    if (status >= 0)
        woad_mask_destroy(mask);
    return status;
}

static woad_status save_mask(const void *context, woad_error *error)
{
    const mask_file *m = context;
    return written(m->folder, woad_mask_save(m->mask, in_folder(m->folder, "out"), m->format,
                                  &m->options, false, error));
}

static woad_status replace_mask(const void *context, woad_error *error)
{
    const mask_file *m = context;
    put_file(in_folder(m->folder, "out"), "old");
    put_file(in_folder(m->folder, "out.ini"), "old recipe");
    woad_status status = woad_mask_save(
        m->mask, in_folder(m->folder, "out"), m->format, &m->options, true, error);
    if (status < 0) {
        assert_int_equal(count_entries(m->folder), 2);
        assert_content(in_folder(m->folder, "out"), "old");
        assert_content(in_folder(m->folder, "out.ini"), "old recipe");
        return status;
    }
    return written(m->folder, status);
}

static woad_status load_mask(const void *context, woad_error *error)
{
    const mask_file *m = context;
    woad_mask *mask = untouched();
    woad_status status = checked(
        woad_mask_load(in_folder(m->folder, "in"), m->format, &m->options, &mask, error),
        &mask);
    if (status >= 0)
        woad_mask_destroy(mask);
    return status;
}

static void fail_mask_file(mask_file *m, const char *what)
{
    char name[100];
    woad_error error = {""};
    const woad_mask *mask = m->mask;
    snprintf(name, sizeof name, "%s of %s", m->format->name, what);
    assert_true(fail_each_allocation(name, encode_mask, m) > 0);
    fail_each_allocation("  saved", save_mask, m);
    fail_each_allocation("  saved over another", replace_mask, m);
    if (m->format->write_only)
        return;
    if (woad_mask_encode(mask, m->format, &m->options, &m->bytes, &m->size, &error) < 0 ||
        woad_mask_save(mask, in_folder(m->folder, "in"), m->format, &m->options, true, &error) <
            0)
        fail_msg("%s: %s", name, error.message);
    m->options = (woad_io_options){.values = m->options.values,
        .width = mask->width,
        .height = mask->height,
        .depth = mask->depth,
        .channels = mask->channels};
    fail_each_allocation("  decoded", decode_mask, m);
    fail_each_allocation("  loaded", load_mask, m);
    woad_free(m->bytes);
    unlink(in_folder(m->folder, "in"));
    unlink(in_folder(m->folder, "in.ini"));
}

static void mask_files(void **state)
{
    static const struct {
        const char *what;
        size_t size, depth, channels;
        woad_io_options options;
    } cases[] = {{"thresholds", 48, 1, 1, {0}}, {"colours", 8, 1, 3, {0}},
        {"frames", 8, 2, 1, {0}}, {"a sheet", 8, 2, 1, {.layout = WOAD_LAYOUT_2D}},
        {"a volume", 8, 2, 1, {.layout = WOAD_LAYOUT_3D}},
        {"halves", 8, 1, 1, {.type = WOAD_SAMPLE_HALF}},
        {"bytes", 8, 1, 1, {.type = WOAD_SAMPLE_U8}},
        {"ranks", 8, 1, 1, {.values = WOAD_VALUES_RANK}},
        {"values", 8, 1, 1, {.values = WOAD_VALUES_PDF}}};
    woad_pdf *pdf;
    assert_int_equal(woad_pdf_create("triangular", &pdf, NULL), WOAD_OK);
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        size_t size = cases[c].size, depth = cases[c].depth, channels = cases[c].channels;
        woad_mask *mask = make_mask(size, size, depth, channels);
        assert_int_equal(woad_mask_set_recipe(mask, "[mask]\npdf = triangular\n"), WOAD_OK);
        const woad_format *format;
        for (size_t i = 0; (format = woad_format_at(i)); i++) {
            mask_file m = {
                .folder = *state, .mask = mask, .format = format, .options = cases[c].options};
            m.options.pdf = pdf;
            if (woad_format_check(format, &m.options, size, size, depth, channels, NULL) >= 0)
                fail_mask_file(&m, cases[c].what);
        }
        woad_mask_destroy(mask);
    }
    woad_pdf_destroy(pdf);
}

/* ---- what texts name ------------------------------------------------------------------ */

static woad_status colours(const void *context, woad_error *error)
{
    woad_colours out;
    spoil(&out, sizeof out);
    return checked_memory(woad_colours_named(context, &out, NULL, error), &out, sizeof out);
}

static void files_that_texts_name(void **state)
{
    static const struct {
        const char *prefix, *name, *content;
        attempt *call;
    } files[] = {{"", "p.gpl", "GIMP Palette\n#\n0 0 0 black\n255 255 255 white\n", colours},
        {"", "p.hex", "000000\nffffff\n", colours},
        {"", "p.pal", "JASC-PAL\n0100\n2\n0 0 0\n255 255 255\n", colours},
        {"", "p.ppm", "P3\n2 1\n255\n255 0 1\n2 3 4\n", colours},
        {"table:", "t.csv", "0, -1\n1, 1\n", try_pdf},
        {"histogram:", "h.csv", "0, 1\n1, 2\n2, 0\n", try_pdf},
        {"file:", "k.csv", "1 2 1\n2 4 2\n1 2 1\n", try_taps},
        {"profile:", "s.csv", "0, 0\n0.7, 1\n", try_target},
        {"image:", "s.pgm", "P2\n2 2\n255\n0 128 255 64\n", try_target}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char text[200];
        const char *path = in_folder(*state, files[i].name);
        put_file(path, files[i].content);
        snprintf(text, sizeof text, "%s%s", files[i].prefix, path);
        assert_true(fail_each_allocation(files[i].name, files[i].call, text) > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FOLDER_TEST(mask_files),
        FOLDER_TEST(files_that_texts_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
