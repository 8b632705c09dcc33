/* io/y4m.c - the header of YUV4MPEG2 streams (mjpegtools, yuv4mpeg(5)), and their colours.
 *
 * Colours are those of ITU-R BT.601-7 (2011): Y' = 0.299 R' + 0.587 G' + 0.114 B',
 * Cb = (B' - Y') / 1.772, Cr = (R' - Y') / 1.402, as codes 16 + 219 Y' and 128 + 224 C of 8 bits,
 * or 255 Y' and 128 + 255 C in full range; n bits more are 2^n times the codes, full range 2^n of
 * them more.
 */
#include "io/y4m.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "io/image_codec.h"

/* ---- the header ----------------------------------------------------------------------------- */

typedef struct sampling {
    const char *name; /* what C begins with; bits may follow */
    unsigned shift_x, shift_y;
    size_t planes;
    bool alpha, deep; /* deep: "p10" or, of mono, "10" may follow */
} sampling;

static const sampling samplings[] = {
    {"420jpeg", 1, 1, 3, false, false},
    {"420mpeg2", 1, 1, 3, false, false},
    {"420paldv", 1, 1, 3, false, false},
    {"444alpha", 0, 0, 3, true, false},
    {"420", 1, 1, 3, false, true},
    {"422", 1, 0, 3, false, true},
    {"444", 0, 0, 3, false, true},
    {"411", 2, 0, 3, false, false},
    {"mono", 0, 0, 1, false, true},
};

/* "", "p10" or "10", with 8 to 16; 0 for anything else. */
static unsigned bits_of(const char *text)
{
    char *end;
    if (*text == '\0')
        return 8;
    text += *text == 'p';
    if (*text < '0' || *text > '9')
        return 0;
    unsigned long bits = strtoul(text, &end, 10);
    return *end == '\0' && bits >= 8 && bits <= 16 ? (unsigned)bits : 0;
}

static woad_status take_sampling(
    woad_y4m *y, const char *text, const char *name, woad_error *error)
{
    for (size_t i = 0; i < sizeof samplings / sizeof *samplings; i++) {
        const sampling *s = &samplings[i];
        size_t length = strlen(s->name);
        if (strncmp(text, s->name, length) != 0 || (!s->deep && text[length] != '\0'))
            continue;
        y->bits = bits_of(text + length);
        y->planes = s->planes;
        y->alpha = s->alpha;
        y->shift_x = s->shift_x;
        y->shift_y = s->shift_y;
        if (y->bits != 0)
            return WOAD_OK;
    }
    return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
        "%s has colours of another kind than those that are read: mono, 420, 411, 422, 444 and "
        "444alpha, of 8 to 16 bits",
        name);
}

static size_t axis_of(const char *text)
{
    char *end;
    if (*text < '0' || *text > '9')
        return 0;
    unsigned long long n = strtoull(text, &end, 10);
    return *end == '\0' && n <= WOAD_IMAGE_MAX_AXIS ? (size_t)n : 0;
}

/* What is written again as it is. */
static woad_status keep(
    const char *word, char kept[WOAD_Y4M_RATE], const char *name, woad_error *error)
{
    if (snprintf(kept, WOAD_Y4M_RATE, "%s", word) < WOAD_Y4M_RATE)
        return WOAD_OK;
    return woad_fail(error, WOAD_ERROR_FORMAT,
        "%s has a word of %zu characters in its header, %.16s...: %d are taken", name,
        strlen(word), word, WOAD_Y4M_RATE - 1);
}

static woad_status take_parameter(
    woad_y4m *y, const char *word, const char *name, bool *interlaced, woad_error *error)
{
    switch (word[0]) {
    case 'W':
        y->width = axis_of(word + 1);
        break;
    case 'H':
        y->height = axis_of(word + 1);
        break;
    case 'F':
        return keep(word, y->rate, name, error);
    case 'A':
        return keep(word, y->aspect, name, error);
    case 'I':
        *interlaced = strchr("tbm", word[1]) && word[1];
        break;
    case 'C':
        return take_sampling(y, word + 1, name, error);
    case 'X':
        y->full = y->full || strcmp(word, "XCOLORRANGE=FULL") == 0;
        break;
    default:
        break; /* unknown ones may be there, says yuv4mpeg(5) */
    }
    return WOAD_OK;
}

woad_status woad_y4m_parse(char *line, const char *name, woad_y4m *out, woad_error *error)
{
    bool interlaced = false;
    char *rest = NULL, *word = strtok_r(line, " ", &rest);
    *out = (woad_y4m){.planes = 3, .shift_x = 1, .shift_y = 1, .bits = 8};
    if (!word || strcmp(word, "YUV4MPEG2") != 0)
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s does not begin with YUV4MPEG2: it is no Y4M video", name);
    while ((word = strtok_r(NULL, " ", &rest)) != NULL) {
        woad_status status = take_parameter(out, word, name, &interlaced, error);
        if (status < 0)
            return status;
    }
    if (out->width == 0 || out->height == 0)
        return woad_fail(error, WOAD_ERROR_FORMAT, "%s has no %s from 1 to %zu in its header",
            name, out->width == 0 ? "width" : "height", WOAD_IMAGE_MAX_AXIS);
    if (interlaced && out->shift_y > 0)
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "%s is interlaced, with chroma that belongs to rows of one field: deinterlace it "
            "first",
            name);
    return woad_image_check_size(name, out->width, out->height, out->planes, error);
}

