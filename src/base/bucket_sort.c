/* base/bucket_sort.c - ranks of values that are spread almost evenly over [-1, 1].
 *
 * The loop of a design sorts at every iteration, and its values are nearly uniform: the
 * histogram term sees to that. So a value tells its rank almost exactly.
 *
 * 1. Values are dealt into parts by their top bits, in index order: sequential streams, and
 *    from here on everything happens in the cache.
 * 2. Within a part, values are dealt into buckets of about two by a count and a scan.
 * 3. What is left to do is local: a value's place is its place in the buckets, plus the smaller
 *    ones among the next REACH, less the greater ones among the last REACH. These comparisons
 *    are independent of each other, so they run in vector lanes and nothing is mispredicted.
 *    Equal values stay in index order. Buckets of more than REACH + 1 values, less than
 *    a percent, are done one by one.
 *
 * Keys are monotonous in the value and everything is compared in full, so the order is exact.
 * When a part or a bucket is overfull the values are not even, and the radix sort is
 * called for.
 */
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/parallel.h"
#include "base/simd.h"
#include "base/sorter.h"

enum {
    PART = 2048,          /* values in a part on average: what is at work fits the caches */
    LARGEST_PART = 32768, /* a part may hold: room for uneven values, in the second level */
    STREAMS = 1024,       /* parts that are dealt into without missing the cache every time */
    SPREAD_PART = 8192,   /* values in a part on average where more streams would be needed */
    BUCKETS = 2,          /* values in a bucket on average, about: fewer cost a longer scan */
    REACH = 5,            /* see above: 99 % of buckets of 2 on average have at most 6 */
    LARGEST_BUCKET = 256  /* beyond this its quadratic sort is slower than the radix sort */
};

/* Values that are not dealt into parts: up to here a second-level cache makes up for it. */
static const size_t one_part = (size_t)1 << 17;

/* Values of a design stray a little beyond -1 and 1; those beyond this share the outermost
 * buckets. */
static const float edge = 1.125f;

/* Arrays for the values of the part in work. */
struct woad_bucket_desk {
    float *padded;    /* in bucket order, with REACH guards on either side */
    uint32_t *place;  /* of each of those in sorted order */
    uint32_t *slot;   /* of each entry: its bucket, then where it was dealt to */
    uint32_t *ends;   /* of the buckets */
    uint32_t *large;  /* the buckets that the comparisons do not reach */
    uint32_t *memory; /* of all of them, or NULL where it is the sorter's */
    bool uneven;
};

/* Keys that a float tells apart exactly; more would be of no use, and the last one would round
 * up beyond the parts. */
static const size_t most_keys = (size_t)1 << 23;

/* Parts of `count` values, and buckets of a part: powers of two, so that the part is the top
 * bits of a key and the bucket the others. */
static size_t parts_of(size_t count)
{
    size_t parts = 1;
    while (count > one_part && parts * PART < count &&
           (parts < STREAMS || parts * SPREAD_PART < count))
        parts *= 2;
    return parts;
}

static size_t buckets_of(size_t count_of_part)
{
    size_t buckets = 1;
    while (buckets * BUCKETS < count_of_part)
        buckets *= 2;
    return buckets;
}

/* Words of a desk for parts of up to `room` values. */
static size_t desk_words(size_t room)
{
    return 3 * room + 2 * REACH + 2 * (buckets_of(room) + 1);
}

static void lay_out(woad_bucket_desk *desk, uint32_t *words, size_t room)
{
    desk->padded = (float *)words;
    desk->place = words + room + 2 * REACH;
    desk->slot = desk->place + room;
    desk->ends = desk->slot + room;
    desk->large = desk->ends + buckets_of(room) + 1;
}

size_t woad_bucket_words(size_t capacity)
{
    return parts_of(capacity) == 1 ? desk_words(capacity) : 0;
}

size_t woad_bucket_desks_memory(size_t capacity, size_t threads)
{
    size_t parts = parts_of(capacity);
    size_t words = parts == 1 ? 0 : parts + desk_words(LARGEST_PART);
    return threads * (sizeof(woad_bucket_desk) + words * sizeof(uint32_t));
}

/* Desks of their own for several parts; the only part works in the sorter's memory. */
static bool create_desks(woad_sorter *sorter, size_t parts)
{
    sorter->part_counts = woad_array(sorter->threads * parts, sizeof *sorter->part_counts);
    bool good = sorter->part_counts;
    for (size_t t = 0; good && t < sorter->threads; t++) {
        uint32_t *words = woad_array(desk_words(LARGEST_PART), sizeof *words);
        sorter->desks[t].memory = words;
        good = words;
        if (good)
            lay_out(&sorter->desks[t], words, LARGEST_PART);
    }
    return good;
}

woad_status woad_bucket_desks_create(woad_sorter *sorter, size_t capacity, woad_error *error)
{
    size_t parts = parts_of(capacity);
    sorter->desks = woad_array(sorter->threads, sizeof *sorter->desks);
    if (sorter->desks && parts == 1)
        lay_out(&sorter->desks[0], sorter->words, capacity);
    else if (!sorter->desks || !create_desks(sorter, parts))
        return woad_fail_memory(error, "sorting");
    return WOAD_OK;
}

