/* io.h - masks in files, by format name, and files that are whole or absent. */
#ifndef WOAD_IO_H
#define WOAD_IO_H

#include "mask.h"
#include "pdf.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What is written of each value of a mask. */
typedef enum woad_values {
    WOAD_VALUES_THRESHOLD, /* u, in (0, 1) */
    WOAD_VALUES_RANK,      /* 0 .. N-1, uint32 (NPY, raw) or 8/16-bit where they fit (PNG) */
    WOAD_VALUES_PDF        /* Q(u) of a distribution (pdf.h): 2u - 1 of the uniform one */
} woad_values;

/* The samples of a file. Integers of b bits hold floor(u 2^b). Halves, IEEE 754 binary16, have 11
 * significant bits: thresholds above 1/2 are 2^-11 apart. */
typedef enum woad_sample_type {
    WOAD_SAMPLE_DEFAULT, /* the format's: u16 where it holds that, else float */
    WOAD_SAMPLE_U8,
    WOAD_SAMPLE_U16,
    WOAD_SAMPLE_HALF,
    WOAD_SAMPLE_FLOAT /* binary32 */
} woad_sample_type;

/* Where the frames of a mask go. */
typedef enum woad_layout {
    WOAD_LAYOUT_DEFAULT, /* an array, or 2d where there is one frame */
    WOAD_LAYOUT_2D,      /* on one sheet, from left to right, then down: columns are the least
                            divisor of the frames that is not below the rows, 8x4 of 32 */
    WOAD_LAYOUT_ARRAY,   /* one behind the other: of 2-D textures in DDS and KTX2 */
    WOAD_LAYOUT_3D       /* a volume (DDS, KTX2) */
} woad_layout;

/* Zero means the default everywhere. */
typedef struct woad_io_options {
    woad_values values;     /* writing: what; reading raw and float NPY: how to decode */
    unsigned bits;          /* writing integers: 8 or 16, as type u8 or u16 */
    size_t width, height;   /* reading raw, which does not say its own size; default: square.
                               Raw ranks are uint16 where that, and not uint32, fits the size */
    size_t depth, channels; /* reading raw; default 1. channels: NPY and PNG too, see decode.
                               depth: of other formats, the frames of a sheet, see decode */
    const woad_pdf *pdf;    /* of WOAD_VALUES_PDF; default: writing that of the mask's recipe,
                               woad_mask_load what PATH.ini tells, and else the uniform one */
    woad_sample_type type;  /* writing */
    woad_layout layout;     /* writing */
    const char *symbol;     /* writing a C header, thresholds.xml: the name of the array, of the
                               map; an identifier of C; default: woad_mask */
    bool progmem;  /* writing a C header: the array goes to the flash memory of an AVR */
    bool no_files; /* decoding: refuse masks whose values are told by a file, as their text may
                      say, with WOAD_ERROR_UNSUPPORTED: for who decodes masks for strangers.
                      What the recipe that comes with a mask names is opened by who uses it */
} woad_io_options;

/* A file format for masks. */
typedef struct woad_format {
    const char *name;       /* "png" */
    const char *extensions; /* ".png", separated by spaces where there are several */
    const char *help;       /* one line */
    bool write_only;        /* for other programs: woad_mask_decode fails */
} woad_format;

/* The index-th format, or NULL past the last; and the one with this name, or the one that a
 * path's extension calls for, or NULL. */
WOAD_API const woad_format *woad_format_at(size_t index);
WOAD_API const woad_format *woad_format_find(const char *name);
WOAD_API const woad_format *woad_format_of_path(const char *path);

/* Can a format hold masks of this size as the options ask? What woad_mask_encode would refuse after
 * long work; options->pdf is that of the mask, NULL: uniform. Fails with WOAD_ERROR_ARGUMENT or
 * _UNSUPPORTED, with a sentence that names the formats that can. */
WOAD_API woad_status woad_format_check(const woad_format *format,
    const woad_io_options *options, size_t width, size_t height, size_t depth, size_t channels,
    woad_error *error);

/* Encodes a mask into memory. The caller frees *bytes with woad_free. Integer files hold
 * floor(u 2^b), with WOAD_VALUES_PDF floor(x 2^b) with x = (Q(u) - Q(0)) / (Q(1) - Q(0)), of
 * distributions whose ends are finite. Thresholds stay off 0 and 1 as halves too. Formats that can
 * carry text carry mask->recipe. Fails with WOAD_ERROR_ARGUMENT, _UNSUPPORTED (the format cannot
 * hold this mask, type or layout: says which can), _MEMORY, or as woad_recipe_parse and
 * woad_pdf_create do for the distribution of the mask's recipe. */
