/* io/jpeg_image.c - images from JPEG files, by libjpeg-turbo.
 *
 * libjpeg reports errors through error_exit, which must not return: it jumps to decode_guarded,
 * and what has to be freed stands in the struct reader. Damage is only a warning to libjpeg,
 * which goes on with grey pixels; here it is an error. Decoding time and memory are bounded by
 * the size of the file.
 */
#include <setjmp.h>
#include <stdbool.h>
#include <stdio.h> /* jpeglib.h needs FILE */
#include <stdlib.h>

#include <jpeglib.h>

#include <jerror.h>

#include "base/status.h"
#include "io/colour_profile.h"
#include "io/image_codec.h"
#include "io/image_format.h"
#include "io/orientation.h"

/* Scans of a progressive file. Encoders make about ten; each costs a pass over the image,
 * however few bytes it has. */
#define SCANS_MAX 200
#define EXIF_MARKER (JPEG_APP0 + 1)
#define PROFILE_MARKER (JPEG_APP0 + 2)

typedef struct reader {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf escape;
    const uint8_t *bytes;
    size_t size;
    const char *name;
    woad_error *error;
    woad_status status;
    woad_image *image;
    JOCTET *profile; /* of its colours; from malloc */
    unsigned profile_size;
} reader;

static void on_error(j_common_ptr jpeg)
{
    reader *r = jpeg->client_data;
    char message[JMSG_LENGTH_MAX];
    jpeg->err->format_message(jpeg, message);
    if (jpeg->err->msg_code == JERR_OUT_OF_MEMORY)
        r->status = woad_fail_memory(r->error, "a JPEG file");
    else
        r->status = woad_fail(r->error, WOAD_ERROR_FORMAT,
            "%s is a broken JPEG file: libjpeg says \"%s\"", r->name, message);
    longjmp(r->escape, 1);
}

/* Level -1 is a warning, above are traces. Some warnings lose no pixel: bytes between segments,
 * and unknown versions of the JFIF and Adobe markers. */
static void on_message(j_common_ptr jpeg, int level)
{
    int code = jpeg->err->msg_code;
    if (level < 0 && code != JWRN_EXTRANEOUS_DATA && code != JWRN_JFIF_MAJOR &&
        code != JWRN_ADOBE_XFORM)
        on_error(jpeg);
}

static void on_progress(j_common_ptr jpeg)
{
    reader *r = jpeg->client_data;
    if (!jpeg->is_decompressor || r->jpeg.input_scan_number <= SCANS_MAX)
        return;
    r->status = woad_fail(r->error, WOAD_ERROR_UNSUPPORTED,
        "%s has more than %d progressive scans", r->name, SCANS_MAX);
    longjmp(r->escape, 1);
}

/* Every block of 8x8 samples takes at least one bit (a Huffman code has no fewer), so that a
 * short file cannot claim a large image. Arithmetic coding has no such bound, and is so rare
 * that most programs do not read it. */
static woad_status check_content(const reader *r)
{
    const struct jpeg_decompress_struct *jpeg = &r->jpeg;
    if (jpeg->arith_code)
        return woad_fail(r->error, WOAD_ERROR_UNSUPPORTED,
            "%s is an arithmetic-coded JPEG: convert it to the usual Huffman coding", r->name);
    uint64_t blocks = 0;
    for (int i = 0; i < jpeg->num_components; i++)
        blocks +=
            (uint64_t)jpeg->comp_info[i].width_in_blocks * jpeg->comp_info[i].height_in_blocks;
    if (blocks / 8 > r->size)
        return woad_fail(r->error, WOAD_ERROR_FORMAT,
            "%s claims %ux%u pixels, which its %zu bytes cannot hold", r->name,
            jpeg->image_width, jpeg->image_height, r->size);
    return WOAD_OK;
}

