/* mask.c - the mask: sizes, ranks and thresholds. */
#include "mask.h"

#include <string.h>

#include "base/alloc.h"
#include "base/sort.h"

woad_status woad_check_size(size_t width, size_t height, size_t depth, size_t channels,
    size_t *count, woad_error *error)
{
    const size_t axes[] = {width, height, depth};
    const char *const names[] = {"width", "height", "depth"};
    for (int i = 0; i < 3; i++) {
        if (axes[i] < 1 || axes[i] > WOAD_MAX_AXIS)
            return woad_fail(error, WOAD_ERROR_SIZE, "%s is %zu: it must be 1 to %zu", names[i],
                axes[i], WOAD_MAX_AXIS);
    }
    if (channels < 1 || channels > WOAD_MAX_CHANNELS)
        return woad_fail(error, WOAD_ERROR_SIZE, "%zu channels: there must be 1 to %zu",
            channels, WOAD_MAX_CHANNELS);
    size_t area = width * height; /* at most 2^30 */
    size_t bytes, values;
    if (!woad_multiply(area, depth, &values) || !woad_multiply(values, channels, &values) ||
        !woad_multiply(values, 64, &bytes))
        return woad_fail(error, WOAD_ERROR_SIZE,
            "size %zux%zux%zu with %zu channels overflows: choose a smaller one", width, height,
            depth, channels);
    *count = values;
    return WOAD_OK;
}

woad_status woad_mask_create(size_t width, size_t height, size_t depth, size_t channels,
    woad_mask **out, woad_error *error)
{
    size_t count = 0;
    woad_status status = woad_check_size(width, height, depth, channels, &count, error);
    if (status < 0)
        return status;
    woad_mask *mask = woad_array(1, sizeof *mask);
    if (mask) {
        mask->width = width;
        mask->height = height;
        mask->depth = depth;
        mask->channels = channels;
        mask->ranks = woad_array(count, sizeof *mask->ranks);
        mask->thresholds = woad_array(count, sizeof *mask->thresholds);
    }
    if (!mask || !mask->ranks || !mask->thresholds) {
        woad_mask_destroy(mask);
        return woad_fail_memory(error, "a mask");
    }
    *out = mask;
    return WOAD_OK;
}

void woad_mask_destroy(woad_mask *mask)
{
    if (!mask)
        return;
    woad_free(mask->ranks);
    woad_free(mask->thresholds);
    woad_free(mask->recipe);
    woad_free(mask);
}

woad_status woad_mask_set_recipe(woad_mask *mask, const char *text)
{
    char *copy = text ? woad_copy_string(text, strlen(text)) : NULL;
    if (text && !copy)
        return WOAD_ERROR_MEMORY;
    woad_free(mask->recipe);
    mask->recipe = copy;
    return WOAD_OK;
}

size_t woad_mask_count(const woad_mask *mask)
{
    return mask->width * mask->height * mask->depth * mask->channels;
}

static woad_status check_thresholds(const woad_mask *mask, woad_error *error)
{
    size_t row = mask->width * mask->channels;
    for (size_t i = 0; i < woad_mask_count(mask); i++) {
        float u = mask->thresholds[i];
        if (!(u >= 0 && u <= 1))
            return woad_fail(error, WOAD_ERROR_ARGUMENT,
                "the threshold at x %zu, y %zu, frame %zu is %g: thresholds lie in [0, 1]",
                i % row / mask->channels, i / row % mask->height, i / row / mask->height,
                (double)u);
    }
    return WOAD_OK;
}

woad_plane woad_mask_plane(const woad_mask *mask, size_t frame, size_t channel)
{
    size_t area = mask->width * mask->height;
    size_t first = frame * area * mask->channels + channel;
    return (woad_plane){area, mask->channels, mask->ranks + first, mask->thresholds + first};
}

woad_status woad_mask_check_plane(
    const woad_mask *mask, size_t frame, size_t channel, woad_error *error)
{
    if (frame >= mask->depth || channel >= mask->channels)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "frame %zu, channel %zu: the mask has %zu frames and %zu channels", frame, channel,
            mask->depth, mask->channels);
    return WOAD_OK;
}

static bool is_permutation(
    const uint32_t *ranks, size_t area, size_t stride, unsigned char *there)
{
    memset(there, 0, area);
    for (size_t i = 0; i < area; i++) {
        uint32_t rank = ranks[i * stride];
        if (rank >= area || there[rank])
            return false;
        there[rank] = 1;
    }
    return true;
}

