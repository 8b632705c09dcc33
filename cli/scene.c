/* scene.c - the project's own test picture: the composition and its ground.
 *
 * A dyer's stall at sunset, with cloths from the three old dyes of Europe on a line: woad in
 * four strengths, madder and weld. Each kind of thing that dithering can spoil is in it once:
 * gradients that band, textures that alias, colours at the edge of the gamut, faint lettering.
 */
#include "scene.h"

#include <math.h>
#include <stdint.h>

#include "scene_parts.h"

/* MurmurHash3's 32-bit finaliser (Appleby, public domain), once for each argument. */
static uint32_t mix(uint32_t x)
{
    x = (x ^ x >> 16) * 0x85EBCA6Bu;
    x = (x ^ x >> 13) * 0xC2B2AE35u;
    return x ^ x >> 16;
}

double cli_scene_hash(unsigned a, unsigned b)
{
    return mix(mix(a + 0x9E3779B9u) ^ b) / 4294967296.0;
}

void cli_scene_stop(cairo_pattern_t *gradient, double offset, cli_colour colour, double alpha)
{
    cairo_pattern_add_color_stop_rgba(gradient, offset, (colour >> 16 & 255) / 255.0,
        (colour >> 8 & 255) / 255.0, (colour & 255) / 255.0, alpha);
}

void cli_scene_fill(cairo_t *canvas, cairo_pattern_t *gradient)
{
    cairo_set_source(canvas, gradient);
    cairo_pattern_destroy(gradient);
    cairo_fill_preserve(canvas);
}

void cli_scene_shadow(cairo_t *canvas, double x, double y, double rx, double ry, double alpha)
{
    cairo_save(canvas);
    cairo_translate(canvas, x, y);
    cairo_scale(canvas, rx, ry);
    cairo_pattern_t *fade = cairo_pattern_create_radial(0, 0, 0.2, 0, 0, 1);
    cli_scene_stop(fade, 0, 0x0A0806, alpha);
    cli_scene_stop(fade, 0.5, 0x0A0806, alpha * 0.55);
    cli_scene_stop(fade, 1, 0x0A0806, 0);
    cairo_arc(canvas, 0, 0, 1, 0, 2 * CLI_PI);
    cli_scene_fill(canvas, fade);
    cairo_new_path(canvas);
    cairo_restore(canvas);
}

/* From the blue of dusk overhead to the glow around a white sun, low on the right. */
void cli_scene_sky(cairo_t *canvas)
{
    cairo_pattern_t *sky = cairo_pattern_create_linear(0, 0, 0, 215);
    cli_scene_stop(sky, 0, 0x274478, 1);
    cli_scene_stop(sky, 0.45, 0x7E9CC4, 1);
    cli_scene_stop(sky, 0.8, 0xE4CDB4, 1);
    cli_scene_stop(sky, 1, 0xF6D49A, 1);
    cairo_rectangle(canvas, 0, 0, 512, 384);
    cli_scene_fill(canvas, sky);

    cairo_pattern_t *glow = cairo_pattern_create_radial(322, 150, 14, 322, 150, 150);
    cli_scene_stop(glow, 0, 0xFFF3D0, 0.9);
    cli_scene_stop(glow, 0.3, 0xFFE0A6, 0.4);
    cli_scene_stop(glow, 1, 0xFFD08A, 0);
    cli_scene_fill(canvas, glow);
    cairo_new_path(canvas);

    cli_canvas_colour(canvas, 0xFFFFFF, 1);
    cairo_arc(canvas, 322, 150, 15, 0, 2 * CLI_PI);
    cairo_fill(canvas);
}

/* A ridge whose height is two sines, filled down to the table. */
static void draw_hill(cairo_t *canvas, double base, double height, double phase,
    cli_colour crest, cli_colour foot)
{
    cairo_move_to(canvas, 0, 320);
    for (int x = 0; x <= 512; x += 4)
        cairo_line_to(canvas, x,
            base - height * (0.6 * sin(x / 83.0 + phase) + 0.4 * sin(x / 37.0 + 2 * phase)));
    cairo_line_to(canvas, 512, 320);
    cairo_pattern_t *slope = cairo_pattern_create_linear(0, base - height, 0, base + 70);
    cli_scene_stop(slope, 0, crest, 1);
    cli_scene_stop(slope, 1, foot, 1);
    cli_scene_fill(canvas, slope);
    cairo_new_path(canvas);
}

/* Grass from far (short, pale) to near (long, dark); every ninth stalk of the near half bears
 * the yellow flowers of woad. */
static void draw_blade(cairo_t *canvas, unsigned index, double depth)
{
    static const cli_colour greens[] = {0x4E7A2E, 0x6C9A3A, 0x3B6129, 0x86A848, 0x2C4B22};
    double x = 524 * cli_scene_hash(index, 1) - 6;
    double y = 226 + 92 * depth;
    double length = (5 + 17 * depth) * (0.6 + 0.8 * cli_scene_hash(index, 2));
    double lean = length * (cli_scene_hash(index, 3) - 0.45);
    cli_canvas_colour(canvas, greens[(unsigned)(5 * cli_scene_hash(index, 4))], 0.85);
    cairo_set_line_width(canvas, 0.5 + 0.6 * depth);
    cairo_move_to(canvas, x, y);
    cairo_curve_to(canvas, x, y - length / 2, x + lean / 3, y - length, x + lean, y - length);
    cairo_stroke(canvas);
    if (index % 9 == 0 && depth > 0.25) {
        cli_canvas_colour(canvas, 0xFFDE22, 1);
        cairo_arc(canvas, x + lean, y - length, 0.8 + 1.2 * depth, 0, 2 * CLI_PI);
        cairo_fill(canvas);
    }
}

void cli_scene_meadow(cairo_t *canvas)
{
    enum { blades = 2600 };
    draw_hill(canvas, 196, 12, 0.4, 0x8C93AE, 0xB0A9A6);
    draw_hill(canvas, 209, 9, 2.1, 0x6D8089, 0x7C8F6C);
    draw_hill(canvas, 222, 5, 4.0, 0x7C9A52, 0x3F6230);
    cairo_set_line_cap(canvas, CAIRO_LINE_CAP_ROUND);
    for (unsigned i = 0; i < blades; i++)
        draw_blade(canvas, i, (double)i / blades);
}

/* Covers the canvas with the scene, evenly cropped. */
static void fit_scene(cairo_t *canvas, size_t width, size_t height)
{
    double across = (double)width / (double)CLI_SCENE_WIDTH;
    double down = (double)height / (double)CLI_SCENE_HEIGHT;
    double scale = fmax(across, down);
    cairo_translate(canvas, ((double)width - scale * (double)CLI_SCENE_WIDTH) / 2,
        ((double)height - scale * (double)CLI_SCENE_HEIGHT) / 2);
    cairo_scale(canvas, scale, scale);
}

woad_status cli_scene_render(size_t width, size_t height, woad_image **out, woad_error *error)
{
    static void (*const parts[])(cairo_t *) = {cli_scene_sky, cli_scene_meadow,
        cli_scene_washing_line, cli_scene_table, cli_scene_sign, cli_scene_pot, cli_scene_yarn};
    width = width ? width : CLI_SCENE_WIDTH;
    height = height ? height : CLI_SCENE_HEIGHT;
    cairo_t *canvas;
    woad_status status = cli_canvas_create(width, height, 0xFFFFFF, &canvas, error);
    if (status < 0)
        return status;
    fit_scene(canvas, width, height);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        parts[i](canvas);
    return cli_canvas_finish(canvas, out, error);
}
