/* io/ktx2.h - what the two halves of KTX2 share: where its fields are, and its formats.
 *
 * Reference: Khronos, "KTX File Format Specification", version 2.0, section 3, and "Khronos Data
 * Format Specification", version 1.3, section 5, for the descriptor. All numbers are
 * little-endian.
 */
#ifndef WOAD_IO_KTX2_H
#define WOAD_IO_KTX2_H

#include "io/texels.h"

enum {
    WOAD_KTX2_IDENTIFIER = 12,
    WOAD_KTX2_AT_FORMAT = 12,      /* vkFormat */
    WOAD_KTX2_AT_TYPE_SIZE = 16,   /* typeSize */
    WOAD_KTX2_AT_WIDTH = 20,       /* pixelWidth */
    WOAD_KTX2_AT_HEIGHT = 24,      /* pixelHeight */
    WOAD_KTX2_AT_DEPTH = 28,       /* pixelDepth: 0 unless a volume */
    WOAD_KTX2_AT_LAYERS = 32,      /* layerCount: 0 unless an array */
    WOAD_KTX2_AT_FACES = 36,       /* faceCount: 6 of a cube */
    WOAD_KTX2_AT_LEVELS = 40,      /* levelCount */
    WOAD_KTX2_AT_COMPRESSION = 44, /* supercompressionScheme */
    WOAD_KTX2_AT_DFD = 48,         /* dfdByteOffset, dfdByteLength: uint32 */
    WOAD_KTX2_AT_KVD = 56,         /* kvdByteOffset, kvdByteLength: uint32 */
    WOAD_KTX2_AT_SGD = 64,         /* sgdByteOffset, sgdByteLength: uint64 */
    WOAD_KTX2_AT_LEVEL = 80,       /* byteOffset, byteLength, uncompressedByteLength: uint64 */
    WOAD_KTX2_HEADER = 104,        /* with the index of one level */
};

extern const uint8_t woad_ktx2_identifier[WOAD_KTX2_IDENTIFIER];

/* Vulkan's VkFormat by type and channels - 1. */
extern const uint32_t woad_ktx2_formats[WOAD_SAMPLE_FLOAT + 1][WOAD_MAX_CHANNELS];

#define WOAD_KTX2_RECIPE "woad:recipe" /* the key of the recipe */

woad_status woad_ktx2_decode(const uint8_t *bytes, size_t size, const char *name,
    const woad_io_options *options, woad_mask **out, woad_error *error);

#endif