woad_status woad_check_saved_ranks(
    const uint32_t *ranks, size_t area, size_t depth, size_t channels, woad_error *error)
{
    unsigned char *there = woad_array(area, 1);
    bool good = true;
    if (!there)
        return woad_fail_memory(error, "checking ranks");
    for (size_t p = 0; good && p < depth * channels; p++)
        good = is_permutation(
            ranks + p / channels * area * channels + p % channels, area, channels, there);
    woad_free(there);
    return good ? WOAD_OK
                : woad_fail(error, WOAD_ERROR_FORMAT,
                      "the state of a design is damaged: its ranks do not come once each");
}

/* What ranking one plane needs; planes of a mask share it. */
typedef struct plane_sorter {
    woad_sorter *sorter;
    float *values;
    uint32_t *ranks;
} plane_sorter;

static void plane_sorter_clear(plane_sorter *s)
{
    woad_sorter_destroy(s->sorter);
    woad_free(s->values);
    woad_free(s->ranks);
}

static woad_status plane_sorter_init(plane_sorter *s, size_t area, woad_error *error)
{
    *s = (plane_sorter){
        .values = woad_array(area, sizeof *s->values),
        .ranks = woad_array(area, sizeof *s->ranks),
    };
    if (s->values && s->ranks)
        return woad_sorter_create(area, 1, &s->sorter, error);
    return woad_fail_memory(error, "ranking a mask");
}

/* Fills s->ranks with the ranks of the plane's thresholds. */
static void rank_plane(plane_sorter *s, const woad_plane *plane)
{
    for (size_t i = 0; i < plane->count; i++)
        s->values[i] = plane->thresholds[i * plane->stride];
    woad_rank(s->sorter, s->values, plane->count, s->ranks);
}

woad_status woad_mask_rank(woad_mask *mask, woad_error *error)
{
    woad_status status = check_thresholds(mask, error);
    if (status < 0)
        return status;
    plane_sorter s;
    status = plane_sorter_init(&s, mask->width * mask->height, error);
    for (size_t p = 0; status >= 0 && p < mask->depth * mask->channels; p++) {
        woad_plane plane = woad_mask_plane(mask, p / mask->channels, p % mask->channels);
        rank_plane(&s, &plane);
        for (size_t i = 0; i < plane.count; i++)
            plane.ranks[i * plane.stride] = s.ranks[i];
    }
    plane_sorter_clear(&s);
    return status;
}

woad_status woad_mask_sorted(
    const woad_mask *mask, size_t frame, size_t channel, float *sorted, woad_error *error)
{
    woad_status status = woad_mask_check_plane(mask, frame, channel, error);
    if (status < 0)
        return status;
    woad_plane plane = woad_mask_plane(mask, frame, channel);
    plane_sorter s;
    status = plane_sorter_init(&s, plane.count, error);
    if (status >= 0) {
        rank_plane(&s, &plane);
        for (size_t i = 0; i < plane.count; i++)
            sorted[s.ranks[i]] = s.values[i];
    }
    plane_sorter_clear(&s);
    return status;
}

woad_status woad_mask_set_thresholds(woad_mask *mask, woad_error *error)
{
    size_t area = mask->width * mask->height;
    for (size_t i = 0; i < woad_mask_count(mask); i++) {
        if (mask->ranks[i] >= area)
            return woad_fail(error, WOAD_ERROR_ARGUMENT,
                "rank %u at value %zu: ranks of a %zux%zu mask are below %zu", mask->ranks[i],
                i, mask->width, mask->height, area);
    }
    for (size_t i = 0; i < woad_mask_count(mask); i++)
        mask->thresholds[i] = (float)((mask->ranks[i] + 0.5) / (double)area);
    mask->bits = 0;
    return WOAD_OK;
}

woad_status woad_mask_distinct(
    const woad_mask *mask, size_t frame, size_t channel, size_t *out, woad_error *error)
{
    size_t count = mask->width * mask->height;
    float *sorted = woad_array(count, sizeof *sorted);
    if (!sorted)
        return woad_fail_memory(error, "the thresholds of a mask");
    woad_status status = woad_mask_sorted(mask, frame, channel, sorted, error);
    if (status >= 0) {
        *out = 1;
        for (size_t j = 1; j < count; j++)
            *out += sorted[j] != sorted[j - 1];
    }
    woad_free(sorted);
    return status;
}
