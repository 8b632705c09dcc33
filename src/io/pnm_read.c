/* io/pnm_read.c - netpbm images: PBM, PGM and PPM, binary and plain, row by row.
 *
 * By the manual pages pbm(5), pgm(5) and ppm(5): a magic number, width, height and (but for PBM)
 * the greatest sample as decimal numbers between white space and comments, one white-space
 * character, and rows from the top. Samples above 255 take two bytes, the high one first; bits of
 * PBM are packed from the high end, rows end with a byte, and 1 is black. What follows the first
 * image of a file is not read.
 */
#include "io/pnm_read.h"

#include <string.h>

#include "base/status.h"
#include "io/image_codec.h"

bool woad_pnm_begins(const uint8_t *bytes, size_t size)
{
    return size >= 3 && bytes[0] == 'P' && bytes[1] >= '1' && bytes[1] <= '6' &&
           (strchr(" \t\n\v\f\r#", bytes[2]) && bytes[2]);
}

static bool is_space(int c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The first character that is neither white space nor in a comment. */
static int skip_space(woad_byte_source *source)
{
    int c = woad_source_byte(source);
    while (is_space(c) || c == '#') {
        if (c == '#') {
            while (c >= 0 && c != '\n' && c != '\r')
                c = woad_source_byte(source);
        } else {
            c = woad_source_byte(source);
        }
    }
    return c;
}

/* A decimal number up to 2^24, or -1; the character behind it is taken too. */
static int64_t read_number(woad_byte_source *source)
{
    int c = skip_space(source);
    int64_t value = -1;
    for (; c >= '0' && c <= '9'; c = woad_source_byte(source)) {
        value = (value < 0 ? 0 : value) * 10 + (c - '0');
        if (value > 1 << 24)
            return -1;
    }
    return c >= 0 && !is_space(c) && c != '#' ? -1 : value;
}

static woad_status fail_header(
    const woad_pnm *pnm, const char *what, const char *right, woad_error *error)
{
    return woad_fail(error, WOAD_ERROR_FORMAT, "%s: its header (P%c) has no %s: %s",
        pnm->source->name, pnm->kind, what, right);
}

woad_status woad_pnm_open(woad_pnm *pnm, woad_byte_source *source, woad_error *error)
{
    *pnm = (woad_pnm){.source = source, .maximum = 1};
    woad_source_byte(source);
    pnm->kind = (char)woad_source_byte(source);
    int64_t width = read_number(source), height = width < 0 ? -1 : read_number(source);
    if (width < 0 || height < 0)
        return fail_header(
            pnm, width < 0 ? "width" : "height", "a decimal number stands there", error);
    bool bits = pnm->kind == '1' || pnm->kind == '4';
    int64_t maximum = bits ? 1 : read_number(source);
    if (maximum < 1 || maximum > UINT16_MAX)
        return fail_header(pnm, "greatest sample", "it is a number from 1 to 65535", error);
    pnm->maximum = (uint32_t)maximum;
    pnm->shape = (woad_image){.width = (size_t)width,
        .height = (size_t)height,
        .channels = pnm->kind == '3' || pnm->kind == '6' ? 3 : 1,
        .bits = maximum > UINT8_MAX ? 16 : 8};
    return woad_image_check_size(
        source->name, pnm->shape.width, pnm->shape.height, pnm->shape.channels, error);
}

static woad_status fail_row(const woad_pnm *pnm, woad_error *error)
{
    if (pnm->source->refusal)
        return woad_fail(error, WOAD_ERROR_READ, "cannot read %s: %s", pnm->source->name,
            strerror(pnm->source->refusal));
    return woad_fail(error, WOAD_ERROR_FORMAT, "%s is cut off or damaged in row %zu of %zu",
        pnm->source->name, pnm->row, pnm->shape.height);
}

/* ---- samples ------------------------------------------------------------------------------ */

/* v / maximum of all bits set, rounded; false where a sample is above the greatest. */
static bool scale_8(uint8_t *samples, size_t count, uint32_t maximum)
{
    uint32_t most = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t v = samples[i];
        most = v > most ? v : most;
        samples[i] = (uint8_t)((v * UINT8_MAX + maximum / 2) / maximum);
    }
    return most <= maximum;
}

static bool scale_16(uint16_t *samples, size_t count, uint32_t maximum)
{
    uint32_t most = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t v = samples[i];
        most = v > most ? v : most;
        samples[i] = (uint16_t)((v * UINT16_MAX + maximum / 2) / maximum);
    }
    return most <= maximum;
}

static void swap_bytes(uint16_t *samples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const uint8_t *bytes = (const uint8_t *)&samples[i];
        samples[i] = (uint16_t)(bytes[0] << 8 | bytes[1]);
    }
}

static bool finish_samples(const woad_pnm *pnm, void *samples, size_t count)
{
    if (pnm->shape.bits == 8)
        return pnm->maximum == UINT8_MAX || scale_8(samples, count, pnm->maximum);
    return pnm->maximum == UINT16_MAX || scale_16(samples, count, pnm->maximum);
}

/* ---- rows --------------------------------------------------------------------------------- */

static bool binary_row(woad_pnm *pnm, void *samples, size_t count)
{
    size_t bytes = count * (pnm->shape.bits / 8);
    if (woad_source_bytes(pnm->source, samples, bytes) != bytes)
        return false;
    if (pnm->shape.bits == 16)
        swap_bytes(samples, count);
    return finish_samples(pnm, samples, count);
}

/* Packed bits come first into the end of the row that they fill from its beginning: bit x, of byte
 * x / 8, is never behind sample x. */
static bool packed_row(woad_pnm *pnm, uint8_t *samples, size_t count)
{
    size_t bytes = (count + 7) / 8;
    uint8_t *packed = samples + count - bytes;
    if (woad_source_bytes(pnm->source, packed, bytes) != bytes)
        return false;
    for (size_t x = 0; x < count; x += 8) {
        unsigned byte = packed[x / 8];
        for (size_t i = x; i < count && i < x + 8; i++)
            samples[i] = byte >> (7 - i % 8) & 1 ? 0 : UINT8_MAX;
    }
    return true;
}

/* Digits of plain PBM need no white space between them. */
static int64_t plain_bit(woad_byte_source *source)
{
    int c = skip_space(source);
    return c == '0' || c == '1' ? '1' - c : -1;
}

static bool plain_row(woad_pnm *pnm, void *samples, size_t count)
{
    uint8_t *bytes = samples;
    uint16_t *words = samples;
    for (size_t i = 0; i < count; i++) {
        int64_t v = pnm->kind == '1' ? plain_bit(pnm->source) : read_number(pnm->source);
        if (v < 0 || v > pnm->maximum)
            return false;
        if (pnm->shape.bits == 16)
            words[i] = (uint16_t)v;
        else
            bytes[i] = (uint8_t)v;
    }
    return finish_samples(pnm, samples, count);
}

woad_status woad_pnm_rows(woad_pnm *pnm, size_t count, void *samples, woad_error *error)
{
    size_t row = pnm->shape.width * pnm->shape.channels;
    uint8_t *at = samples;
    for (size_t i = 0; i < count; i++, pnm->row++) {
        bool whole = pnm->kind < '4'    ? plain_row(pnm, at, row)
                     : pnm->kind == '4' ? packed_row(pnm, at, row)
                                        : binary_row(pnm, at, row);
        if (!whole)
            return fail_row(pnm, error);
        at += row * (pnm->shape.bits / 8);
    }
    return WOAD_OK;
}
