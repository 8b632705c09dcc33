/* image_file.h - images in files. */
#ifndef WOAD_CLI_IMAGE_FILE_H
#define WOAD_CLI_IMAGE_FILE_H

#include <woad/woad.h>

/* Each returns an exit code, after a sentence when it is not 0. */

/* The image in a PNG or JPEG file; - is standard input. */
int load_image(const char *path, woad_image **out);

/* Writes a PNG file of `bits` a sample, 0 for the image's own (woad_image_encode_png). */
int save_image(const woad_image *image, unsigned bits, const char *path, bool overwrite);

#endif