/* Grey stays grey, YCbCr becomes RGB. */
static woad_status choose_color(reader *r)
{
    switch (r->jpeg.jpeg_color_space) {
    case JCS_GRAYSCALE:
        r->jpeg.out_color_space = JCS_GRAYSCALE;
        return WOAD_OK;
    case JCS_RGB:
    case JCS_YCbCr:
        r->jpeg.out_color_space = JCS_RGB;
        return WOAD_OK;
    case JCS_CMYK:
    case JCS_YCCK:
        return woad_fail(r->error, WOAD_ERROR_UNSUPPORTED,
            "%s is a CMYK JPEG, made for print: convert it to RGB", r->name);
    default:
        return woad_fail(r->error, WOAD_ERROR_UNSUPPORTED,
            "%s is a JPEG of %d components: grey and RGB are read", r->name,
            r->jpeg.num_components);
    }
}

static woad_status read_header(reader *r)
{
    jpeg_create_decompress(&r->jpeg);
    r->progress.progress_monitor = on_progress;
    r->jpeg.progress = &r->progress;
    jpeg_mem_src(&r->jpeg, r->bytes, (unsigned long)r->size);
    jpeg_save_markers(&r->jpeg, EXIF_MARKER, 0xffff);
    jpeg_save_markers(&r->jpeg, PROFILE_MARKER, 0xffff);
    jpeg_read_header(&r->jpeg, TRUE);
    woad_status status = choose_color(r);
    if (status >= 0 && r->jpeg.data_precision != 8)
        status = woad_fail(r->error, WOAD_ERROR_UNSUPPORTED,
            "%s is a JPEG of %d bits a sample: 8 are read", r->name, r->jpeg.data_precision);
    if (status >= 0)
        status = check_content(r);
    return status;
}

/* Of the first EXIF block; other things have this marker, too. */
static unsigned orientation_of(const reader *r)
{
    unsigned orientation = 1;
    for (const struct jpeg_marker_struct *m = r->jpeg.marker_list; m; m = m->next) {
        if (m->marker == EXIF_MARKER && orientation == 1)
            orientation = woad_exif_orientation(m->data, m->data_length);
    }
    return orientation;
}

static woad_status read_pixels(reader *r)
{
    size_t channels = r->jpeg.out_color_space == JCS_RGB ? 3 : 1;
    size_t width = r->jpeg.image_width, height = r->jpeg.image_height;
    woad_status status = woad_image_check_size(r->name, width, height, channels, r->error);
    if (status >= 0)
        status = woad_image_create(width, height, channels, 8, &r->image, r->error);
    if (status < 0)
        return status;
    jpeg_start_decompress(&r->jpeg);
    while (r->jpeg.output_scanline < height) {
        JSAMPROW row = (JSAMPROW)r->image->samples + r->jpeg.output_scanline * width * channels;
        jpeg_read_scanlines(&r->jpeg, &row, 1);
    }
    unsigned orientation = orientation_of(r);
    jpeg_read_icc_profile(&r->jpeg, &r->profile, &r->profile_size);
    jpeg_finish_decompress(&r->jpeg);
    return woad_image_orient(&r->image, orientation, r->error);
}

/* The only setjmp; no local is changed between it and the jump. */
static woad_status decode_guarded(reader *r)
{
    if (setjmp(r->escape))
        return r->status;
    woad_status status = read_header(r);
    return status < 0 ? status : read_pixels(r);
}

static woad_status decode(
    const uint8_t *bytes, size_t size, const char *name, woad_image **out, woad_error *error)
{
    reader r = {.bytes = bytes, .size = size, .name = name, .error = error};
    r.jpeg.err = jpeg_std_error(&r.errors);
    r.errors.error_exit = on_error;
    r.errors.emit_message = on_message;
    r.jpeg.client_data = &r;
    woad_status status = decode_guarded(&r);
    jpeg_destroy_decompress(&r.jpeg);
    if (status >= 0 && r.profile)
        status = woad_image_to_srgb(r.image, r.profile, r.profile_size);
    free(r.profile);
    if (status >= 0)
        *out = r.image;
    else
        woad_image_destroy(r.image);
    return status;
}

static bool begins(const uint8_t *bytes, size_t size)
{
    return woad_begins_with(bytes, size, "\xff\xd8\xff", 3);
}

const woad_image_driver woad_image_jpeg = {
    .info = {"jpeg", ".jpg .jpeg", "JPEG: grey and colour; read only", true, false, false, true,
        false},
    .begins = begins,
    .decode = decode,
};
