/* scene.h - the project's own test picture. */
#ifndef WOAD_CLI_SCENE_H
#define WOAD_CLI_SCENE_H

#include <woad/image.h>

/* The size that the scene is composed for. */
#define CLI_SCENE_WIDTH ((size_t)512)
#define CLI_SCENE_HEIGHT ((size_t)384)

/* Draws a dyer's stall as an RGB image of 8 bits, the same on every call: soft gradients (sky,
 * a glazed pot), fine texture (weave, grass, wood, yarn), saturated colours, and lettering of
 * modest contrast that a dither with good noise keeps and one with white noise loses. Other
 * proportions than 4:3 crop it evenly; a size of 0 is the default. Fails with WOAD_ERROR_SIZE
 * or WOAD_ERROR_MEMORY. */
woad_status cli_scene_render(size_t width, size_t height, woad_image **out, woad_error *error);

#endif
