/* consumer.c - a program of someone else's, who has woad installed. */
#include <stdio.h>
#include <string.h>

#include <woad/woad.h>

int main(void)
{
    unsigned char grey[64 * 64], out[64 * 64];
    woad_mask *mask;
    woad_error error;
    size_t white = 0;
    if (strcmp(woad_version(), WOAD_VERSION) != 0) {
        fprintf(stderr, "library %s, headers %s\n", woad_version(), WOAD_VERSION);
        return 1;
    }
    if (woad_mask_builtin(0, &mask, &error) < 0) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    woad_dither_params params = {0};
    params.masks[0] = mask;
    memset(grey, 64, sizeof grey);
    if (woad_dither(&params, grey, 8, 64, 64, 1, out, &error) < 0) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    for (size_t i = 0; i < sizeof out; i++)
        white += out[i] == 255;
    woad_mask_destroy(mask);
    printf("%zu\n", white);
    return white == 1028 ? 0 : 1; /* 64 / 255 of 4096, the thresholds being each once */
}