size_t woad_y4m_header(const woad_y4m *y4m, const woad_image *shape, char line[WOAD_Y4M_LINE])
{
    int length = snprintf(line, WOAD_Y4M_LINE, "YUV4MPEG2 W%zu H%zu%s%s Ip%s%s C%s%s\n",
        shape->width, shape->height, y4m->rate[0] ? " " : "", y4m->rate,
        y4m->aspect[0] ? " " : "", y4m->aspect, shape->channels == 1 ? "mono" : "444",
        y4m->full ? " XCOLORRANGE=FULL" : "");
    return (size_t)length;
}

/* ---- planes --------------------------------------------------------------------------------- */

static size_t side(size_t pixels, unsigned shift)
{
    return (pixels + ((size_t)1 << shift) - 1) >> shift;
}

static size_t plane_samples(const woad_y4m *y, size_t plane)
{
    bool chroma = plane == 1 || plane == 2;
    return side(y->width, chroma ? y->shift_x : 0) * side(y->height, chroma ? y->shift_y : 0);
}

size_t woad_y4m_frame_size(const woad_y4m *y4m)
{
    size_t samples = 0, size;
    for (size_t plane = 0; plane < y4m->planes + y4m->alpha; plane++)
        samples += plane_samples(y4m, plane);
    return woad_multiply(samples, y4m->bits > 8 ? 2 : 1, &size) ? size : 0;
}

static double code_at(const woad_y4m *y, const uint8_t *plane, size_t at)
{
    return y->bits > 8 ? plane[2 * at] + 256.0 * plane[2 * at + 1] : plane[at];
}

static uint16_t deep_sample(double v)
{
    return (uint16_t)lrint(fmin(fmax(v, 0), 1) * UINT16_MAX);
}

/* Codes of black, of grey chroma, and from black to white and from -1/2 to 1/2. */
typedef struct codes {
    double black, luma, middle, chroma;
} codes;

static codes codes_of(unsigned bits, bool full)
{
    double one = (double)(1u << (bits - 8));
    if (full)
        return (codes){0, 256 * one - 1, 128 * one, 256 * one - 1};
    return (codes){16 * one, 219 * one, 128 * one, 224 * one};
}

void woad_y4m_decode(const woad_y4m *y4m, const uint8_t *planes, uint16_t *samples)
{
    const codes c = codes_of(y4m->bits, y4m->full);
    size_t bytes = y4m->bits > 8 ? 2 : 1, row = side(y4m->width, y4m->shift_x);
    const uint8_t *cb = planes + bytes * plane_samples(y4m, 0),
                  *cr = cb + bytes * plane_samples(y4m, 1);
    for (size_t y = 0, at = 0; y < y4m->height; y++) {
        for (size_t x = 0; x < y4m->width; x++, at++) {
            double luma = (code_at(y4m, planes, at) - c.black) / c.luma;
            if (y4m->planes == 1) {
                samples[at] = deep_sample(luma);
                continue;
            }
            size_t shared = (y >> y4m->shift_y) * row + (x >> y4m->shift_x);
            double blue = (code_at(y4m, cb, shared) - c.middle) / c.chroma * 1.772,
                   red = (code_at(y4m, cr, shared) - c.middle) / c.chroma * 1.402;
            samples[3 * at] = deep_sample(luma + red);
            samples[3 * at + 1] = deep_sample(luma - (0.299 * red + 0.114 * blue) / 0.587);
            samples[3 * at + 2] = deep_sample(luma + blue);
        }
    }
}

void woad_y4m_encode(const woad_y4m *y4m, const woad_image *image, uint8_t *planes)
{
    const codes c = codes_of(8, y4m->full);
    const uint8_t *in = image->samples;
    size_t count = image->width * image->height;
    for (size_t i = 0; i < count; i++) {
        if (image->channels == 1) {
            planes[i] = (uint8_t)lrint(c.black + c.luma * in[i] / 255.0);
            continue;
        }
        double r = in[3 * i] / 255.0, g = in[3 * i + 1] / 255.0, b = in[3 * i + 2] / 255.0;
        double luma = 0.299 * r + 0.587 * g + 0.114 * b;
        planes[i] = (uint8_t)lrint(c.black + c.luma * luma);
        planes[count + i] = (uint8_t)lrint(fmin(c.middle + c.chroma * (b - luma) / 1.772, 255));
        planes[2 * count + i] =
            (uint8_t)lrint(fmin(c.middle + c.chroma * (r - luma) / 1.402, 255));
    }
}
