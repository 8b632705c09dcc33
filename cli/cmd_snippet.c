/* cmd_snippet.c - `woad snippet`: code that dithers with a mask, for shaders and for C.
 *
 * The pieces are templates (cli/snippets): @WORDS@ are replaced, and lines that begin with an @ and
 * "frame|" or "frames|" are for masks without or with frames alone, those with "glsl|" or "hlsl|"
 * for that language.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <woad/woad.h>

#include "command.h"
#include "failure.h"
#include "inputs.h"
#include "option_values.h"
#include "text.h"

static const char shader[] =
#include "snippets/mask.shader.inc"
    ;
static const char wgsl[] =
#include "snippets/mask.wgsl.inc"
    ;
static const char c_header[] =
#include "snippets/mask.c.in.inc"
    ;

static const struct {
    const char *name, *text;
} languages[] = {{"glsl", shader}, {"hlsl", shader}, {"wgsl", wgsl}, {"c", c_header}};
enum { LANGUAGES = sizeof languages / sizeof *languages };

/* What a snippet is made for. */
typedef struct shape {
    const char *language;
    size_t width, height, frames, channels, bits;
} shape;

/* ---- filling in ----------------------------------------------------------------------------- */

static bool is_word(const char *text, size_t length, const char *word)
{
    return strlen(word) == length && strncmp(word, text, length) == 0;
}

static void put_word(cli_text *out, const char *word, size_t length, const shape *s)
{
    const struct {
        const char *word;
        size_t value;
    } numbers[] = {{"WIDTH", s->width}, {"HEIGHT", s->height}, {"FRAMES", s->frames},
        {"CHANNELS", s->channels}, {"BITS", s->bits}, {"RANGE", (size_t)1 << s->bits},
        {"MOST", ((size_t)1 << s->bits) - 1}};
    static const struct {
        const char *word, *glsl, *hlsl;
    } types[] = {{"CONST", "const", "static const"}, {"INT2", "ivec2", "int2"},
        {"UINT2", "uvec2", "uint2"}, {"FLOAT3", "vec3", "float3"}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (is_word(word, length, numbers[i].word))
            text_put(out, "%zu", numbers[i].value);
    }
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (is_word(word, length, types[i].word))
            text_put(
                out, "%s", strcmp(s->language, "glsl") == 0 ? types[i].glsl : types[i].hlsl);
    }
    if (is_word(word, length, "DEPTH") && s->frames > 1)
        text_put(out, "x%zu", s->frames);
}

/* Takes the marks off the start of a line; false if one of them is of something else. */
static bool take_marks(const char **line, const char *end, const shape *s)
{
    const struct {
        const char *mark;
        bool holds;
    } marks[] = {{"@glsl|", strcmp(s->language, "glsl") == 0},
        {"@hlsl|", strcmp(s->language, "hlsl") == 0}, {"@frame|", s->frames == 1},
        {"@frames|", s->frames > 1}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t length = strlen(marks[i].mark);
        if ((size_t)(end - *line) < length || strncmp(*line, marks[i].mark, length) != 0)
            continue;
        if (!marks[i].holds)
            return false;
        *line += length;
    }
    return true;
}

