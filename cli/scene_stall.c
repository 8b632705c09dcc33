/* scene_stall.c - the table, the pot and the sign: the scene's soft shading and its lettering.
 */
#include "scene_parts.h"

/* A line of lettering, centred on x. */
typedef struct lettering {
    double x, y, size;
    double contrast; /* how much white is laid over the ground */
    const char *text;
} lettering;

/* The smaller, the more contrast: each line was tuned by eye, on a ground of a third of the
 * range where the noise of one bit is near its worst, to be read in a 1-bit dither with a blue
 * noise mask and to drown in one with white noise. Much more contrast shows it in both, much
 * less in neither. */
static const lettering sign_lines[] = {
    {134, 213, 41, 0.46, "WOAD"},
    {134, 242, 25, 0.49, "DYERS OF BLUE"},
    {134, 270, 22, 0.55, "cloth, yarn & ink"},
    {134, 296, 19, 0.60, "dipped, not dotted"},
};

static void letter(cairo_t *canvas, const lettering *line)
{
    cli_caption style = {.size = line->size, .anchor = 0.5, .bold = true};
    cli_canvas_colour(canvas, 0xFFFFFF, line->contrast);
    cli_canvas_text(canvas, &style, line->x, line->y, line->text);
}

/* Grain that wanders across a plank. */
static void draw_grain(cairo_t *canvas, unsigned index)
{
    double y = 312 + 74 * cli_scene_hash(index, 20);
    double x = 560 * cli_scene_hash(index, 21) - 60;
    double length = 40 + 120 * cli_scene_hash(index, 22);
    double wander = 4 * cli_scene_hash(index, 23) - 2;
    bool light = index % 3 == 0;
    cli_canvas_colour(canvas, light ? 0xE5B27C : 0x24130A, light ? 0.2 : 0.3);
    cairo_set_line_width(canvas, 0.5 + 0.7 * cli_scene_hash(index, 24));
    cairo_move_to(canvas, x, y);
    cairo_curve_to(canvas, x + length / 3, y + wander, x + 2 * length / 3, y - wander,
        x + length, y + wander / 2);
    cairo_stroke(canvas);
}

void cli_scene_table(cairo_t *canvas)
{
    cairo_pattern_t *wood = cairo_pattern_create_linear(0, 308, 0, 384);
    cli_scene_stop(wood, 0, 0xC08A58, 1);
    cli_scene_stop(wood, 0.35, 0x99663B, 1);
    cli_scene_stop(wood, 1, 0x4A2C18, 1);
    cairo_rectangle(canvas, 0, 308, 512, 76);
    cli_scene_fill(canvas, wood);
    cairo_new_path(canvas);
    for (unsigned i = 0; i < 260; i++)
        draw_grain(canvas, i);
    static const double seams[] = {309, 328, 354};
    cairo_set_line_width(canvas, 1.4);
    for (int i = 0; i < 3; i++) {
        cli_canvas_colour(canvas, i ? 0x140A05 : 0xF2C896, i ? 0.7 : 0.9);
        cairo_move_to(canvas, 0, seams[i]);
        cairo_line_to(canvas, 512, seams[i]);
        cairo_stroke(canvas);
    }
}

/* A slate in a wooden frame, neutral, so that the lettering is the same in all channels. */
static void draw_board(cairo_t *canvas)
{
    cairo_rectangle(canvas, 10, 168, 248, 148);
    cairo_pattern_t *frame = cairo_pattern_create_linear(10, 168, 258, 316);
    cli_scene_stop(frame, 0, 0x9A6B3E, 1);
    cli_scene_stop(frame, 0.5, 0x6A4424, 1);
    cli_scene_stop(frame, 1, 0x3A2413, 1);
    cli_scene_fill(canvas, frame);
    cairo_new_path(canvas);
    cairo_rectangle(canvas, 18, 176, 232, 132);
    cairo_pattern_t *slate = cairo_pattern_create_linear(18, 176, 250, 308);
    cli_scene_stop(slate, 0, 0x525A62, 1);
    cli_scene_stop(slate, 1, 0x474E56, 1);
    cli_scene_fill(canvas, slate);
    cli_canvas_colour(canvas, 0x000000, 0.45);
    cairo_set_line_width(canvas, 1.5);
    cairo_stroke(canvas);
}

