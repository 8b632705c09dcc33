/* palette/builtin_palettes.c - palettes by name.
 *
 * Names of panels' colours are those that their controllers take; measured ones are published by
 * others, and vary with panel, light and temperature: of the seven-colour panel by Pimoroni's
 * driver for the UC8159 (its "saturated" palette), of Spectra 6 by several public drivers of
 * frames, after the epdoptimize project. For 3 and 4 colours no published figures are as widely
 * used: measure yours.
 */
#include "palette/builtin_palettes.h"

#include <string.h>

#include "base/status.h"

typedef struct builtin {
    woad_entry entry;
    const char *colours, *measured; /* as text; or NULL, and made by: */
    void (*make)(woad_colours *out);
} builtin;

/* All colours of `steps` + 1 levels a channel. */
static void make_cube(woad_colours *out, size_t steps)
{
    for (size_t r = 0; r <= steps; r++) {
        for (size_t g = 0; g <= steps; g++) {
            for (size_t b = 0; b <= steps; b++) {
                uint8_t *rgb = out->rgb[out->count++];
                rgb[0] = (uint8_t)(r * 255 / steps);
                rgb[1] = (uint8_t)(g * 255 / steps);
                rgb[2] = (uint8_t)(b * 255 / steps);
            }
        }
    }
}

static void make_ega(woad_colours *out)
{
    make_cube(out, 3);
}

static void make_web(woad_colours *out)
{
    make_cube(out, 5);
}

static void make_grey16(woad_colours *out)
{
    for (unsigned v = 0; v < 16; v++)
        memset(out->rgb[out->count++], (int)(17 * v), 3);
}

static const builtin builtins[] = {
    {{"bw", "black and white"}, "000,fff", NULL, NULL},
    {{"grey4", "four greys, as e-paper panels of two bits have"}, "000,555,aaa,fff", NULL,
        NULL},
    {{"grey16", "sixteen greys, as e-paper panels of four bits have"}, NULL, NULL, make_grey16},
    {{"bwr", "e-paper of three colours: black, white, red"}, "000,fff,f00", NULL, NULL},
    {{"bwy", "e-paper of three colours: black, white, yellow"}, "000,fff,ff0", NULL, NULL},
    {{"bwry", "e-paper of four colours: black, white, red, yellow"}, "000,fff,f00,ff0", NULL,
        NULL},
    {{"spectra6", "e-paper of six colours, E Ink Spectra 6, with measured ones"},
        "000,fff,ff0,f00,00f,0f0", "191e21,e8e8e8,efde44,b21318,2157ba,125f20", NULL},
    {{"acep7", "e-paper of seven colours, E Ink Gallery (ACeP), with measured ones"},
        "000,fff,0f0,00f,f00,ff0,ff8000", "393039,ffffff,3a5b46,3d3b5e,9c484b,d0be47,b16a49",
        NULL},
    {{"cga", "the sixteen colours of IBM's CGA"},
        "000,00a,0a0,0aa,a00,a0a,a50,aaa,555,55f,5f5,5ff,f55,f5f,ff5,fff", NULL, NULL},
    {{"cga0", "CGA's palette 0 of four colours, bright"}, "000,5f5,f55,ff5", NULL, NULL},
    {{"cga1", "CGA's palette 1 of four colours, bright"}, "000,5ff,f5f,fff", NULL, NULL},
    {{"ega", "the 64 colours of IBM's EGA"}, NULL, NULL, make_ega},
    {{"gameboy", "the four greens of the Game Boy"}, "0f380f,306230,8bac0f,9bbc0f", NULL, NULL},
    {{"web", "the 216 colours safe on the web of 1996"}, NULL, NULL, make_web},
};
#define BUILTIN_COUNT (sizeof builtins / sizeof builtins[0])

const woad_entry *woad_palette_at(size_t index)
{
    return index < BUILTIN_COUNT ? &builtins[index].entry : NULL;
}

/* Texts of the table are right. */
static void parse(const char *text, woad_colours *out)
{
    char word[8];
    while (text) {
        size_t length = strcspn(text, ",");
        memcpy(word, text, length);
        word[length] = '\0';
        woad_colour_parse(word, out->rgb[out->count++]);
        text = text[length] ? text + length + 1 : NULL;
    }
}

bool woad_builtin_colours(const char *name, woad_colours *out, woad_colours *measured)
{
    for (size_t i = 0; i < BUILTIN_COUNT; i++) {
        const builtin *b = &builtins[i];
        if (strcmp(name, b->entry.name) != 0)
            continue;
        out->count = measured->count = 0;
        if (b->make)
            b->make(out);
        parse(b->colours, out);
        parse(b->measured, measured);
        return true;
    }
    return false;
}
