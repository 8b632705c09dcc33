/* dither_settings.c - everything that the options of `woad dither` say. */
#include "dither_settings.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "dither_file.h"
#include "failure.h"
#include "inputs.h"
#include "option_values.h"
#include "system.h"

/* ---- levels and masks ----------------------------------------------------------------------- */

static int parse_levels(const cli_arguments *a, unsigned levels[3])
{
    unsigned bits[3];
    size_t count, bit_count;
    int code = list_option(a, OPTION_LEVELS, 2, 256, 3, levels, &count);
    if (code == EXIT_DONE)
        code = list_option(a, OPTION_DITHER_BITS, 1, 8, 3, bits, &bit_count);
    if (code != EXIT_DONE)
        return code;
    if (count > 0 && bit_count > 0)
        return fail(EXIT_USAGE, "--levels and --bits say the same thing: give one of them");
    for (size_t c = 0; c < bit_count; c++)
        levels[c] = 1U << bits[c];
    count += bit_count;
    if (count == 0)
        levels[count++] = 2;
    for (size_t c = count; c < 3; c++)
        levels[c] = levels[0];
    return EXIT_DONE;
}

static int parse_params(const cli_arguments *a, woad_dither_params *params)
{
    static const char *const spaces[] = {"srgb", "linear", NULL};
    static const char *const channel_masks[] = {"same", "shift", "independent", NULL};
    int space, masks;
    int code = parse_levels(a, params->levels);
    if (code == EXIT_DONE)
        code = choice_option(a, OPTION_SPACE, spaces, &space);
    if (code == EXIT_DONE)
        code = choice_option(a, OPTION_CHANNEL_MASKS, channel_masks, &masks);
    if (code == EXIT_DONE)
        code = count_option(a, OPTION_FRAME, 0, WOAD_MAX_AXIS, &params->frame);
    if (code != EXIT_DONE)
        return code;
    params->space = (woad_space)space;
    params->channel_masks = (woad_channel_masks)masks;
    return EXIT_DONE;
}

static const char *method_name(size_t index, const void *user)
{
    (void)user;
    const woad_entry *entry = index > 0 ? woad_diffusion_at(index - 1) : NULL;
    return index == 0 ? "mask" : entry ? entry->name : NULL;
}

static int choose_method(const char *text, dither_settings *s)
{
    const char *name;
    for (size_t i = 0; (name = method_name(i, NULL)) != NULL; i++) {
        if (strcmp(text, name) == 0) {
            s->diffused = i > 0;
            s->diffusion.kernel = i > 0 ? name : NULL;
            return EXIT_DONE;
        }
    }
    return fail_unknown(woad_nearest_word(text, method_name, NULL),
        "`woad list methods` shows all", "--method: there is no method '%s'", text);
}

/* Error diffusion has no mask for the options of masks to be about. */
static int parse_method(const cli_arguments *a, dither_settings *s)
{
    static const char *const scans[] = {"serpentine", "raster", NULL};
    static const cli_option_id of_masks[] = {OPTION_MASK, OPTION_CHANNEL_MASKS, OPTION_FRAME,
        OPTION_MOTION, OPTION_INPUT_FORMAT, OPTION_INPUT_SIZE, OPTION_INPUT_VALUES, OPTION_PDF,
        OPTION_NOISE};
    const char *method = argument(a, OPTION_METHOD);
    double strength = 1;
    int scan = 0;
    int code = method ? choose_method(method, s) : EXIT_DONE;
    if (code == EXIT_DONE)
        code = choice_option(a, OPTION_SCAN, scans, &scan);
    if (code == EXIT_DONE)
        code = real_option(a, OPTION_STRENGTH, 0, 1, &strength);
    if (code == EXIT_DONE && argument(a, OPTION_SCAN) && !s->diffused)
        return fail(EXIT_USAGE,
            "--scan is about error diffusion, and masks have no order: add --method");
    for (size_t i = 0;
         code == EXIT_DONE && s->diffused && i < sizeof of_masks / sizeof *of_masks; i++) {
        if (argument(a, of_masks[i]))
            return fail(EXIT_USAGE,
                "--%s is about masks, and --method %s takes none: leave one out",
                options[of_masks[i]].name, method);
    }
    s->diffusion.raster = scan == 1;
    s->diffusion.damping = s->params.damping = 1 - strength;
    return code;
}

