/* dither.c - what dithering a large image costs, beside copying it.
 *
 *     build/bench/woad-bench-dither [--threads N] [--rounds N]
 *
 * One JSON object: medians of seconds for 6000x4000 pixels, all cases taking turns.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <woad/woad.h>

enum { WIDTH = 6000, HEIGHT = 4000, MAX_ROUNDS = 101 };

typedef struct bench {
    uint8_t *rgb, *grey, *out; /* of 24 megapixels; out has room for RGB */
    woad_mask *mask;
    woad_palette *palette;
    size_t threads;
} bench;

static void copy(bench *b)
{
    memcpy(b->out, b->grey, (size_t)WIDTH * HEIGHT);
}

static void grey(bench *b)
{
    const woad_dither_params params = {.masks = {b->mask}};
    woad_dither(&params, b->grey, 8, WIDTH, HEIGHT, 1, b->out, NULL);
}

static void rgb565(bench *b)
{
    const woad_dither_params params = {.masks = {b->mask}, .levels = {32, 64, 32}};
    woad_dither(&params, b->rgb, 8, WIDTH, HEIGHT, 3, b->out, NULL);
}

static void palette(bench *b)
{
    const woad_palette_params params = {.mask = b->mask, .threads = b->threads};
    woad_palette_dither(b->palette, &params, b->rgb, 8, WIDTH, HEIGHT, 3, b->out, NULL);
}

static const struct {
    const char *name;
    void (*run)(bench *b);
} cases[] = {{"memcpy_grey", copy}, {"grey_to_2_levels", grey}, {"rgb_to_565", rgb565},
    {"rgb_to_16_colours", palette}};
enum { CASES = sizeof cases / sizeof *cases };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Gradients with grain: neighbours differ, as in a photograph. */
static void paint(bench *b)
{
    uint32_t random = 1;
    for (size_t i = 0; i < (size_t)WIDTH * HEIGHT; i++) {
        size_t x = i % WIDTH, y = i / WIDTH;
        random = random * 1664525u + 1013904223u;
        unsigned grain = random >> 28;
        b->rgb[3 * i] = (uint8_t)(x * 240 / WIDTH + grain);
        b->rgb[3 * i + 1] = (uint8_t)(y * 240 / HEIGHT + grain);
        b->rgb[3 * i + 2] = (uint8_t)((x + y) * 240 / (WIDTH + HEIGHT) + grain);
        b->grey[i] = b->rgb[3 * i + 2];
    }
}

static int set_up(bench *b)
{
    const size_t pixels = (size_t)WIDTH * HEIGHT;
    woad_colours colours;
    b->rgb = malloc(3 * pixels);
    b->grey = malloc(pixels);
    b->out = malloc(3 * pixels);
    if (!b->rgb || !b->grey || !b->out || woad_mask_builtin(0, &b->mask, NULL) < 0 ||
        woad_colours_named("cga", &colours, NULL, NULL) < 0 ||
        woad_palette_create(&colours, NULL, WOAD_MIXING_SRGB, &b->palette, NULL) < 0)
        return 1;
    paint(b);
    memset(b->out, 1, 3 * pixels);
    return 0;
}

int main(int count, char **words)
{
    bench b = {.threads = 1};
    size_t rounds = 7;
    static double seconds[CASES][MAX_ROUNDS];
    for (int i = 1; i + 1 < count; i += 2) {
        size_t value = strtoul(words[i + 1], NULL, 10);
        if (strcmp(words[i], "--threads") == 0 && value >= 1)
            b.threads = value;
        if (strcmp(words[i], "--rounds") == 0 && value >= 1 && value <= MAX_ROUNDS)
            rounds = value;
    }
    if (set_up(&b) != 0) {
        fprintf(stderr, "woad-bench-dither: out of memory\n");
        return 1;
    }
    for (size_t r = 0; r < rounds; r++) {
        for (size_t c = 0; c < CASES; c++) {
            double begin = now();
            cases[c].run(&b);
            seconds[c][r] = now() - begin;
        }
    }
    for (size_t c = 0; c < CASES; c++) {
        qsort(seconds[c], rounds, sizeof(double), compare);
        printf("%s\"%s\": %.5f", c ? ", " : "{", cases[c].name, seconds[c][rounds / 2]);
    }
    printf("}\n");
    woad_palette_destroy(b.palette);
    woad_mask_destroy(b.mask);
    free(b.rgb);
    free(b.grey);
    free(b.out);
    return 0;
}
