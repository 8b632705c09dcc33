/* target_picture.c - a target spectrum over two frequencies, from a picture. */
#include "target_file.h"

#include <math.h>

#include <woad/image.h>
#include <woad/io.h>

#include "base/alloc.h"
#include "base/status.h"
#include "io/named_file.h"

/* 4096 x 4096 pixels of colour, 16 bits each, and more than any picture of a spectrum. */
static const size_t largest_file = (size_t)1 << 27;

/* The mean of the colours of pixel i. */
static float grey_at(const woad_image *image, size_t i)
{
    size_t colours = image->channels < 3 ? 1 : 3;
    unsigned sum = 0;
    for (size_t c = i * image->channels; c < i * image->channels + colours; c++)
        sum += image->bits == 16 ? ((const uint16_t *)image->samples)[c]
                                 : ((const uint8_t *)image->samples)[c];
    return (float)sum / (float)colours;
}

static woad_status take_greys(
    const woad_image *image, woad_target_picture *out, woad_error *error)
{
    size_t count = image->width * image->height;
    *out = (woad_target_picture){image->width, image->height, woad_array(count, sizeof(float))};
    if (!out->powers)
        return woad_fail_memory(error, "a target spectrum");
    for (size_t i = 0; i < count; i++)
        out->powers[i] = grey_at(image, i);
    return WOAD_OK;
}

woad_status woad_target_picture_read(
    const char *path, woad_target_picture *out, woad_error *error)
{
    void *bytes = NULL;
    size_t size;
    woad_image *image = NULL;
    woad_status status = woad_named_file_read(path, largest_file, &bytes, &size, error);
    if (status < 0)
        return status;
    status = woad_image_decode(bytes, size, path, &image, error);
    woad_free(bytes);
    if (status < 0)
        return status;
    status = take_greys(image, out, error);
    woad_image_destroy(image);
    return status;
}

void woad_target_picture_clear(woad_target_picture *picture)
{
    woad_free(picture->powers);
    *picture = (woad_target_picture){0};
}

/* The pixel at or before a frequency on an axis of n, and how far the frequency is past it. */
static size_t place(double frequency, size_t n, double *past)
{
    double position = (frequency - floor(frequency)) * (double)n, whole = floor(position);
    *past = position - whole;
    return ((size_t)whole + n / 2) % n;
}

double woad_target_picture_at(const woad_target_picture *picture, double fx, double fy)
{
    double right, below;
    size_t x = place(fx, picture->width, &right), y = place(fy, picture->height, &below);
    size_t next = (x + 1) % picture->width;
    const float *here = picture->powers + y * picture->width;
    const float *under = picture->powers + (y + 1) % picture->height * picture->width;
    double upper = (1 - right) * (double)here[x] + right * (double)here[next];
    double lower = (1 - right) * (double)under[x] + right * (double)under[next];
    return (1 - below) * upper + below * lower;
}
