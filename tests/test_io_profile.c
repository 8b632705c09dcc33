/* test_io_profile.c - colour profiles of images, made here by Little CMS, against the formulas. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <png.h>

#include <woad/image.h>

#include "io/colour_profile.h"
#include "support.h"

#ifdef WOAD_WITH_LCMS

#include <lcms2.h>

typedef struct profile {
    uint8_t bytes[4096];
    cmsUInt32Number size;
} profile;

static profile saved(cmsHPROFILE handle)
{
    profile p;
    assert_non_null(handle);
    assert_true(cmsSaveProfileToMem(handle, NULL, &p.size) && p.size <= sizeof p.bytes);
    assert_true(cmsSaveProfileToMem(handle, p.bytes, &p.size));
    cmsCloseProfile(handle);
    return p;
}

/* Adobe RGB (1998): gamma 2 + 51 / 256, primaries wider in green than sRGB's, white D65. */
static profile adobe_rgb(void)
{
    const cmsCIExyY white = {0.3127, 0.3290, 1};
    const cmsCIExyYTRIPLE primaries = {{0.64, 0.33, 1}, {0.21, 0.71, 1}, {0.15, 0.06, 1}};
    cmsToneCurve *curve = cmsBuildGamma(NULL, 2 + 51 / 256.0),
                 *curves[3] = {curve, curve, curve};
    profile p = saved(cmsCreateRGBProfile(&white, &primaries, curves));
    cmsFreeToneCurve(curve);
    return p;
}

static profile grey_of_gamma(double gamma)
{
    cmsToneCurve *curve = cmsBuildGamma(NULL, gamma);
    profile p = saved(cmsCreateGrayProfile(cmsD50_xyY(), curve));
    cmsFreeToneCurve(curve);
    return p;
}

static double encoded(double light)
{
    double v = fmin(fmax(light, 0), 1);
    return v <= 0.0031308 ? 12.92 * v : 1.055 * pow(v, 1 / 2.4) - 0.055;
}

/* From Adobe RGB to sRGB through CIE XYZ of D65, by the two standards' matrices. */
static void srgb_of_adobe(const double in[3], double out[3])
{
    static const double to_xyz[3][3] = {
        {0.57667, 0.18556, 0.18823}, {0.29734, 0.62736, 0.07529}, {0.02703, 0.07069, 0.99134}};
    static const double to_srgb[3][3] = {
        {3.2406, -1.5372, -0.4986}, {-0.9689, 1.8758, 0.0415}, {0.0557, -0.2040, 1.0570}};
    double xyz[3] = {0}, light[3] = {0};
    for (size_t i = 0; i < 3; i++) {
        for (size_t k = 0; k < 3; k++)
            xyz[i] += to_xyz[i][k] * pow(in[k], 2 + 51 / 256.0);
    }
    for (size_t i = 0; i < 3; i++) {
        for (size_t k = 0; k < 3; k++)
            light[i] += to_srgb[i][k] * xyz[k];
        out[i] = encoded(light[i]);
    }
}

static const uint8_t colours[] = {0, 0, 0, 255, 255, 255, 100, 150, 200, 128, 128, 128, 200, 90,
    60, 30, 40, 35, 220, 230, 180, 90, 90, 160};
enum { COUNT = sizeof colours / 3 };

static void adobe_rgb_becomes_srgb(void **state)
{
    (void)state;
    profile p = adobe_rgb();
    for (unsigned bits = 8; bits <= 16; bits += 8) {
        for (size_t channels = 3; channels <= 4; channels++) {
            uint8_t bytes[4 * COUNT];
            uint16_t words[4 * COUNT];
            for (size_t i = 0; i < COUNT * channels; i++) {
                bool alpha = i % channels == 3;
                bytes[i] = alpha ? 77 : colours[i / channels * 3 + i % channels];
                words[i] = (uint16_t)(257 * bytes[i]);
            }
            woad_image image = {
                COUNT, 1, channels, bits, bits == 8 ? (void *)bytes : (void *)words};
            assert_int_equal(woad_image_to_srgb(&image, p.bytes, p.size), WOAD_OK);
            for (size_t i = 0; i < COUNT; i++) {
                double in[3], out[3];
                for (size_t c = 0; c < 3; c++)
                    in[c] = colours[3 * i + c] / 255.0;
                srgb_of_adobe(in, out);
                for (size_t c = 0; c < 3; c++) {
                    size_t at = i * channels + c;
                    double got = bits == 8 ? bytes[at] / 255.0 : words[at] / 65535.0;
                    assert_close(got, out[c], 1.5 / 255, 1);
                }
                if (channels == 4)
                    assert_int_equal(bits == 8 ? bytes[4 * i + 3] : words[4 * i + 3] / 257, 77);
            }
        }
    }
}

static void grey_is_by_its_curve(void **state)
{
    (void)state;
    profile p = grey_of_gamma(1.0);
    uint8_t samples[2 * 5] = {0, 9, 64, 9, 128, 9, 200, 9, 255, 9};
    const uint8_t in[5] = {0, 64, 128, 200, 255};
    woad_image image = {5, 1, 2, 8, samples};
    assert_int_equal(woad_image_to_srgb(&image, p.bytes, p.size), WOAD_OK);
    for (size_t i = 0; i < 5; i++) {
        assert_close(samples[2 * i] / 255.0, encoded(in[i] / 255.0), 1.5 / 255, 1);
        assert_int_equal(samples[2 * i + 1], 9);
    }
}

