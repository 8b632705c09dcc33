/* test_io_webp_tiff.c - WebP and TIFF images in and out, where they are built in. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef WOAD_WITH_TIFF
#include <tiffio.h>
#endif

#include "test_io_support.h"

#include <woad/image.h>

#include "base/random.h"
#include "support.h"

enum { WIDTH = 37, HEIGHT = 23, COUNT = WIDTH * HEIGHT };

static const woad_image_options defaults;

/* Noise and flat parts, alpha with all values. */
static woad_image *picture(size_t channels)
{
    woad_image *image = NULL;
    woad_random random = woad_random_seed(channels, 1);
    assert_int_equal(woad_image_create(WIDTH, HEIGHT, channels, 8, &image, NULL), WOAD_OK);
    uint8_t *samples = image->samples;
    for (size_t i = 0; i < COUNT * channels; i++)
        samples[i] = i / channels % WIDTH < 20 ? 77 : (uint8_t)woad_random_next(&random);
    return image;
}

static void *encode(const char *format, const woad_image *image,
    const woad_image_options *options, size_t *size)
{
    void *bytes = NULL;
    woad_error error = {""};
    if (woad_image_encode(
            image, woad_image_format_find(format), options, &bytes, size, &error) < 0)
        fail_msg("%s", error.message);
    return bytes;
}

static void cut_files_are_refused(const char *format)
{
    woad_image *image = picture(3);
    size_t size;
    uint8_t *bytes = encode(format, image, &defaults, &size);
    for (size_t cut = 0; cut < size; cut += 1 + size / 97) {
        woad_image *out = NULL;
        woad_error error = {""};
        assert_true(woad_image_decode(bytes, cut, NAME, &out, &error) < 0);
        assert_non_null(strstr(error.message, NAME));
        assert_null(out);
    }
    woad_free(bytes);
    woad_image_destroy(image);
}

/* Whatever is changed, the file is read or refused with a sentence. */
static void damaged_files_do_no_harm(const char *format)
{
    woad_image *image = picture(4);
    woad_random random = woad_random_seed(9, 1);
    size_t size;
    uint8_t *bytes = encode(format, image, &defaults, &size);
    for (int round = 0; round < 300; round++) {
        woad_image *out = NULL;
        woad_error error = {""};
        size_t at = (size_t)woad_random_next(&random) % (round % 2 ? size : size / 8 + 1);
        uint8_t was = bytes[at];
        bytes[at] = (uint8_t)woad_random_next(&random);
        if (woad_image_decode(bytes, size, NAME, &out, &error) < 0)
            assert_int_not_equal(error.message[0], '\0');
        woad_image_destroy(out);
        bytes[at] = was;
    }
    woad_free(bytes);
    woad_image_destroy(image);
}

static void assert_unsupported(const char *format, const woad_image *image,
    const woad_image_options *options, const char *words)
{
    void *bytes = NULL;
    size_t size;
    woad_error error = {""};
    assert_int_equal(woad_image_encode(
                         image, woad_image_format_find(format), options, &bytes, &size, &error),
        WOAD_ERROR_UNSUPPORTED);
    if (!strstr(error.message, words))
        fail_msg("%s", error.message);
}

/* ---- WebP ----------------------------------------------------------------------------------- */

static void webp_is_lossless(void **state)
{
    (void)state;
    if (!woad_image_format_find("webp"))
        skip();
    for (size_t channels = 1; channels <= 4; channels++) {
        woad_image *image = picture(channels), *again = NULL;
        size_t size, wide = channels < 3 ? channels + 2 : channels;
        uint8_t *bytes = encode("webp", image, &defaults, &size);
        assert_int_equal(woad_image_decode(bytes, size, NAME, &again, NULL), WOAD_OK);
        assert_int_equal(again->channels, wide); /* grey comes back as three equal ones */
        const uint8_t *in = image->samples, *out = again->samples;
        for (size_t i = 0; i < COUNT; i++) {
            for (size_t c = 0; c < 3; c++)
                assert_int_equal(out[i * wide + c], in[i * channels + (channels < 3 ? 0 : c)]);
            if (channels % 2 == 0)
                assert_int_equal(out[i * wide + 3], in[i * channels + channels - 1]);
        }
        woad_free(bytes);
        woad_image_destroy(image);
        woad_image_destroy(again);
    }
}

