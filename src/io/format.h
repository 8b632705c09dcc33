/* io/format.h - what a mask format is to the library: the public facts, what it can hold, and two
 * functions. */
#ifndef WOAD_IO_FORMAT_H
#define WOAD_IO_FORMAT_H

#include <woad/io.h>

/* What files of a format can hold; sets have a bit 1 << VALUE. */
typedef struct woad_holding {
    woad_sample_type type; /* written when none is asked for */
    unsigned types;        /* woad_sample_type */
    unsigned layouts;      /* woad_layout */
    unsigned values;       /* woad_values */
    unsigned channels;     /* numbers of them */
    bool symbol, progmem;  /* options that it has a use for */
} woad_holding;

/* A name with its NUL, and the one that is taken where none is given. */
#define WOAD_SYMBOL_SIZE 64
#define WOAD_DEFAULT_SYMBOL "woad_mask"

#define WOAD_HOLDS_ALL_CHANNELS (1U << 1 | 1U << 2 | 1U << 3 | 1U << 4)
#define WOAD_HOLDS_INTEGERS (1U << WOAD_SAMPLE_U8 | 1U << WOAD_SAMPLE_U16)
#define WOAD_HOLDS_ALL_TYPES                                                                   \
    (WOAD_HOLDS_INTEGERS | 1U << WOAD_SAMPLE_HALF | 1U << WOAD_SAMPLE_FLOAT)
#define WOAD_HOLDS_PICTURE (1U << WOAD_LAYOUT_2D)
#define WOAD_HOLDS_FRAMES (1U << WOAD_LAYOUT_ARRAY)
#define WOAD_HOLDS_ALL_LAYOUTS (WOAD_HOLDS_PICTURE | WOAD_HOLDS_FRAMES | 1U << WOAD_LAYOUT_3D)
#define WOAD_HOLDS_VALUES (1U << WOAD_VALUES_THRESHOLD | 1U << WOAD_VALUES_PDF)
#define WOAD_HOLDS_RANKS (1U << WOAD_VALUES_RANK)

typedef struct woad_format_driver {
    woad_format info;
    bool carries_recipe; /* in the file; else the recipe goes to PATH.ini */
    woad_holding holds;

    /* As woad_mask_encode and woad_mask_decode, after their checks: pointers are not NULL, the
     * mask is lawful, the options are in range. For encode, `holds` allows what the options and
     * the mask ask for, and no type and no layout is a default. decode is NULL where info says
     * write_only. */
    woad_status (*encode)(const woad_mask *mask, const woad_io_options *options, void **bytes,
        size_t *size, woad_error *error);
    woad_status (*decode)(const uint8_t *bytes, size_t size, const char *name,
        const woad_io_options *options, woad_mask **out, woad_error *error);
} woad_format_driver;

extern const woad_format_driver woad_format_png;
extern const woad_format_driver woad_format_npy;
extern const woad_format_driver woad_format_raw;
extern const woad_format_driver woad_format_pfm;
extern const woad_format_driver woad_format_dds;
extern const woad_format_driver woad_format_ktx2;
extern const woad_format_driver woad_format_exr; /* where OpenEXR is built in */
extern const woad_format_driver woad_format_c;
extern const woad_format_driver woad_format_didder;
extern const woad_format_driver woad_format_imagemagick;
extern const woad_format_driver woad_format_readmemh;

/* The driver of a public descriptor, or NULL when it is not one of the table's. */
const woad_format_driver *woad_format_driver_of(const woad_format *format);

/* Completes type and layout, and fails with WOAD_ERROR_UNSUPPORTED where the format cannot hold
 * that mask so, naming those that can (holding.c). Looks at the mask's lengths alone. */
woad_status woad_check_holding(const woad_format_driver *driver, const woad_mask *mask,
    woad_io_options *options, woad_error *error);

#endif
