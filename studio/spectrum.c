/* spectrum.c - a mask as a page draws it: its thresholds, its spectrum and its radial profile.
 *
 * After the head, little-endian: width, height, depth, channels and the number A of annuli as
 * uint32; A frequencies, A powers and A anisotropies in dB as float32; the thresholds as uint16,
 * floor(65536 u), row by row; the power of each frequency in bytes, from -40 dB (0) to +20 dB
 * (255), zero frequency at [height / 2][width / 2]. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "studio.h"

enum { SIZES = 5 };

typedef struct drawing {
    const woad_mask *mask;
    size_t frame, channel;
    float *power;
    woad_annulus *annuli;
    size_t count;
} drawing;

static void drawing_clear(drawing *d)
{
    free(d->power);
    free(d->annuli);
}

static woad_status measure(drawing *d, woad_error *error)
{
    const woad_mask *mask = d->mask;
    size_t capacity = WOAD_RADIAL_CAPACITY(mask->width, mask->height);
    d->power = malloc(mask->width * mask->height * sizeof(float));
    d->annuli = malloc(capacity * sizeof(woad_annulus));
    if (!d->power || !d->annuli)
        return WOAD_ERROR_MEMORY;
    woad_status status = woad_power_spectrum(mask, d->frame, d->channel, d->power, error);
    if (status >= 0)
        status = woad_radial_profile(
            mask, d->frame, d->channel, d->annuli, capacity, &d->count, error);
    return status;
}

static uint8_t byte_of_power(float power)
{
    double db = power > 0 ? 10 * log10((double)power) : -40;
    return (uint8_t)fmin(fmax((db + 40) * 255 / 60 + 0.5, 0), 255);
}

static uint8_t *put_annuli(uint8_t *at, const drawing *d)
{
    for (size_t field = 0; field < 3; field++) {
        for (size_t i = 0; i < d->count; i++, at += sizeof(float)) {
            const woad_annulus *a = &d->annuli[i];
            float value = (float)(field == 0   ? a->frequency
                                  : field == 1 ? a->power
                                               : a->anisotropy_db);
            memcpy(at, &value, sizeof value);
        }
    }
    return at;
}

static void put(const drawing *d, uint8_t *at)
{
    const woad_mask *mask = d->mask;
    size_t area = mask->width * mask->height;
    const uint32_t sizes[SIZES] = {(uint32_t)mask->width, (uint32_t)mask->height,
        (uint32_t)mask->depth, (uint32_t)mask->channels, (uint32_t)d->count};
    memcpy(at, sizes, sizeof sizes);
    at = put_annuli(at + sizeof sizes, d);
    for (size_t i = 0; i < area; i++, at += 2) {
        double u =
            (double)mask->thresholds[(d->frame * area + i) * mask->channels + d->channel];
        uint16_t value = (uint16_t)fmin(u * 65536, 65535);
        memcpy(at, &value, sizeof value);
    }
    for (size_t i = 0; i < area; i++)
        *at++ = byte_of_power(d->power[i]);
}

void *studio_encode_mask(const woad_mask *mask, const studio_request *request, const void *head,
    size_t head_size, size_t *size, woad_error *error)
{
    drawing d = {.mask = mask,
        .frame = request_count(request, "frame", 0) % mask->depth,
        .channel = request_count(request, "channel", 0) % mask->channels};
    uint8_t *bytes = NULL;
    if (measure(&d, error) >= 0) {
        *size = head_size + SIZES * sizeof(uint32_t) + d.count * 3 * sizeof(float) +
                mask->width * mask->height * 3;
        bytes = malloc(*size);
    }
    if (bytes) {
        if (head_size > 0)
            memcpy(bytes, head, head_size);
        put(&d, bytes + head_size);
    }
    drawing_clear(&d);
    return bytes;
}