static void srgb_itself_changes_nothing(void **state)
{
    (void)state;
    profile p = saved(cmsCreate_sRGBProfile());
    uint16_t samples[3 * 4099];
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        samples[i] = (uint16_t)(5 * i);
    woad_image image = {4099, 1, 3, 16, samples};
    assert_int_equal(woad_image_to_srgb(&image, p.bytes, p.size), WOAD_OK);
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        assert_int_equal(samples[i], (uint16_t)(5 * i));
}

static void what_does_not_fit_is_left_aside(void **state)
{
    (void)state;
    profile rgb = adobe_rgb(), grey = grey_of_gamma(1.0);
    uint8_t samples[3] = {10, 20, 30};
    woad_image image = {1, 1, 3, 8, samples}, one = {3, 1, 1, 8, samples};
    assert_int_equal(woad_image_to_srgb(&image, grey.bytes, grey.size), WOAD_NOTE_PROFILE);
    assert_int_equal(woad_image_to_srgb(&one, rgb.bytes, rgb.size), WOAD_NOTE_PROFILE);
    for (cmsUInt32Number size = 0; size < 200; size += 10)
        assert_int_equal(woad_image_to_srgb(&image, rgb.bytes, size), WOAD_NOTE_PROFILE);
    assert_memory_equal(samples, ((uint8_t[]){10, 20, 30}), 3);
}

/* ---- in files ------------------------------------------------------------------------------- */

static size_t png_with(const profile *p, uint8_t *bytes, size_t room)
{
    FILE *f = tmpfile();
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    png_init_io(png, f);
    png_set_IHDR(png, info, COUNT, 1, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
        PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_iCCP(png, info, "colours", PNG_COMPRESSION_TYPE_BASE, p->bytes, p->size);
    png_write_info(png, info);
    png_write_row(png, colours);
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    rewind(f);
    size_t size = fread(bytes, 1, room, f);
    fclose(f);
    return size;
}

static size_t jpeg_with(const profile *p, uint8_t **bytes)
{
    struct jpeg_error_mgr errors;
    struct jpeg_compress_struct jpeg = {.err = jpeg_std_error(&errors)};
    unsigned long size = 0;
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, bytes, &size);
    jpeg.image_width = jpeg.image_height = 16;
    jpeg.input_components = 3;
    jpeg.in_color_space = JCS_RGB;
    jpeg_set_defaults(&jpeg);
    jpeg_start_compress(&jpeg, TRUE);
    jpeg_write_icc_profile(&jpeg, p->bytes, p->size);
    uint8_t row[48];
    for (size_t i = 0; i < 48; i++)
        row[i] = colours[6 + i % 3];
    JSAMPROW rows[] = {row};
    while (jpeg.next_scanline < 16)
        jpeg_write_scanlines(&jpeg, rows, 1);
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    return size;
}

static void profiles_in_files_are_applied(void **state)
{
    (void)state;
    profile p = adobe_rgb();
    uint8_t png[8192], *jpeg = NULL, want[3 * COUNT];
    woad_image *image = NULL, plain = {COUNT, 1, 3, 8, want};
    memcpy(want, colours, sizeof want);
    assert_int_equal(woad_image_to_srgb(&plain, p.bytes, p.size), WOAD_OK);
    assert_memory_not_equal(want, colours, sizeof want);
    size_t size = png_with(&p, png, sizeof png);
    assert_int_equal(woad_image_decode(png, size, NULL, &image, NULL), WOAD_OK);
    assert_memory_equal(image->samples, want, sizeof want);
    woad_image_destroy(image);
    size = jpeg_with(&p, &jpeg);
    assert_int_equal(woad_image_decode(jpeg, size, NULL, &image, NULL), WOAD_OK);
    for (size_t c = 0; c < 3; c++)
        assert_close(((uint8_t *)image->samples)[c], want[6 + c], 4.0, 1);
    woad_image_destroy(image);
    free(jpeg);
}

/* The image is read all the same. */
static void a_damaged_profile_is_noted(void **state)
{
    (void)state;
    profile p = adobe_rgb();
    uint8_t *jpeg = NULL;
    woad_image *image = NULL;
    memset(p.bytes + 16, 'x', 8); /* the colour space */
    size_t size = jpeg_with(&p, &jpeg);
    assert_int_equal(woad_image_decode(jpeg, size, NULL, &image, NULL), WOAD_NOTE_PROFILE);
    for (size_t c = 0; c < 3; c++)
        assert_close(((uint8_t *)image->samples)[c], colours[6 + c], 4.0, 1);
    woad_image_destroy(image);
    free(jpeg);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(adobe_rgb_becomes_srgb),
        cmocka_unit_test(grey_is_by_its_curve),
        cmocka_unit_test(srgb_itself_changes_nothing),
        cmocka_unit_test(what_does_not_fit_is_left_aside),
        cmocka_unit_test(profiles_in_files_are_applied),
        cmocka_unit_test(a_damaged_profile_is_noted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

static void every_profile_is_left_aside(void **state)
{
    (void)state;
    uint8_t sample = 7;
    woad_image image = {1, 1, 1, 8, &sample};
    assert_int_equal(woad_image_to_srgb(&image, "profile", 7), WOAD_NOTE_PROFILE);
    assert_int_equal(sample, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_profile_is_left_aside)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#endif
