/* io/dds.c - DirectDraw surfaces with the DX10 header: 2-D textures, arrays and volumes of UNORM,
 * half and float samples.
 *
 * Offsets of the fields, from Microsoft's "Programming guide for DDS", "DDS_HEADER structure",
 * "DDS_PIXELFORMAT structure" and "DDS_HEADER_DXT10 structure"; numbers of formats from
 * "DXGI_FORMAT enumeration". All numbers are little-endian uint32. There is no sRGB format among
 * ours: thresholds are data.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "io/bytes.h"
#include "io/texels.h"

enum {
    HEADER = 4,          /* DDS_HEADER behind the magic "DDS " */
    AT_SIZE = 4,         /* dwSize: 124 */
    AT_FLAGS = 8,        /* dwFlags */
    AT_HEIGHT = 12,      /* dwHeight */
    AT_WIDTH = 16,       /* dwWidth */
    AT_PITCH = 20,       /* dwPitchOrLinearSize: bytes of a row */
    AT_DEPTH = 24,       /* dwDepth */
    AT_MIPS = 28,        /* dwMipMapCount */
    AT_FORMAT_SIZE = 76, /* ddspf.dwSize: 32 */
    AT_FORMAT_FLAGS = 80,
    AT_FOURCC = 84, /* ddspf.dwFourCC: "DX10" */
    AT_CAPS = 108,  /* dwCaps */
    AT_CAPS2 = 112, /* dwCaps2 */
    AT_DXGI = 128,  /* DDS_HEADER_DXT10.dxgiFormat */
    AT_DIMENSION = 132,
    AT_MISC = 136,       /* miscFlag: 4 marks a cube */
    AT_ARRAY_SIZE = 140, /* arraySize */
    DATA = 148,          /* behind miscFlags2 */
};

#define FLAGS 0x100fU /* CAPS, HEIGHT, WIDTH, PITCH, PIXELFORMAT */
#define FLAG_DEPTH 0x800000U
#define FORMAT_FOURCC 4U
#define CAPS_TEXTURE 0x1000U
#define CAPS_COMPLEX 8U
#define CAPS2_VOLUME 0x200000U
#define DIMENSION_2D 3U
#define DIMENSION_3D 4U
#define MISC_CUBE 4U

/* DXGI_FORMAT by type and channels - 1; 0 where there is none. */
static const uint32_t dxgi_formats[WOAD_SAMPLE_FLOAT + 1][WOAD_MAX_CHANNELS] = {
    [WOAD_SAMPLE_U8] = {61, 49, 0, 28},   /* R8_UNORM, R8G8_UNORM, -, R8G8B8A8_UNORM */
    [WOAD_SAMPLE_U16] = {56, 35, 0, 11},  /* R16_UNORM, R16G16_, -, R16G16B16A16_UNORM */
    [WOAD_SAMPLE_HALF] = {54, 34, 0, 10}, /* R16_FLOAT, R16G16_, -, R16G16B16A16_FLOAT */
    [WOAD_SAMPLE_FLOAT] = {41, 16, 6, 2}, /* R32_, R32G32_, R32G32B32_, R32G32B32A32_FLOAT */
};

/* Three channels have a format as floats only: else there is an opaque fourth. */
static size_t channels_for(const woad_mask *mask, woad_sample_type type)
{
    return mask->channels == 3 && type != WOAD_SAMPLE_FLOAT ? 4 : mask->channels;
}

static void put_header(const woad_texels *t, uint8_t *out)
{
    bool volume = t->options->layout == WOAD_LAYOUT_3D;
    const struct {
        size_t at;
        size_t value;
    } fields[] = {
        {AT_SIZE, 124},
        {AT_FLAGS, FLAGS | (volume ? FLAG_DEPTH : 0)},
        {AT_HEIGHT, t->height},
        {AT_WIDTH, t->width},
        {AT_PITCH, t->width * t->channels * t->size},
        {AT_DEPTH, volume ? t->depth : 0},
        {AT_FORMAT_SIZE, 32},
        {AT_FORMAT_FLAGS, FORMAT_FOURCC},
        {AT_CAPS, CAPS_TEXTURE | (volume ? CAPS_COMPLEX : 0)},
        {AT_CAPS2, volume ? CAPS2_VOLUME : 0},
        {AT_DXGI, dxgi_formats[t->options->type][t->channels - 1]},
        {AT_DIMENSION, volume ? DIMENSION_3D : DIMENSION_2D},
        {AT_ARRAY_SIZE, volume ? 1 : t->depth},
    };
    memcpy(out, "DDS ", HEADER);
    memcpy(out + AT_FOURCC, "DX10", 4);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        woad_put_u32((uint32_t)fields[i].value, out + fields[i].at);
}