static int parse_noise(const cli_arguments *a, dither_settings *s)
{
    const char *text = argument(a, OPTION_NOISE);
    woad_error error;
    if (!text)
        return EXIT_DONE;
    if (woad_pdf_components(text) > 1)
        return fail(
            EXIT_USAGE, "--noise %s is a distribution of vectors: noise is of numbers", text);
    woad_status status = woad_pdf_create(text, &s->noise, &error);
    s->params.noise = s->noise;
    return status < 0 ? fail_with(status, &error) : EXIT_DONE;
}

static int load_builtin_masks(dither_settings *s)
{
    size_t count = s->params.channel_masks == WOAD_CHANNELS_INDEPENDENT ? DITHER_MASKS : 1;
    for (size_t i = 0; i < count; i++) {
        woad_error error;
        woad_status status = woad_mask_builtin(i, &s->masks[i], &error);
        if (status < 0)
            return fail_with(status, &error);
    }
    return EXIT_DONE;
}

/* Components of vectors are not spread evenly, so they would shift the grey levels. */
static int load_scalar_mask(const cli_arguments *a, const char *path, woad_mask **out)
{
    char pdf[WOAD_PARAM_TEXT];
    int code = load_mask(a, path, out);
    if (code != EXIT_DONE)
        return code;
    mask_pdf(*out, path, pdf);
    if (woad_pdf_components(pdf) == 1)
        return EXIT_DONE;
    return fail(EXIT_USAGE,
        "%s is a mask of vectors of %s: dithering takes one of thresholds, a number a pixel",
        path, pdf);
}

static int load_masks(const cli_arguments *a, dither_settings *s)
{
    bool independent = s->params.channel_masks == WOAD_CHANNELS_INDEPENDENT;
    size_t most = independent ? DITHER_MASKS : 1;
    int code = EXIT_DONE;
    if (!argument(a, OPTION_MASK))
        code = load_builtin_masks(s);
    for (size_t i = 0; code == EXIT_DONE && argument_at(a, OPTION_MASK, i); i++) {
        if (i == most)
            return fail(EXIT_USAGE, "%s",
                independent ? "there are more than three --mask: give one for each of R, G, B"
                            : "there is more than one --mask: that takes --channel-masks "
                              "independent");
        code = load_scalar_mask(a, argument_at(a, OPTION_MASK, i), &s->masks[i]);
    }
    for (size_t i = 0; i < DITHER_MASKS; i++)
        s->params.masks[i] = s->masks[i];
    return code;
}

/* ---- sequences ------------------------------------------------------------------------------ */

static int parse_motion(const cli_arguments *a, dither_settings *s)
{
    static const char *const motions[] = {"still", "step", "offset", NULL};
    int motion;
    int code = choice_option(a, OPTION_MOTION, motions, &motion);
    s->motion = (dither_motion)motion;
    if (code == EXIT_DONE && s->motion == MOTION_STEP && s->masks[0] && s->masks[0]->depth == 1)
        return fail(EXIT_USAGE,
            "--motion step is for masks with frames, and this one has none: "
            "offset moves it");
    return code;
}

/* M. Roberts, "The unreasonable effectiveness of quasirandom sequences", 2018: with g the real root
 * of g^3 = g + 1, point n is (n / g, n / g^2), modulo 1. The steps are 2^32 / g and 2^32 / g^2, and
 * the same as in the snippets for shaders: a mask moves alike in both. */