static void webp_says_what_it_does_not_hold(void **state)
{
    (void)state;
    if (!woad_image_format_find("webp"))
        skip();
    uint8_t samples[2 * 16384] = {0};
    woad_image wide = {16384, 1, 1, 8, samples}, deep = {8, 8, 1, 16, samples},
               small = {8, 8, 1, 8, samples};
    const woad_image_options one = {.bits = 1}, palette = {.palette = samples, .colours = 2};
    assert_unsupported("webp", &wide, &defaults, "16383");
    assert_unsupported("webp", &deep, &defaults, "8 bits");
    assert_unsupported("webp", &small, &one, "8 bits");
    assert_unsupported("webp", &small, &palette, "palette");
    cut_files_are_refused("webp");
    damaged_files_do_no_harm("webp");
}

/* ---- TIFF ----------------------------------------------------------------------------------- */

#ifdef WOAD_WITH_TIFF

/* What libtiff finds in a file, scanline for scanline. */
static void assert_tiff(const void *bytes, size_t size, unsigned bits, unsigned channels,
    unsigned photometric, const uint8_t *row, size_t row_size)
{
    char path[TEST_PATH];
    uint8_t line[4 * WIDTH];
    uint32_t width = 0;
    uint16_t n = 0;
    test_file(path, bytes, size);
    TIFF *tiff = TIFFOpen(path, "r");
    assert_non_null(tiff);
    TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &width);
    assert_int_equal(width, WIDTH);
    TIFFGetField(tiff, TIFFTAG_BITSPERSAMPLE, &n);
    assert_int_equal(n, bits);
    TIFFGetField(tiff, TIFFTAG_SAMPLESPERPIXEL, &n);
    assert_int_equal(n, channels);
    TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &n);
    assert_int_equal(n, photometric);
    assert_int_equal(TIFFScanlineSize(tiff), row_size);
    for (uint32_t y = 0; y < HEIGHT; y++) {
        assert_int_equal(TIFFReadScanline(tiff, line, y, 0), 1);
        assert_memory_equal(line, row + y * row_size, row_size);
    }
    TIFFClose(tiff);
    remove(path);
}

static void tiff_holds_the_samples(void **state)
{
    (void)state;
    for (size_t channels = 1; channels <= 4; channels++) {
        woad_image *image = picture(channels), *again = NULL;
        size_t size;
        void *bytes = encode("tiff", image, &defaults, &size);
        assert_tiff(bytes, size, 8, (unsigned)channels,
            channels < 3 ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_RGB, image->samples,
            WIDTH * channels);
        assert_int_equal(woad_image_decode(bytes, size, NAME, &again, NULL), WOAD_OK);
        assert_int_equal(again->channels, channels);
        assert_memory_equal(again->samples, image->samples, COUNT * channels);
        woad_free(bytes);
        woad_image_destroy(image);
        woad_image_destroy(again);
    }
}