void cli_scene_sign(cairo_t *canvas)
{
    cli_scene_shadow(canvas, 140, 321, 146, 12, 0.8);
    draw_board(canvas);
    for (size_t i = 0; i < sizeof sign_lines / sizeof *sign_lines; i++)
        letter(canvas, &sign_lines[i]);
}

/* Diffuse light from the upper left, a dark limb, and warm light thrown back by the table. */
static void shade_pot(cairo_t *canvas, double x, double y, double radius)
{
    cairo_arc(canvas, x, y, radius, 0, 2 * CLI_PI);
    cairo_pattern_t *body = cairo_pattern_create_radial(
        x - 0.38 * radius, y - 0.42 * radius, 0.05 * radius, x, y, 1.05 * radius);
    cli_scene_stop(body, 0, 0xA9C4F4, 1);
    cli_scene_stop(body, 0.25, 0x5A83D6, 1);
    cli_scene_stop(body, 0.6, 0x2B4FA6, 1);
    cli_scene_stop(body, 0.9, 0x122458, 1);
    cli_scene_stop(body, 1, 0x0A1436, 1);
    cli_scene_fill(canvas, body);
    cairo_pattern_t *bounce = cairo_pattern_create_radial(x + 0.2 * radius, y + 1.1 * radius,
        0.1 * radius, x + 0.2 * radius, y + 1.1 * radius, 0.8 * radius);
    cli_scene_stop(bounce, 0, 0xD08A50, 0.55);
    cli_scene_stop(bounce, 1, 0xD08A50, 0);
    cli_scene_fill(canvas, bounce);
    cairo_pattern_t *glint = cairo_pattern_create_radial(x - 0.42 * radius, y - 0.45 * radius,
        0, x - 0.42 * radius, y - 0.45 * radius, 0.22 * radius);
    cli_scene_stop(glint, 0, 0xFFFFFF, 1);
    cli_scene_stop(glint, 0.35, 0xFFFFFF, 0.6);
    cli_scene_stop(glint, 1, 0xFFFFFF, 0);
    cli_scene_fill(canvas, glint);
    cairo_new_path(canvas);
}

static void ellipse(cairo_t *canvas, double x, double y, double rx, double ry)
{
    cairo_save(canvas);
    cairo_translate(canvas, x, y);
    cairo_scale(canvas, rx, ry);
    cairo_arc(canvas, 0, 0, 1, 0, 2 * CLI_PI);
    cairo_restore(canvas);
}

void cli_scene_pot(cairo_t *canvas)
{
    const double x = 424, y = 268, radius = 66;
    cli_scene_shadow(canvas, x + 16, y + radius - 3, radius * 1.25, 17, 0.85);
    shade_pot(canvas, x, y, radius);
    ellipse(canvas, x, y - radius + 5, 27, 8);
    cairo_pattern_t *rim = cairo_pattern_create_linear(x - 27, 0, x + 27, 0);
    cli_scene_stop(rim, 0, 0xB4CDF6, 1);
    cli_scene_stop(rim, 0.5, 0x4A72C4, 1);
    cli_scene_stop(rim, 1, 0x132456, 1);
    cli_scene_fill(canvas, rim);
    cairo_new_path(canvas);
    ellipse(canvas, x, y - radius + 4.5, 22, 5.5);
    cli_canvas_colour(canvas, 0x000000, 1);
    cairo_fill(canvas);
    letter(canvas, &(lettering){x, y + 14, 24, 0.5, "indigo"});
}