static void add_r2_offset(size_t moment, woad_dither_params *params)
{
    uint32_t x = (uint32_t)moment * 3242174889U, y = (uint32_t)moment * 2447445414U;
    params->x += (size_t)((uint64_t)(x >> 16) * params->masks[0]->width >> 16);
    params->y += (size_t)((uint64_t)(y >> 16) * params->masks[0]->height >> 16);
}

woad_dither_params dither_params_at(const dither_settings *settings, size_t moment)
{
    woad_dither_params params = settings->params;
    if (settings->motion == MOTION_STEP)
        params.frame = (params.frame + moment) % params.masks[0]->depth;
    if (settings->motion == MOTION_OFFSET && params.masks[0])
        add_r2_offset(moment, &params);
    return params;
}

/* ---- palettes ------------------------------------------------------------------------------- */

static int named_colours(const char *text, woad_colours *out, woad_colours *measured)
{
    woad_error error;
    woad_status status = woad_colours_named(text, out, measured, &error);
    if (status >= 0)
        return EXIT_DONE;
    return status == WOAD_ERROR_ARGUMENT ? fail_with(status, &error)
                                         : fail_input(status, &error);
}

static int make_palette(const cli_arguments *a, const char *text, dither_settings *s)
{
    static const char *const matches[] = {"rgb", "oklab", NULL};
    const char *ink = argument(a, OPTION_MEASURED);
    woad_colours colours, measured, other;
    woad_error error;
    int match;
    int code = choice_option(a, OPTION_MATCH, matches, &match);
    if (code == EXIT_DONE)
        code = named_colours(text, &colours, &measured);
    if (code == EXIT_DONE && ink && strcmp(ink, "none") == 0)
        measured.count = 0;
    else if (code == EXIT_DONE && ink)
        code = named_colours(ink, &measured, &other);
    if (code != EXIT_DONE)
        return code;
    woad_mixing mixing = match == 1                             ? WOAD_MIXING_OKLAB
                         : s->params.space == WOAD_SPACE_LINEAR ? WOAD_MIXING_LINEAR
                                                                : WOAD_MIXING_SRGB;
    woad_status status = woad_palette_create(&colours, &measured, mixing, &s->palette, &error);
    return status < 0 ? fail_with(status, &error) : EXIT_DONE;
}

/* 65536 colours that are levels of each channel are no list. */
static const char rgb565[] = "rgb565";

static int parse_palette(const cli_arguments *a, dither_settings *s)
{
    static const cli_option_id of_levels[] = {
        OPTION_LEVELS, OPTION_DITHER_BITS, OPTION_CHANNEL_MASKS, OPTION_NOISE};
    static const cli_option_id of_palettes[] = {OPTION_MEASURED, OPTION_MATCH};
    const char *text = argument(a, OPTION_PALETTE);
    bool list = text && strcmp(text, rgb565) != 0;
    for (size_t i = 0; !list && i < sizeof of_palettes / sizeof *of_palettes; i++) {
        if (argument(a, of_palettes[i]))
            return fail(EXIT_USAGE, "--%s is about a list of colours: give one by --palette",
                options[of_palettes[i]].name);
    }
    for (size_t i = 0; text && i < sizeof of_levels / sizeof *of_levels; i++) {
        if (argument(a, of_levels[i]) && !(i == 2 && !list))
            return fail(EXIT_USAGE,
                "--%s is about levels, and --palette %s has colours: leave "
                "one out",
                options[of_levels[i]].name, text);
    }
    if (text && !list)
        memcpy(s->params.levels, (const unsigned[3]){32, 64, 32}, sizeof s->params.levels);
    return list ? make_palette(a, text, s) : EXIT_DONE;
}

/* ---- before and after ----------------------------------------------------------------------- */

