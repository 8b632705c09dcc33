/* io/pfm.c - masks as Portable FloatMap. */
#include "base/alloc.h"
#include "base/status.h"
#include "io/pfm_header.h"
#include "io/texels.h"

static woad_status encode(const woad_mask *mask, const woad_io_options *options, void **bytes,
    size_t *size, woad_error *error)
{
    woad_texels texels = woad_texels_of(mask, options, mask->channels);
    uint8_t *out = woad_array(WOAD_PFM_HEADER + 4 * texels.count, 1);
    if (!out)
        return woad_fail_memory(error, "a PFM file");
    size_t header =
        woad_pfm_header_format(texels.width, texels.height, mask->channels, (char *)out);
    size_t row = texels.width * mask->channels;
    for (size_t i = 0; i < texels.count; i++) {
        size_t place = (texels.height - 1 - i / row) * row + i % row;
        woad_texel_put(&texels, i, out + header + 4 * place);
    }
    *bytes = out;
    *size = header + 4 * texels.count;
    return WOAD_OK;
}

static woad_status decode(const uint8_t *bytes, size_t size, const char *name,
    const woad_io_options *options, woad_mask **out, woad_error *error)
{
    woad_pfm_header header;
    woad_texel_source source = {
        .name = name, .depth = 1, .type = WOAD_SAMPLE_FLOAT, .bottom_up = true};
    woad_status status = woad_pfm_header_parse(bytes, size, name, &header, error);
    if (status < 0)
        return status;
    source.channels = header.channels;
    source.width = header.width;
    source.height = header.height;
    source.big_endian = header.big_endian;
    source.bytes = bytes + header.size;
    source.size = size - header.size;
    return woad_texels_decode(&source, options, out, error);
}

const woad_format_driver woad_format_pfm = {
    .info = {"pfm", ".pfm", "Portable FloatMap: float32, grey or RGB; one frame, or a sheet",
        false},
    .carries_recipe = false,
    .holds = {.type = WOAD_SAMPLE_FLOAT,
        .types = 1U << WOAD_SAMPLE_FLOAT,
        .layouts = WOAD_HOLDS_PICTURE,
        .values = WOAD_HOLDS_VALUES,
        .channels = 1U << 1 | 1U << 3},
    .encode = encode,
    .decode = decode,
};
