/* scene_parts.h - what the files of the scene share. All of it draws in the coordinates of a
 * picture of CLI_SCENE_WIDTH x CLI_SCENE_HEIGHT. */
#ifndef WOAD_CLI_SCENE_PARTS_H
#define WOAD_CLI_SCENE_PARTS_H

#include "canvas.h"

/* A fixed number in [0, 1) for each pair: the scene's only irregularity. */
double cli_scene_hash(unsigned a, unsigned b);

/* Adds an opaque stop to a gradient. */
void cli_scene_stop(cairo_pattern_t *gradient, double offset, cli_colour colour, double alpha);

/* Fills or paints with a gradient and frees it; fill keeps the path. */
void cli_scene_fill(cairo_t *canvas, cairo_pattern_t *gradient);

/* A shadow that fades out towards the edge of an ellipse. */
void cli_scene_shadow(cairo_t *canvas, double x, double y, double rx, double ry, double alpha);

/* The parts, from back to front. */
void cli_scene_sky(cairo_t *canvas);
void cli_scene_meadow(cairo_t *canvas);
void cli_scene_washing_line(cairo_t *canvas);
void cli_scene_table(cairo_t *canvas);
void cli_scene_sign(cairo_t *canvas);
void cli_scene_pot(cairo_t *canvas);
void cli_scene_yarn(cairo_t *canvas);

#endif