/* "800x480", "800x" or "x480". */
static int parse_resize(const cli_arguments *a, woad_prepare_params *p)
{
    const char *text = argument(a, OPTION_RESIZE);
    unsigned long long sides[2] = {0, 0};
    if (!text)
        return EXIT_DONE;
    const char *at = text;
    bool right = true;
    for (size_t i = 0; i < 2; i++) {
        size_t digits = strspn(at, "0123456789");
        right = right && digits < 8;
        sides[i] = right && digits > 0 ? strtoull(at, NULL, 10) : 0;
        right = right && (digits == 0 || (sides[i] > 0 && sides[i] <= WOAD_IMAGE_MAX_AXIS));
        at += digits;
        right = right && *at == (i == 0 ? 'x' : '\0');
        at += i == 0 && right;
    }
    if (!right || (sides[0] == 0 && sides[1] == 0))
        return fail(EXIT_USAGE,
            "--resize %s: a size is like 800x480, or 800x or x480 in proportion, with sides of 1 "
            "to %zu",
            text, WOAD_IMAGE_MAX_AXIS);
    p->width = (size_t)sides[0];
    p->height = (size_t)sides[1];
    return EXIT_DONE;
}

static int parse_background(const cli_arguments *a, woad_prepare_params *p)
{
    const char *text = argument(a, OPTION_BACKGROUND);
    memset(p->background, UINT8_MAX, sizeof p->background);
    if (!text || woad_colour_parse(text, p->background))
        return EXIT_DONE;
    return fail(EXIT_USAGE, "--background %s: a colour is like #ffffff or #fff", text);
}

static int parse_prepare(const cli_arguments *a, woad_prepare_params *p)
{
    static const char *const fits[] = {"contain", "cover", "stretch", NULL};
    static const char *const alphas[] = {"keep", "threshold", "drop", NULL};
    int fit = 0, alpha = 0;
    int code = parse_resize(a, p);
    if (code == EXIT_DONE)
        code = choice_option(a, OPTION_FIT, fits, &fit);
    if (code == EXIT_DONE)
        code = choice_option(a, OPTION_ALPHA, alphas, &alpha);
    if (code == EXIT_DONE)
        code = parse_background(a, p);
    if (code == EXIT_DONE)
        code = real_option(a, OPTION_BRIGHTNESS, -8, 8, &p->brightness);
    if (code == EXIT_DONE)
        code = real_option(a, OPTION_CONTRAST, -1, 3, &p->contrast);
    if (code == EXIT_DONE)
        code = real_option(a, OPTION_SATURATION, -1, 3, &p->saturation);
    if (code == EXIT_DONE)
        code = real_option(a, OPTION_SHARPEN, 0, 4, &p->sharpness);
    if (code == EXIT_DONE && argument(a, OPTION_FIT) && !(p->width && p->height))
        return fail(EXIT_USAGE,
            "--fit is about a size of another shape: give both sides, as --resize 800x480");
    p->fit = (woad_fit)fit;
    p->alpha = (woad_alpha)alpha;
    p->grey = has_flag(a, OPTION_GREY);
    return code;
}

/* ---- all ------------------------------------------------------------------------------------ */

int dither_settings_parse(const cli_arguments *arguments, dither_settings *out)
{
    *out =
        (dither_settings){.force = has_flag(arguments, OPTION_FORCE), .threads = processors()};
    int code = parse_params(arguments, &out->params);
    if (code == EXIT_DONE)
        code = parse_method(arguments, out);
    if (code == EXIT_DONE)
        code = check_pdf(arguments, false);
    if (code == EXIT_DONE)
        code = parse_noise(arguments, out);
    if (code == EXIT_DONE)
        code = parse_palette(arguments, out);
    if (code == EXIT_DONE)
        code = parse_prepare(arguments, &out->prepare);
    if (code == EXIT_DONE)
        code = dither_file_options(arguments, &out->file);
    if (code == EXIT_DONE && !out->diffused)
        code = load_masks(arguments, out);
    if (code == EXIT_DONE)
        code = parse_motion(arguments, out);
    return code;
}

void dither_settings_clear(dither_settings *settings)
{
    for (size_t i = 0; i < DITHER_MASKS; i++)
        woad_mask_destroy(settings->masks[i]);
    woad_pdf_destroy(settings->noise);
    woad_palette_destroy(settings->palette);
}