static void tiff_packs_bits_and_palettes(void **state)
{
    (void)state;
    static const uint8_t palette[9] = {1, 2, 3, 250, 100, 50, 0, 255, 9};
    uint8_t samples[COUNT], packed[(WIDTH + 7) / 8 * HEIGHT] = {0},
                                                     places[(WIDTH + 3) / 4 * HEIGHT] = {0};
    woad_image image = {WIDTH, HEIGHT, 1, 8, samples}, *again = NULL;
    size_t size;
    for (size_t y = 0; y < HEIGHT; y++) {
        for (size_t x = 0; x < WIDTH; x++) {
            bool white = (x * 7 + y * 3) % 5 < 2;
            samples[y * WIDTH + x] = white ? 255 : 0;
            packed[y * ((WIDTH + 7) / 8) + x / 8] |= (uint8_t)(white << (7 - x % 8));
        }
    }
    void *bytes = encode("tiff", &image, &(woad_image_options){.bits = 1}, &size);
    assert_tiff(bytes, size, 1, 1, PHOTOMETRIC_MINISBLACK, packed, (WIDTH + 7) / 8);
    assert_int_equal(woad_image_decode(bytes, size, NAME, &again, NULL), WOAD_OK);
    assert_memory_equal(again->samples, samples, COUNT);
    woad_image_destroy(again);
    woad_free(bytes);
    for (size_t i = 0; i < COUNT; i++) {
        size_t x = i % WIDTH, y = i / WIDTH;
        samples[i] = (uint8_t)((x + y) % 3);
        places[y * ((WIDTH + 3) / 4) + x / 4] |= (uint8_t)(samples[i] << (6 - 2 * (x % 4)));
    }
    const woad_image_options coloured = {.palette = palette, .colours = 3};
    bytes = encode("tiff", &image, &coloured, &size);
    assert_tiff(bytes, size, 2, 1, PHOTOMETRIC_PALETTE, places, (WIDTH + 3) / 4);
    assert_int_equal(woad_image_decode(bytes, size, NAME, &again, NULL), WOAD_OK);
    assert_int_equal(again->channels, 3);
    for (size_t i = 0; i < COUNT; i++)
        assert_memory_equal((uint8_t *)again->samples + 3 * i, palette + 3 * samples[i], 3);
    woad_image_destroy(again);
    woad_free(bytes);
}

static void tiff_says_what_it_does_not_hold(void **state)
{
    (void)state;
    uint8_t samples[2 * 64] = {3};
    woad_image deep = {8, 8, 1, 16, samples}, grey = {8, 8, 1, 8, samples},
               rgb = {8, 5, 3, 8, samples};
    const woad_image_options one = {.bits = 1}, three = {.bits = 3};
    void *bytes = NULL;
    size_t size;
    assert_unsupported("tiff", &deep, &defaults, "8 bits");
    assert_unsupported("tiff", &rgb, &one, "8 bits");
    assert_unsupported("tiff", &grey, &three, "8 bits");
    assert_int_equal(
        woad_image_encode(&grey, woad_image_format_find("tiff"), &one, &bytes, &size, NULL),
        WOAD_ERROR_ARGUMENT); /* 3 is neither black nor white */
    /* The entries of tags 256 and 257 are made to claim 65000 squared pixels. */
    uint8_t *bomb = encode("tiff", &rgb, &defaults, &size);
    size_t entries = (size_t)bomb[4] | (size_t)bomb[5] << 8;
    for (size_t k = 0; k < 2; k++) {
        uint8_t *entry = bomb + entries + 2 + 12 * k;
        assert_memory_equal(entry, ((const uint8_t[]){(uint8_t)k, 1}), 2);
        memcpy(entry + 8, (const uint8_t[]){65000 & 255, 65000 >> 8}, 2);
    }
    woad_image *out = NULL;
    woad_error error = {""};
    assert_true(woad_image_decode(bomb, size, NAME, &out, &error) < 0);
    woad_free(bomb);
    if (!strstr(error.message, "65000x65000"))
        fail_msg("%s", error.message);
    cut_files_are_refused("tiff");
    damaged_files_do_no_harm("tiff");
}

#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(webp_is_lossless),
        cmocka_unit_test(webp_says_what_it_does_not_hold),
#ifdef WOAD_WITH_TIFF
        cmocka_unit_test(tiff_holds_the_samples),
        cmocka_unit_test(tiff_packs_bits_and_palettes),
        cmocka_unit_test(tiff_says_what_it_does_not_hold),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
