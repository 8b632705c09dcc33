/* io/colour_profile.h - from the colours of an embedded ICC profile to sRGB. */
#ifndef WOAD_IO_COLOUR_PROFILE_H
#define WOAD_IO_COLOUR_PROFILE_H

#include <woad/image.h>

/* Turns samples of a profile's colours into sRGB-encoded ones, in place; alpha stays. Returns
 * WOAD_NOTE_PROFILE, and changes nothing, where the profile is damaged, is for other channels than
 * the image has, or where this build applies none. */
woad_status woad_image_to_srgb(woad_image *image, const void *profile, size_t size);

#endif