void woad_bucket_desks_destroy(woad_sorter *sorter)
{
    for (size_t t = 0; sorter->desks && t < sorter->threads; t++)
        woad_free(sorter->desks[t].memory);
    woad_free(sorter->desks);
    woad_free(sorter->part_counts);
}

/* floor((value + edge) scale), held inside 0 .. last; NaN gives 0. The same value gives the
 * same key wherever this is computed, and a greater value no smaller one. */
static inline uint32_t key_of(float value, float scale, float last)
{
    float x = (value + edge) * scale;
    x = x > 0 ? x : 0;
    x = x < last ? x : last;
    return (uint32_t)(int32_t)x;
}

/* ---- 1. parts ------------------------------------------------------------------------- */

typedef struct dealing {
    woad_sorter *sorter;
    const float *values;
    uint32_t *ranks;
    size_t count, parts, buckets; /* buckets of each part */
    unsigned bucket_bits;         /* their logarithm: how many low bits of a key they take */
    size_t workers;               /* threads that deal */
    float scale, last;            /* of the keys */
} dealing;

/* Values whose parts are found at once, in vector lanes. */
enum { RUN = 512 };

WOAD_VECTOR static void find_keys(
    const float *values, size_t count, float scale, float last, unsigned shift, uint32_t *key)
{
    for (size_t i = 0; i < count; i++)
        key[i] = key_of(values[i], scale, last) >> shift;
}

/* The parts of the run that begins at i, and its length. */
static size_t find_run(const dealing *d, size_t i, size_t end, uint32_t part[RUN])
{
    size_t count = end - i < RUN ? end - i : RUN;
    find_keys(d->values + i, count, d->scale, d->last, d->bucket_bits, part);
    return count;
}

static void count_parts(void *context, size_t begin, size_t end, size_t worker)
{
    const dealing *d = context;
    uint32_t *counts = d->sorter->part_counts + worker * d->parts, part[RUN];
    memset(counts, 0, d->parts * sizeof *counts);
    for (size_t i = begin; i < end; i += RUN) {
        size_t count = find_run(d, i, end, part);
        for (size_t r = 0; r < count; r++)
            counts[part[r]]++;
    }
}

static void deal_parts(void *context, size_t begin, size_t end, size_t worker)
{
    const dealing *d = context;
    uint32_t *next = d->sorter->part_counts + worker * d->parts, part[RUN];
    woad_sort_entry *entries = d->sorter->entries;
    for (size_t i = begin; i < end; i += RUN) {
        size_t count = find_run(d, i, end, part);
        for (size_t r = 0; r < count; r++)
            entries[next[part[r]]++] = (woad_sort_entry){d->values[i + r], (uint32_t)(i + r)};
    }
}

/* Counts become places: part by part, and within a part worker by worker, so that the entries
 * of a part stand by index whatever the number of threads. False when a part is too large. */
static bool scan_parts(const dealing *d)
{
    uint32_t *counts = d->sorter->part_counts;
    uint32_t next = 0;
    for (size_t part = 0; part < d->parts; part++) {
        uint32_t first = next;
        for (size_t worker = 0; worker < d->workers; worker++) {
            uint32_t here = counts[worker * d->parts + part];
            counts[worker * d->parts + part] = next;
            next += here;
        }
        if (next - first > LARGEST_PART)
            return false;
    }
    return true;
}

/* ---- 2. buckets ----------------------------------------------------------------------- */

/* The bucket within its part: the low bits of the key. */
WOAD_VECTOR static void find_buckets(const woad_sort_entry *entries, size_t count, float scale,
    float last, uint32_t mask, uint32_t *bucket)
{
    for (size_t i = 0; i < count; i++)
        bucket[i] = key_of(entries[i].value, scale, last) & mask;
}

/* Counts the buckets in desk->slot and turns the counts into places where they begin; lists
 * the large ones and returns how many there are. */
static size_t scan_buckets(woad_bucket_desk *desk, size_t count, size_t buckets)
{
    memset(desk->ends, 0, buckets * sizeof *desk->ends);
    for (size_t i = 0; i < count; i++)
        desk->ends[desk->slot[i]]++;
    uint32_t next = 0, largest = 0;
    size_t large = 0;
    for (size_t b = 0; b < buckets; b++) {
        uint32_t here = desk->ends[b];
        desk->ends[b] = next;
        next += here;
        desk->large[large] = (uint32_t)b;
        large += here > REACH + 1;
        largest = here > largest ? here : largest;
    }
    if (largest > LARGEST_BUCKET)
        desk->uneven = true;
    return large;
}

/* Deals one value into its bucket, whose place, counted up, becomes its end. */
static inline void deal_value(woad_bucket_desk *desk, size_t i, float value)
{
    uint32_t place = desk->ends[desk->slot[i]]++;
    desk->padded[REACH + place] = value;
    desk->slot[i] = place;
}