/* One line, without its end. */
static void put_line(cli_text *out, const char *line, size_t length, const shape *s)
{
    const char *end = line + length;
    if (!take_marks(&line, end, s))
        return;
    while (line < end) {
        const char *at = memchr(line, '@', (size_t)(end - line));
        const char *close = at ? memchr(at + 1, '@', (size_t)(end - at - 1)) : NULL;
        /* WGSL has @ of its own, with what is no word of ours behind it. */
        bool word = close && strspn(at + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") ==
                                 (size_t)(close - at - 1);
        const char *stop = word ? at : at ? at + 1 : end;
        text_put(out, "%.*s", (int)(stop - line), line);
        if (word)
            put_word(out, at + 1, (size_t)(close - at - 1), s);
        line = word ? close + 1 : stop;
    }
    text_put(out, "\n");
}

static void fill_in(cli_text *out, const char *template, const shape *s)
{
    while (*template) {
        size_t length = strcspn(template, "\n");
        put_line(out, template, length, s);
        template += length + (template[length] == '\n');
    }
}

/* ---- the command ---------------------------------------------------------------------------- */

static const char *language_name(size_t index, const void *user)
{
    (void)user;
    return index < LANGUAGES ? languages[index].name : NULL;
}

static const char *template_of(const char *name)
{
    for (size_t i = 0; i < LANGUAGES; i++) {
        if (strcmp(languages[i].name, name) == 0)
            return languages[i].text;
    }
    return NULL;
}

static int shape_of_mask(const cli_arguments *a, shape *s)
{
    woad_mask *mask = NULL;
    if (argument(a, OPTION_SIZE))
        return fail(EXIT_USAGE, "--size and a mask both say the size: leave one out");
    int code = load_mask(a, a->operands[1], &mask);
    if (code != EXIT_DONE)
        return code;
    *s = (shape){NULL, mask->width, mask->height, mask->depth, mask->channels, mask->bits};
    woad_mask_destroy(mask);
    return EXIT_DONE;
}

static int shape_of_size(const cli_arguments *a, shape *s)
{
    woad_design_params params = WOAD_DESIGN_DEFAULTS;
    const char *size = argument(a, OPTION_SIZE);
    char assignment[64];
    woad_error error;
    snprintf(assignment, sizeof assignment, "mask.size=%s", size ? size : "64");
    woad_status status = woad_recipe_set(assignment, &params, &error);
    *s = (shape){NULL, params.width, params.height, params.depth, 1, 8};
    return status < 0 ? fail_with(status, &error) : EXIT_DONE;
}

static int find_shape(const cli_arguments *a, shape *s)
{
    int code = a->operand_count > 1 ? shape_of_mask(a, s) : shape_of_size(a, s);
    if (code == EXIT_DONE)
        code = count_option(a, OPTION_SAMPLE_BITS, 8, 16, &s->bits);
    if (code == EXIT_DONE && s->bits != 8 && s->bits != 16) {
        if (argument(a, OPTION_SAMPLE_BITS))
            return fail(EXIT_USAGE, "--bits %zu: a texture has 8 or 16", s->bits);
        s->bits = 16; /* of a mask of floats, say */
    }
    return code;
}

static int run_snippet(const cli_arguments *arguments)
{
    const char *language = arguments->operands[0], *template = template_of(language);
    const char *output = argument(arguments, OPTION_OUTPUT);
    cli_text text = {0};
    shape s;
    if (!template)
        return fail_unknown(woad_nearest_word(language, language_name, NULL),
            "there are glsl, hlsl, wgsl and c", "there is no snippet in '%s'", language);
    int code = find_shape(arguments, &s);
    if (code != EXIT_DONE)
        return code;
    s.language = language;
    fill_in(&text, template, &s);
    code = text_save(&text, output ? output : "-", has_flag(arguments, OPTION_FORCE));
    text_clear(&text);
    return code;
}

static const char *const examples[] = {
    "woad snippet glsl mask.png",
    "woad snippet hlsl --size 128x128x32 -o dither.hlsl",
    "woad snippet c mask.png --bits 8",
    NULL,
};

const cli_command command_snippet = {
    .name = "snippet",
    .operands = "LANGUAGE [MASK]",
    .summary = "print code that dithers with a mask: GLSL, HLSL, WGSL or C",
    .description =
        "Prints functions in LANGUAGE, glsl, hlsl, wgsl or c, that look a threshold up in a "
        "tiled mask, step through its frames or move it from one frame to the next, and dither to "
        "levels with it, by uniform or by triangular noise. They are for the size, frames and bits "
        "of MASK, or of --size and --bits. `woad convert` writes what they load.",
    .examples = examples,
    .options = {OPTION_SIZE, OPTION_SAMPLE_BITS, OPTION_OUTPUT, OPTION_INPUT_FORMAT,
        OPTION_INPUT_SIZE, OPTION_INPUT_VALUES, OPTION_FORCE},
    .fewest_operands = 1,
    .most_operands = 2,
    .run = run_snippet,
};
