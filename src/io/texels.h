/* io/texels.h - the samples of a mask as the formats of engines hold them: type, place, bytes.
 *
 * To write, a format takes the samples from woad_texel_put; to read, it describes what it found and
 * calls woad_texels_decode.
 */
#ifndef WOAD_IO_TEXELS_H
#define WOAD_IO_TEXELS_H

#include "io/format.h"

/* What is written, in the order [depth][height][width][channels]. */
typedef struct woad_texels {
    const woad_mask *mask;
    const woad_io_options *options; /* complete, as encode of format.h has them */
    size_t width, height, depth;    /* the mask's, or those of a sheet of its frames */
    size_t channels;                /* the mask's, or one more: an alpha that is opaque */
    size_t count;                   /* of the samples */
    size_t size;                    /* bytes of a sample */
} woad_texels;

/* With as many channels in the file. */
woad_texels woad_texels_of(
    const woad_mask *mask, const woad_io_options *options, size_t channels);

/* Bytes of a sample. */
size_t woad_texel_size(woad_sample_type type);

/* The index-th sample: as an integer of type u8 and u16; as what a file of type half or float
 * holds; its bytes, little-endian, and those of all samples. */
uint32_t woad_texel_integer(const woad_texels *texels, size_t index);
float woad_texel_float(const woad_texels *texels, size_t index);
void woad_texel_put(const woad_texels *texels, size_t index, uint8_t *bytes);
void woad_texels_put(const woad_texels *texels, uint8_t *bytes);

/* The text that goes with them: the mask's recipe, below the note of io/values_note.h where values
 * are a distribution's. For woad_free; NULL, with *status, where there is none, or no memory. */
char *woad_texels_text(const woad_texels *texels, woad_status *status, woad_error *error);

/* What was found in a file. */
typedef struct woad_texel_source {
    const char *name;
    size_t width, height, depth, channels;
    woad_sample_type type;
    const uint8_t *bytes; /* of the samples */
    size_t size;          /* how many are there: what the lengths make, or it is refused */
    bool big_endian;
    bool bottom_up;   /* of one frame */
    bool padded;      /* a fourth channel that is opaque everywhere is no channel of the mask */
    const char *text; /* the text that goes with them, or NULL */
    size_t text_length; /* without any NUL at its end */
} woad_texel_source;

/* Checks the size before memory is taken, and makes a mask. Fails as woad_mask_decode. */
woad_status woad_texels_decode(const woad_texel_source *source, const woad_io_options *options,
    woad_mask **out, woad_error *error);

#endif