static woad_status encode(const woad_mask *mask, const woad_io_options *options, void **bytes,
    size_t *size, woad_error *error)
{
    woad_texels texels = woad_texels_of(mask, options, channels_for(mask, options->type));
    uint8_t *out = woad_array(DATA + texels.size * texels.count, 1);
    if (!out)
        return woad_fail_memory(error, "a DDS file");
    put_header(&texels, out);
    woad_texels_put(&texels, out + DATA);
    *bytes = out;
    *size = DATA + texels.size * texels.count;
    return WOAD_OK;
}

static woad_status find_format(uint32_t format, woad_texel_source *s, woad_error *error)
{
    for (size_t type = WOAD_SAMPLE_U8; type <= WOAD_SAMPLE_FLOAT; type++) {
        for (size_t i = 0; format != 0 && i < WOAD_MAX_CHANNELS; i++) {
            if (dxgi_formats[type][i] == format) {
                s->type = (woad_sample_type)type;
                s->channels = i + 1;
                return WOAD_OK;
            }
        }
    }
    return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
        "%s has DXGI format %u: UNORM formats of 8 and 16 bits, half and float ones are read",
        s->name, format);
}

static woad_status read_shape(const uint8_t *bytes, woad_texel_source *s, woad_error *error)
{
    uint32_t dimension = woad_get_u32(bytes + AT_DIMENSION),
             mips = woad_get_u32(bytes + AT_MIPS);
    size_t layers = woad_get_u32(bytes + AT_ARRAY_SIZE);
    s->width = woad_get_u32(bytes + AT_WIDTH);
    s->height = woad_get_u32(bytes + AT_HEIGHT);
    s->depth = dimension == DIMENSION_3D ? woad_get_u32(bytes + AT_DEPTH) : layers;
    bool known = dimension == DIMENSION_2D || (dimension == DIMENSION_3D && layers == 1);
    bool cube = woad_get_u32(bytes + AT_MISC) & MISC_CUBE;
    if (!known || cube)
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "%s has resource dimension %u and array size %zu%s: 2-D textures, arrays of them and "
            "volumes are read",
            s->name, dimension, layers, cube ? ", of a cube" : "");
    if (mips > 1)
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "%s has %u mipmaps: a mask has one level, smaller ones are none", s->name, mips);
    return find_format(woad_get_u32(bytes + AT_DXGI), s, error);
}

static woad_status decode(const uint8_t *bytes, size_t size, const char *name,
    const woad_io_options *options, woad_mask **out, woad_error *error)
{
    if (size < HEADER || memcmp(bytes, "DDS ", HEADER) != 0)
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s is not a DDS file: it does not begin with 'DDS '", name);
    if (size < AT_DXGI || memcmp(bytes + AT_FOURCC, "DX10", 4) != 0)
        return woad_fail(error, size < AT_DXGI ? WOAD_ERROR_FORMAT : WOAD_ERROR_UNSUPPORTED,
            "%s is a DDS file without a DX10 header: its format is not known for sure", name);
    if (size < DATA)
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s is a truncated DDS file: %zu bytes end within its header", name, size);
    if (woad_get_u32(bytes + AT_SIZE) != 124 || woad_get_u32(bytes + AT_FORMAT_SIZE) != 32)
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s has a DDS header of another size than 124 bytes", name);
    woad_texel_source source = {
        .name = name, .bytes = bytes + DATA, .size = size - DATA, .padded = true};
    woad_status status = read_shape(bytes, &source, error);
    return status < 0 ? status : woad_texels_decode(&source, options, out, error);
}

const woad_format_driver woad_format_dds = {
    .info = {"dds", ".dds",
        "DirectDraw surface: u16, u8, half or float; 2-D, array or volume; never sRGB", false},
    .carries_recipe = false,
    .holds = {.type = WOAD_SAMPLE_U16,
        .types = WOAD_HOLDS_ALL_TYPES,
        .layouts = WOAD_HOLDS_ALL_LAYOUTS,
        .values = WOAD_HOLDS_VALUES,
        .channels = WOAD_HOLDS_ALL_CHANNELS},
    .encode = encode,
    .decode = decode,
};