/* ---- 3. places ------------------------------------------------------------------------ */

static void set_guards(woad_bucket_desk *desk, size_t count)
{
    for (size_t g = 0; g < REACH; g++) {
        desk->padded[g] = -INFINITY;
        desk->padded[REACH + count + g] = INFINITY;
    }
}

WOAD_VECTOR static void find_places(const float *padded, size_t count, uint32_t *place)
{
    for (size_t j = 0; j < count; j++) {
        const float *here = padded + j + REACH;
        uint32_t p = (uint32_t)j;
        for (ptrdiff_t d = 1; d <= REACH; d++) {
            p += here[d] < here[0];
            p -= here[-d] > here[0];
        }
        place[j] = p;
    }
}

static void find_places_in_bucket(woad_bucket_desk *desk, uint32_t begin, uint32_t end)
{
    const float *dealt = desk->padded + REACH;
    for (uint32_t j = begin; j < end; j++) {
        uint32_t p = begin;
        for (uint32_t m = begin; m < end; m++)
            p += dealt[m] < dealt[j] || (dealt[m] == dealt[j] && m < j);
        desk->place[j] = p;
    }
}

/* Places of the `count` values that have been dealt into buckets. */
static void sort_buckets(woad_bucket_desk *desk, size_t count, size_t large)
{
    set_guards(desk, count);
    find_places(desk->padded, count, desk->place);
    for (size_t i = 0; i < large; i++) {
        uint32_t b = desk->large[i];
        find_places_in_bucket(desk, b > 0 ? desk->ends[b - 1] : 0, desk->ends[b]);
    }
}

/* ---- parts, from their values to their ranks ------------------------------------------ */

/* All values, when they are the only part. */
static void rank_values(const dealing *d, woad_bucket_desk *desk)
{
    find_keys(d->values, d->count, d->scale, d->last, 0, desk->slot);
    size_t large = scan_buckets(desk, d->count, d->buckets);
    if (desk->uneven)
        return;
    for (size_t i = 0; i < d->count; i++)
        deal_value(desk, i, d->values[i]);
    sort_buckets(desk, d->count, large);
    for (size_t i = 0; i < d->count; i++)
        d->ranks[i] = desk->place[desk->slot[i]];
}

/* The entries of a part stand by index: their ranks are written from the first pixel to the
 * last, which the cache likes better than the order of the values. */
static void rank_entries(const dealing *d, size_t begin, size_t end, woad_bucket_desk *desk)
{
    size_t count = end - begin;
    const woad_sort_entry *entries = d->sorter->entries + begin;
    find_buckets(entries, count, d->scale, d->last, (uint32_t)(d->buckets - 1), desk->slot);
    size_t large = scan_buckets(desk, count, d->buckets);
    if (desk->uneven)
        return;
    for (size_t i = 0; i < count; i++)
        deal_value(desk, i, entries[i].value);
    sort_buckets(desk, count, large);
    for (size_t i = 0; i < count; i++)
        d->ranks[entries[i].index] = (uint32_t)begin + desk->place[desk->slot[i]];
}

static void rank_parts(void *context, size_t begin, size_t end, size_t worker)
{
    const dealing *d = context;
    woad_bucket_desk *desk = &d->sorter->desks[worker];
    /* After dealing, the last worker's place in each part is the part's end. */
    const uint32_t *ends = d->sorter->part_counts + (d->workers - 1) * d->parts;
    for (size_t part = begin; part < end; part++)
        rank_entries(d, part > 0 ? ends[part - 1] : 0, ends[part], desk);
}

static bool rank_in_parts(dealing *d)
{
    woad_parallel(d->workers, d->count, count_parts, d);
    if (!scan_parts(d))
        return false;
    woad_parallel(d->workers, d->count, deal_parts, d);
    woad_parallel(d->workers, d->parts, rank_parts, d);
    for (size_t w = 0; w < d->workers; w++) {
        if (d->sorter->desks[w].uneven)
            return false;
    }
    return true;
}

bool woad_bucket_rank(woad_sorter *sorter, const float *values, size_t count, uint32_t *ranks)
{
    dealing d = {.sorter = sorter, .values = values, .ranks = ranks, .count = count};
    d.parts = parts_of(sorter->capacity); /* by which the desks were made */
    d.buckets = buckets_of(count / d.parts);
    while (d.parts * d.buckets > most_keys && d.buckets > 1)
        d.buckets /= 2;
    while ((size_t)1 << d.bucket_bits < d.buckets)
        d.bucket_bits++;
    d.workers = sorter->threads < count ? sorter->threads : count;
    d.last = (float)(d.parts * d.buckets - 1);
    d.scale = (d.last + 1) / (2 * edge);
    for (size_t w = 0; w < d.workers; w++)
        sorter->desks[w].uneven = false;
    if (d.parts > 1)
        return rank_in_parts(&d);
    rank_values(&d, &sorter->desks[0]);
    return !sorter->desks[0].uneven;
}