WOAD_API woad_status woad_mask_encode(const woad_mask *mask, const woad_format *format,
    const woad_io_options *options, void **bytes, size_t *size, woad_error *error);

/* Decodes a mask. b-bit integers v become thresholds (v + 0.5) / 2^b, ranks (uint32 NPY, PNG
 * that woad wrote with ranks) (r + 0.5) / N, values of a distribution (options->values, or a
 * PNG, KTX2 or C file that says so) F(Q(0) + (v + 0.5) / 2^b (Q(1) - Q(0))), floats are taken as
 * they are and must be finite and in [0, 1] (for WOAD_VALUES_PDF where the distribution is).
 * Gamma and sRGB chunks of a PNG are not applied, an alpha channel of PNG or DDS that is opaque
 * everywhere is dropped unless options->channels counts it. Three axes of an NPY file are (height,
 * width, channels) when options->channels is above 1, or is 0 and the last axis has at most
 * WOAD_MAX_CHANNELS values; else (depth, height, width). Where options->depth is above 1 and a file
 * holds one frame, that is a sheet of so many, as WOAD_LAYOUT_2D writes it; options->width and
 * height are then those of a frame, and may be left out. A file that is cut off, or claims a size
 * that its bytes cannot hold, is refused before memory is taken. `name` stands in
 * messages. Fails with WOAD_ERROR_FORMAT, _UNSUPPORTED, _ARGUMENT, _SIZE or _MEMORY. */
WOAD_API woad_status woad_mask_decode(const void *bytes, size_t size, const char *name,
    const woad_format *format, const woad_io_options *options, woad_mask **out,
    woad_error *error);

/* Reads a whole file, or standard input when path is "-". The caller frees *bytes; it has one
 * NUL byte beyond *size. `limit` (0: none) bounds the size. Fails with WOAD_ERROR_READ, _SIZE
 * or _MEMORY. */
WOAD_API woad_status woad_file_read(
    const char *path, size_t limit, void **bytes, size_t *size, woad_error *error);

/* Writes a whole file or nothing: into a temporary file in the same folder, flushed, then
 * renamed. Standard output when path is "-"; a device, a pipe and /dev/stdout are written
 * in place. Signals are left alone: ignore SIGPIPE to get an error from a closed pipe. An
 * existing regular file is kept, with WOAD_ERROR_EXISTS, unless overwrite is true. A symbolic
 * link is followed. Fails with WOAD_ERROR_WRITE, _EXISTS or _MEMORY. */
WOAD_API woad_status woad_file_write(
    const char *path, const void *bytes, size_t size, bool overwrite, woad_error *error);

/* Would woad_file_write of this path fail, as far as that can be seen without writing? To be
 * asked before long work whose result goes there. Fails with WOAD_ERROR_WRITE or _EXISTS. */
WOAD_API woad_status woad_file_check(const char *path, bool overwrite, woad_error *error);

/* A float file does not say what it holds: the recipe beside one that woad_mask_save wrote with
 * WOAD_VALUES_PDF begins with a comment, "; values = pdf NAME", by which woad_mask_load knows,
 * whose options may leave it open then. */

/* woad_file_read and woad_mask_decode with the format named, or that of the extension when
 * format is NULL. Reads the recipe of formats that carry none from PATH.ini, if it is there. */
WOAD_API woad_status woad_mask_load(const char *path, const woad_format *format,
    const woad_io_options *options, woad_mask **out, woad_error *error);

/* woad_mask_encode and woad_file_write likewise. The recipe of formats that carry none goes to
 * PATH.ini; both files are checked before either is written. Where the mask has no recipe, an
 * old PATH.ini is removed when overwriting and is an existing output otherwise. Nothing is
 * written beside standard output, devices and pipes. */
WOAD_API woad_status woad_mask_save(const woad_mask *mask, const char *path,
    const woad_format *format, const woad_io_options *options, bool overwrite,
    woad_error *error);

/* woad_file_check for everything that woad_mask_save would write. */
WOAD_API woad_status woad_mask_save_check(
    const char *path, const woad_format *format, bool overwrite, woad_error *error);

#ifdef __cplusplus
}
#endif
#endif
