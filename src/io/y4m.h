/* io/y4m.h - the header of YUV4MPEG2 streams, and their colours. */
#ifndef WOAD_IO_Y4M_H
#define WOAD_IO_Y4M_H

#include <woad/image.h>

enum {
    WOAD_Y4M_LINE = 1024, /* bytes of a header at most, with its end */
    WOAD_Y4M_RATE = 64    /* of a parameter that is handed on */
};

/* The plane sizes and sample codes of a stream. */
typedef struct woad_y4m {
    size_t width, height;
    size_t planes;             /* 1 or 3, and 1 more that is skipped */
    bool alpha;                /* a plane that is skipped */
    unsigned shift_x, shift_y; /* chroma planes are smaller by powers of two */
    unsigned bits;             /* a sample, 8 to 16; above 8 in two bytes */
    bool full;                 /* all codes, not 16 to 235 and 240 */
    char rate[WOAD_Y4M_RATE], aspect[WOAD_Y4M_RATE]; /* as in the header, or empty */
} woad_y4m;

/* A header's line without its end, NUL-terminated; it is cut up. Fails with WOAD_ERROR_FORMAT,
 * _UNSUPPORTED or _SIZE, naming the file. */
woad_status woad_y4m_parse(char *line, const char *name, woad_y4m *out, woad_error *error);

/* The header of 8-bit frames of 1 or 3 planes of full size, with the stream's rate, aspect and
 * range; its length. */
size_t woad_y4m_header(const woad_y4m *y4m, const woad_image *shape, char line[WOAD_Y4M_LINE]);

/* Bytes of a frame, without its header; 0 where they are too many. */
size_t woad_y4m_frame_size(const woad_y4m *y4m);

/* From planes to grey or RGB of 16 bits, and from those of 8 bits to planes of the full size. */
void woad_y4m_decode(const woad_y4m *y4m, const uint8_t *planes, uint16_t *samples);
void woad_y4m_encode(const woad_y4m *y4m, const woad_image *image, uint8_t *planes);

#endif
