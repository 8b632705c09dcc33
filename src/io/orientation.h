/* io/orientation.h - how the camera was held: the orientation of EXIF (CIPA DC-008, tag 274). */
#ifndef WOAD_IO_ORIENTATION_H
#define WOAD_IO_ORIENTATION_H

#include <woad/image.h>

/* Of a block "Exif\0\0" and TIFF, 1 to 8; 1, as stored, where it does not say or is damaged. */
unsigned woad_exif_orientation(const uint8_t *bytes, size_t size);

/* Turns and mirrors the image as an orientation says. Fails with WOAD_ERROR_MEMORY, and leaves it
 * as it is then. */
woad_status woad_image_orient(woad_image **image, unsigned orientation, woad_error *error);

#endif
