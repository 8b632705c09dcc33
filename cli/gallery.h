/* gallery.h - named pictures for a folder or a page. */
#ifndef WOAD_CLI_GALLERY_H
#define WOAD_CLI_GALLERY_H

#include <woad/woad.h>

enum { GALLERY_CAPACITY = 24 };

typedef struct cli_figure {
    const char *name;    /* its file is NAME.png */
    const char *caption; /* one line */
    woad_image *image;
} cli_figure;

typedef struct cli_gallery {
    cli_figure figures[GALLERY_CAPACITY];
    size_t count;
} cli_gallery;

/* Takes the image, which becomes the gallery's to destroy. The strings must outlive it. */
void gallery_add(
    cli_gallery *gallery, const char *name, const char *caption, woad_image *image);
void gallery_clear(cli_gallery *gallery);

/* The figure of this name, or NULL. */
const cli_figure *gallery_find(const cli_gallery *gallery, const char *name);

/* Writes every figure as DIR/NAME.png. With `overwrite` false, checks that none exists before
 * it writes any. Returns an exit code. */
int gallery_save(const cli_gallery *gallery, const char *folder, bool overwrite);

/* Adds pictures of one plane of a mask: itself, its spectrum, radial profile, anisotropy,
 * histogram and thresholded patterns. */
woad_status gallery_add_mask(cli_gallery *gallery, const woad_mask *mask, size_t frame,
    size_t channel, woad_error *error);

#endif
