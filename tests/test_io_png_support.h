/* test_io_png_support.h - PNG files made and looked at with plain libpng, for the tests. */
#ifndef WOAD_TEST_IO_PNG_SUPPORT_H
#define WOAD_TEST_IO_PNG_SUPPORT_H

#include <png.h>

#include "test_io_support.h"

/* A file in memory. */
typedef struct png_file {
    uint8_t bytes[65536];
    size_t size, offset;
} png_file;

/* What to write; the pointers may be NULL. */
typedef struct png_plan {
    unsigned width, height;
    int depth, color, interlace;
    const void *samples; /* as in the file: packed, big-endian rows */
    const png_color *palette;
    int palette_size;
    const uint8_t *palette_alpha; /* tRNS of a palette, palette_size of them */
    const png_color_16 *transparent;
    bool gamma; /* with gAMA and sRGB chunks */
} png_plan;

static inline void append_bytes(png_structp png, png_bytep bytes, size_t size)
{
    png_file *file = png_get_io_ptr(png);
    assert_true(size <= sizeof file->bytes - file->size);
    memcpy(file->bytes + file->size, bytes, size);
    file->size += size;
}

static inline void take_bytes(png_structp png, png_bytep bytes, size_t size)
{
    png_file *file = png_get_io_ptr(png);
    assert_true(size <= file->size - file->offset);
    memcpy(bytes, file->bytes + file->offset, size);
    file->offset += size;
}

static inline void no_flush(png_structp png)
{
    (void)png;
}

static inline void set_chunks(png_structp png, png_infop info, const png_plan *plan)
{
    png_set_IHDR(png, info, plan->width, plan->height, plan->depth, plan->color,
        plan->interlace, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (plan->palette)
        png_set_PLTE(png, info, plan->palette, plan->palette_size);
    if (plan->palette_alpha || plan->transparent)
        png_set_tRNS(png, info, plan->palette_alpha,
            plan->palette_alpha ? plan->palette_size : 0, plan->transparent);
    if (plan->gamma) {
        png_set_gAMA(png, info, 1 / 2.2);
        png_set_sRGB(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
    }
}

/* Writes a file by libpng alone. */
static inline png_file *write_png(const png_plan *plan)
{
    png_file *file = calloc(1, sizeof *file);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    assert_true(file && info);
    png_set_write_fn(png, file, append_bytes, no_flush);
    set_chunks(png, info, plan);
    size_t row = png_get_rowbytes(png, info);
    png_bytep rows[256];
    assert_true(plan->height <= 256);
    for (unsigned y = 0; y < plan->height; y++)
        rows[y] = (png_bytep)(uintptr_t)plan->samples + y * row;
    png_set_rows(png, info, rows);
    png_write_png(png, info, PNG_TRANSFORM_IDENTITY, NULL);
    png_destroy_write_struct(&png, &info);
    return file;
}

/* What libpng finds in a file that woad wrote. */
typedef struct png_facts {
    size_t width, height;
    int depth, color;
    bool gamma;        /* a gAMA or sRGB chunk is there */
    uint8_t rows[256]; /* the first bytes of the raster, as in the file */
    char software[64], recipe[256];
} png_facts;

static inline void find_texts(png_structp png, png_infop info, png_facts *facts)
{
    png_textp texts = NULL;
    int count = png_get_text(png, info, &texts, NULL);
    for (int i = 0; i < count; i++) {
        if (strcmp(texts[i].key, "Software") == 0)
            strncpy(facts->software, texts[i].text, sizeof facts->software - 1);
        if (strcmp(texts[i].key, "woad:recipe") == 0)
            strncpy(facts->recipe, texts[i].text, sizeof facts->recipe - 1);
    }
}

static inline png_facts look_at_png(const void *bytes, size_t size)
{
    png_facts facts = {0};
    png_file *file = calloc(1, sizeof *file);
    assert_true(file && size <= sizeof file->bytes);
    memcpy(file->bytes, bytes, size);
    file->size = size;
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    png_set_read_fn(png, file, take_bytes);
    png_read_png(png, info, PNG_TRANSFORM_IDENTITY, NULL);
    facts.width = png_get_image_width(png, info);
    facts.height = png_get_image_height(png, info);
    facts.depth = png_get_bit_depth(png, info);
    facts.color = png_get_color_type(png, info);
    facts.gamma = png_get_valid(png, info, PNG_INFO_gAMA | PNG_INFO_sRGB) != 0;
    find_texts(png, info, &facts);
    size_t row = png_get_rowbytes(png, info);
    for (size_t i = 0; i < row * facts.height && i < sizeof facts.rows; i++)
        facts.rows[i] = png_get_rows(png, info)[i / row][i % row];
    png_destroy_read_struct(&png, &info, NULL);
    free(file);
    return facts;
}

/* A PNG of 57 bytes that claims any size: signature, IHDR, an IDAT without data, IEND. */
static inline size_t claim_png(
    uint32_t width, uint32_t height, int depth, int color, uint8_t *out)
{
    uint8_t header[17] = {'I', 'H', 'D', 'R', (uint8_t)(width >> 24), (uint8_t)(width >> 16),
        (uint8_t)(width >> 8), (uint8_t)width, (uint8_t)(height >> 24), (uint8_t)(height >> 16),
        (uint8_t)(height >> 8), (uint8_t)height, (uint8_t)depth, (uint8_t)color, 0, 0, 0};
    uint32_t crc = 0xffffffff; /* PNG specification, annex D */
    for (size_t i = 0; i < sizeof header; i++) {
        crc ^= header[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? 0xedb88320 ^ crc >> 1 : crc >> 1;
    }
    crc = ~crc;
    memcpy(out, "\x89PNG\r\n\x1a\n\0\0\0\x0d", 12);
    memcpy(out + 12, header, sizeof header);
    for (int i = 0; i < 4; i++)
        out[29 + i] = (uint8_t)(crc >> (24 - 8 * i));
    memcpy(out + 33, "\0\0\0\0IDAT\x35\xaf\x06\x1e\0\0\0\0IEND\xae\x42\x60\x82", 24);
    return 57;
}

#endif
