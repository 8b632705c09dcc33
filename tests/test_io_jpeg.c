/* test_io_jpeg.c - JPEG images in, made here by libjpeg. */
#include <stdio.h>

#include <jpeglib.h>

#include <woad/image.h>

#include "test_io_support.h"

static woad_status decode(const void *bytes, size_t size, woad_error *error)
{
    woad_image *image = NULL;
    woad_status status = woad_image_decode(bytes, size, NAME, &image, error);
    woad_image_destroy(image);
    return status;
}

typedef struct jpeg_plan {
    unsigned width, height;
    int components;
    J_COLOR_SPACE space;
    bool progressive, arithmetic;
} jpeg_plan;

/* A smooth ramp, so that little is lost. */
static uint8_t sample(unsigned x, unsigned y, int component)
{
    return (uint8_t)(40 + 3 * x + 5 * y + 30 * (unsigned)component);
}

static uint8_t *write_jpeg(const jpeg_plan *plan, unsigned long *size)
{
    struct jpeg_error_mgr errors;
    struct jpeg_compress_struct jpeg = {.err = jpeg_std_error(&errors)};
    uint8_t *bytes = NULL;
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &bytes, size);
    jpeg.image_width = plan->width;
    jpeg.image_height = plan->height;
    jpeg.input_components = plan->components;
    jpeg.in_color_space = plan->space;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, 98, TRUE);
    jpeg.arith_code = plan->arithmetic;
    if (plan->progressive)
        jpeg_simple_progression(&jpeg);
    jpeg_start_compress(&jpeg, TRUE);
    while (jpeg.next_scanline < plan->height) {
        uint8_t row[64 * 4];
        JSAMPROW rows[] = {row};
        for (unsigned i = 0; i < plan->width * (unsigned)plan->components; i++)
            row[i] = sample(i / (unsigned)plan->components, jpeg.next_scanline,
                (int)(i % (unsigned)plan->components));
        jpeg_write_scanlines(&jpeg, rows, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    return bytes;
}

/* An EXIF block of one entry, in either byte order. */
static size_t exif_block(uint8_t *block, bool high_first, uint16_t tag, uint16_t value)
{
    static const uint8_t low[] = {'E', 'x', 'i', 'f', 0, 0, 'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0};
    static const uint8_t high[] = {'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1};
    const uint16_t entry[6] = {tag, 3, high_first ? 0 : 1, high_first ? 1 : 0, value, 0};
    memcpy(block, high_first ? high : low, sizeof low);
    for (size_t i = 0; i < 6; i++) {
        block[16 + 2 * i + high_first] = (uint8_t)entry[i];
        block[16 + 2 * i + !high_first] = (uint8_t)(entry[i] >> 8);
    }
    return 28;
}

/* Puts a block behind the start of a JPEG file. */
static uint8_t *with_exif(
    const uint8_t *jpeg, size_t size, const uint8_t *block, size_t length, size_t *out_size)
{
    uint8_t *bytes = malloc(size + length + 4);
    memcpy(bytes, jpeg, 2);
    memcpy(bytes + 2, (const uint8_t[]){0xff, 0xe1, 0, (uint8_t)(length + 2)}, 4);
    memcpy(bytes + 6, block, length);
    memcpy(bytes + 6 + length, jpeg + 2, size - 2);
    *out_size = size + length + 4;
    return bytes;
}

/* Where the stored pixel (x, y) is seen, by the pictures of the standard: row 0 is at the top,
 * bottom, left or right, and so is column 0. */
static void seen_at(unsigned orientation, size_t x, size_t y, size_t w, size_t h, size_t at[2])
{
    switch (orientation) {
    case 1:
        at[0] = x, at[1] = y;
        break; /* top, left */
    case 2:
        at[0] = w - 1 - x, at[1] = y;
        break; /* top, right */
    case 3:
        at[0] = w - 1 - x, at[1] = h - 1 - y;
        break; /* bottom, right */
    case 4:
        at[0] = x, at[1] = h - 1 - y;
        break; /* bottom, left */
    case 5:
        at[0] = y, at[1] = x;
        break; /* left, top */
    case 6:
        at[0] = h - 1 - y, at[1] = x;
        break; /* right, top */
    case 7:
        at[0] = h - 1 - y, at[1] = w - 1 - x;
        break; /* right, bottom */
    default:
        at[0] = y, at[1] = w - 1 - x;
        break; /* left, bottom */
    }
}

static void the_orientation_is_applied(void **state)
{
    (void)state;
    const jpeg_plan plan = {17, 9, 3, JCS_RGB, false, false};
    unsigned long size = 0;
    uint8_t *jpeg = write_jpeg(&plan, &size), block[64];
    woad_image *stored = NULL;
    assert_int_equal(woad_image_decode(jpeg, size, NAME, &stored, NULL), WOAD_OK);
    for (unsigned o = 0; o < 18; o++) {
        unsigned orientation = o / 2,
                 effective = orientation >= 1 && orientation <= 8 ? orientation : 1;
        size_t length = exif_block(block, o % 2, 274, (uint16_t)orientation), whole, at[2];
        uint8_t *bytes = with_exif(jpeg, size, block, length, &whole);
        woad_image *image = NULL;
        assert_int_equal(woad_image_decode(bytes, whole, NAME, &image, NULL), WOAD_OK);
        assert_int_equal(image->width, effective >= 5 ? 9 : 17);
        assert_int_equal(image->height, effective >= 5 ? 17 : 9);
        for (size_t y = 0; y < 9; y++) {
            for (size_t x = 0; x < 17; x++) {
                seen_at(effective, x, y, 17, 9, at);
                assert_memory_equal(
                    (uint8_t *)image->samples + 3 * (at[1] * image->width + at[0]),
                    (uint8_t *)stored->samples + 3 * (y * 17 + x), 3);
            }
        }
        woad_image_destroy(image);
        free(bytes);
    }
    woad_image_destroy(stored);
    free(jpeg);
}

/* An EXIF block that is cut off or says something else leaves the image as it is stored. */
static void a_damaged_orientation_is_none(void **state)
{
    (void)state;
    const jpeg_plan plan = {17, 9, 1, JCS_GRAYSCALE, false, false};
    unsigned long size = 0;
    uint8_t *jpeg = write_jpeg(&plan, &size), block[64];
    for (size_t cut = 0; cut < 40; cut++) {
        size_t length = exif_block(block, false, cut == 28 ? 275 : 274, 6), whole;
        if (cut > 28)
            block[cut % 12 + 6] = (uint8_t)~block[cut % 12 + 6]; /* the header, or the count */
        uint8_t *bytes = with_exif(jpeg, size, block, cut < 28 ? cut : length, &whole);
        woad_image *image = NULL;
        assert_int_equal(woad_image_decode(bytes, whole, NAME, &image, NULL), WOAD_OK);
        if (cut < 26 || cut == 28) /* the value ends at 26 */
            assert_int_equal(image->width, 17);
        woad_image_destroy(image);
        free(bytes);
    }
    free(jpeg);
}

static void grey_and_rgb_are_read(void **state)
{
    (void)state;
    const jpeg_plan plans[] = {{17, 9, 1, JCS_GRAYSCALE, false, false},
        {17, 9, 3, JCS_RGB, false, false}, {17, 9, 3, JCS_RGB, true, false},
        {1, 1, 1, JCS_GRAYSCALE, true, false}};
    for (size_t p = 0; p < 4; p++) {
        unsigned long size = 0;
        uint8_t *bytes = write_jpeg(&plans[p], &size);
        woad_image *image = NULL;
        assert_int_equal(woad_image_decode(bytes, size, NAME, &image, NULL), WOAD_OK);
        assert_int_equal(image->width, plans[p].width);
        assert_int_equal(image->height, plans[p].height);
        assert_int_equal(image->channels, plans[p].components);
        assert_int_equal(image->bits, 8);
        unsigned n = (unsigned)image->channels;
        for (unsigned i = 0; i < image->width * image->height * n; i++) {
            int wanted = sample(i / n % plans[p].width, i / n / plans[p].width, (int)(i % n));
            assert_true(abs(((uint8_t *)image->samples)[i] - wanted) <= 6);
        }
        woad_image_destroy(image);
        free(bytes);
    }
}

static void assert_refused(const jpeg_plan *plan, const char *words)
{
    unsigned long size = 0;
    uint8_t *bytes = write_jpeg(plan, &size);
    woad_error error = {""};
    assert_int_equal(decode(bytes, size, &error), WOAD_ERROR_UNSUPPORTED);
    assert_non_null(strstr(error.message, NAME));
    assert_non_null(strstr(error.message, words));
    free(bytes);
}

static void other_kinds_are_refused(void **state)
{
    (void)state;
    assert_refused(&(jpeg_plan){8, 8, 4, JCS_CMYK, false, false}, "CMYK");
#ifdef C_ARITH_CODING_SUPPORTED
    assert_refused(&(jpeg_plan){8, 8, 1, JCS_GRAYSCALE, false, true}, "arithmetic");
#endif
}

/* Where the frame header (SOF0 or SOF2) is. */
static uint8_t *find_frame(uint8_t *bytes, unsigned long size)
{
    for (unsigned long i = 2; i + 9 < size; i++) {
        if (bytes[i] == 0xff && (bytes[i + 1] == 0xc0 || bytes[i + 1] == 0xc2))
            return bytes + i;
    }
    fail_msg("no frame header");
    return NULL;
}

static void claimed_sizes_are_checked_first(void **state)
{
    (void)state;
    for (int progressive = 0; progressive <= 1; progressive++) {
        unsigned long size = 0;
        const jpeg_plan plan = {8, 8, 3, JCS_RGB, progressive != 0, false};
        uint8_t *bytes = write_jpeg(&plan, &size);
        uint8_t *frame = find_frame(bytes, size);
        memcpy(frame + 5, "\xff\xdc\xff\xdc", 4); /* 65500 x 65500 */
        woad_error error = {""};
        assert_int_equal(decode(bytes, size, &error), WOAD_ERROR_FORMAT);
        assert_non_null(strstr(error.message, "cannot hold"));
        free(bytes);
    }
}

static void bytes_between_segments_are_tolerated(void **state)
{
    (void)state;
    unsigned long size = 0;
    uint8_t *bytes = write_jpeg(&(jpeg_plan){8, 8, 1, JCS_GRAYSCALE, false, false}, &size);
    uint8_t *padded = malloc(size + 3);
    size_t head = (size_t)(find_frame(bytes, size) - bytes);
    memcpy(padded, bytes, head);
    memset(padded + head, 0, 3);
    memcpy(padded + head + 3, bytes + head, size - head);
    assert_int_equal(decode(padded, size + 3, NULL), WOAD_OK);
    free(padded);
    free(bytes);
}

static void damaged_files_are_refused(void **state)
{
    (void)state;
    for (int progressive = 0; progressive <= 1; progressive++) {
        unsigned long size = 0;
        const jpeg_plan plan = {16, 9, progressive ? 3 : 1,
            progressive ? JCS_RGB : JCS_GRAYSCALE, progressive != 0, false};
        uint8_t *bytes = write_jpeg(&plan, &size);
        assert_truncation_fails(decode, bytes, size);
        survive_damage(decode, bytes, size);
        free(bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grey_and_rgb_are_read),
        cmocka_unit_test(the_orientation_is_applied),
        cmocka_unit_test(a_damaged_orientation_is_none),
        cmocka_unit_test(other_kinds_are_refused),
        cmocka_unit_test(claimed_sizes_are_checked_first),
        cmocka_unit_test(bytes_between_segments_are_tolerated),
        cmocka_unit_test(damaged_files_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
