/* scene_cloth.c - the line of dyed cloths and the balls of yarn: the scene's saturated colours
 * and its finest textures. */
#include "scene_parts.h"

#include <math.h>

/* A hanging cloth: the line runs at y = 34 there. */
typedef struct cloth {
    double left, right, bottom;
    cli_colour colour;
} cloth;

static const cloth cloths[] = {
    {18, 74, 140, 0xB9CFE8},   /* woad, one dip */
    {82, 138, 148, 0x6F9BD6},  /* two */
    {146, 202, 142, 0x2F62B5}, /* four */
    {210, 266, 150, 0x16295F}, /* eight */
    {374, 430, 146, 0xD4202A}, /* madder */
    {438, 494, 138, 0xF7CB15}, /* weld */
};

/* A rope between two posts outside the picture. */
static double line_height(double x)
{
    return 30 + 10 * sin(CLI_PI * x / 512);
}

static void cloth_outline(cairo_t *canvas, const cloth *c, unsigned index)
{
    cairo_move_to(canvas, c->left, line_height(c->left));
    for (double x = c->left; x <= c->right; x += 2) /* the hem swings with the folds */
        cairo_line_to(canvas, x, c->bottom + 3 * sin(x / 4.3 + index));
    cairo_line_to(canvas, c->right, line_height(c->right));
    cairo_close_path(canvas);
}

/* Folds are bands of shade and light along the width, of hashed strength. */
static cairo_pattern_t *cloth_folds(const cloth *c, unsigned index)
{
    enum { folds = 9 };
    cairo_pattern_t *pattern = cairo_pattern_create_linear(c->left, 0, c->right, 8);
    for (unsigned i = 0; i < folds; i++) {
        double strength = cli_scene_hash(index, 10 + i);
        cli_scene_stop(pattern, i / (folds - 1.0), i % 2 ? 0xFFFFFF : 0x05070F,
            i % 2 ? 0.05 + 0.22 * strength : 0.1 + 0.35 * strength);
    }
    return pattern;
}

/* Weft and warp: lines two pixels apart, each of its own weight. */
static void draw_weave(cairo_t *canvas, const cloth *c, unsigned index)
{
    cairo_set_line_width(canvas, 0.9);
    for (unsigned i = 0; i < 62; i++) {
        double y = 30.5 + 2 * i;
        cli_canvas_colour(canvas, 0x000000, 0.02 + 0.16 * cli_scene_hash(index + 50, i));
        cairo_move_to(canvas, c->left, y);
        cairo_line_to(canvas, c->right, y);
        cairo_stroke(canvas);
    }
    for (unsigned i = 0; i < 28; i++) {
        double x = c->left + 0.5 + 2 * i;
        cli_canvas_colour(canvas, 0xFFFFFF, 0.02 + 0.16 * cli_scene_hash(index + 90, i));
        cairo_move_to(canvas, x, 0);
        cairo_line_to(canvas, x, c->bottom + 5);
        cairo_stroke(canvas);
    }
}

/* Colour, folds, and the shade of the line above; then the weave, within the outline. */
static void draw_cloth(cairo_t *canvas, const cloth *c, unsigned index)
{
    cairo_save(canvas);
    cloth_outline(canvas, c, index);
    cli_canvas_colour(canvas, c->colour, 1);
    cairo_fill_preserve(canvas);
    cli_scene_fill(canvas, cloth_folds(c, index));
    cairo_pattern_t *sag = cairo_pattern_create_linear(0, 32, 0, c->bottom);
    cli_scene_stop(sag, 0, 0x000000, 0.3);
    cli_scene_stop(sag, 0.15, 0x000000, 0);
    cli_scene_stop(sag, 1, 0x201008, 0.22);
    cli_scene_fill(canvas, sag);
    cairo_clip(canvas);
    draw_weave(canvas, c, index);
    cairo_restore(canvas);
}

static void draw_peg(cairo_t *canvas, double x)
{
    cli_canvas_colour(canvas, 0xE2BC82, 1);
    cairo_rectangle(canvas, x - 1.5, line_height(x) - 4, 3, 11);
    cairo_fill(canvas);
    cli_canvas_colour(canvas, 0x6B4420, 0.8);
    cairo_rectangle(canvas, x + 0.7, line_height(x) - 4, 0.9, 11);
    cairo_fill(canvas);
}

void cli_scene_washing_line(cairo_t *canvas)
{
    cli_canvas_colour(canvas, 0x2A2420, 1);
    cairo_set_line_width(canvas, 1.3);
    for (int x = -4; x <= 516; x += 8)
        cairo_line_to(canvas, x, line_height(x));
    cairo_stroke(canvas);
    for (unsigned i = 0; i < sizeof cloths / sizeof *cloths; i++) {
        draw_cloth(canvas, &cloths[i], i);
        draw_peg(canvas, cloths[i].left + 6);
        draw_peg(canvas, cloths[i].right - 6);
    }
}

/* One wrap of thread: half an ellipse across the ball, turned by `turn`. */
static void draw_thread(cairo_t *canvas, double radius, double turn, double bulge)
{
    cairo_save(canvas);
    cairo_rotate(canvas, turn);
    cairo_scale(canvas, radius, radius * fabs(bulge) + 0.01);
    cairo_arc(canvas, 0, 0, 1, bulge < 0 ? CLI_PI : 0, bulge < 0 ? 2 * CLI_PI : CLI_PI);
    cairo_restore(canvas); /* before the stroke, so that the pen stays round */
    cairo_stroke(canvas);
}

/* Three windings over each other, each in its own direction and within its own band. */
static void draw_ball(
    cairo_t *canvas, double x, double y, double radius, cli_colour light, cli_colour dark)
{
    cli_scene_shadow(canvas, x + 5, y + radius * 0.9, radius * 1.35, radius * 0.4, 0.75);
    cairo_save(canvas);
    cairo_translate(canvas, x, y);
    cairo_arc(canvas, 0, 0, radius, 0, 2 * CLI_PI);
    cairo_pattern_t *shade = cairo_pattern_create_radial(
        -0.35 * radius, -0.4 * radius, 0.05 * radius, 0, 0, 1.1 * radius);
    cli_scene_stop(shade, 0, light, 1);
    cli_scene_stop(shade, 1, dark, 1);
    cli_scene_fill(canvas, shade);
    cairo_clip(canvas);
    cairo_set_line_width(canvas, 0.9);
    for (unsigned winding = 0; winding < 3; winding++) {
        double turn = 0.5 + 1.1 * winding + radius;
        for (unsigned i = 0; i < 9; i++) {
            double bulge = -0.95 + 0.5 * winding + 0.1 * i;
            cli_canvas_colour(canvas, i % 2 ? dark : light, 0.55);
            draw_thread(canvas, radius, turn, bulge);
        }
    }
    cairo_restore(canvas);
}

void cli_scene_yarn(cairo_t *canvas)
{
    draw_ball(canvas, 294, 299, 27, 0xFF5340, 0x7A0614);
    draw_ball(canvas, 338, 322, 21, 0xFFE23A, 0x9A6400);
    draw_ball(canvas, 277, 339, 17, 0x4FCB55, 0x064A22);
}
