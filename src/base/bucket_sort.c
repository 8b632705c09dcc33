/* base/bucket_sort.c - ranks of values that are spread almost evenly over [-1, 1].
 *
 * The loop of a design sorts at every iteration, and its values are nearly uniform: the
 * histogram term sees to that. So a value tells its rank almost exactly.
 *
 * 1. Values are dealt into parts by their top bits, in index order: sequential streams, and
 *    from here on everything happens in the cache. A part has a region of memory of its own,
 *    with room for three times its share, so nothing is counted beforehand; each thread deals
 *    into regions of its own. When one overflows, parts are counted and dealt again.
 * 2. Within a part, values are dealt into buckets of about two by a count and a scan.
 * 3. What is left to do is local: a value's place is its place in the buckets, plus the smaller
 *    ones among the next REACH, less the greater ones among the last REACH. These comparisons
 *    are independent of each other, so they run in vector lanes and nothing is mispredicted.
 *    Equal values stay in index order. Buckets of more than REACH + 1 values, less than
 *    a percent, have the comparisons beyond made one by one.
 * 4. Each value's rank takes the value's place in its region, and the ranks are collected as
 *    the values were dealt, in index order: from sequential streams, and from the places that
 *    were noted in the ranks' own memory.
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
    LARGEST_BUCKET = 256, /* beyond this its quadratic sort is slower than the radix sort */
    MOST_PARTS = 65536,   /* 16 bits tell them apart */
    REGION_WORDS = 3,     /* a value, of the four that the radix sort needs */
    LINE = 16             /* words of a cache line */
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
    float *gathered;  /* the part's values, where several threads have dealt them */
    uint32_t *memory; /* of all of them, or NULL where it is the sorter's */
    bool uneven, overflow;
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
           (parts < STREAMS || (parts < MOST_PARTS && parts * SPREAD_PART < count)))
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

/* The same where there are several, with the gathered values. */
static size_t part_desk_words(void)
{
    return desk_words(LARGEST_PART) + LARGEST_PART;
}

/* Words of the table of regions: of each thread's in each part the begin, the next place and
 * the limit; and of each part the first rank. */
static size_t region_words(size_t parts, size_t threads)
{
    return (3 * threads + 1) * parts;
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
    size_t words = parts == 1 ? 0 : threads * part_desk_words() + region_words(parts, threads);
    return threads * sizeof(woad_bucket_desk) + words * sizeof(uint32_t);
}

/* Desks of their own for several parts; the only part works in the sorter's memory. */
static bool create_desks(woad_sorter *sorter, size_t parts)
{
    sorter->regions = woad_array(region_words(parts, sorter->threads), sizeof *sorter->regions);
    bool good = sorter->regions;
    for (size_t t = 0; good && t < sorter->threads; t++) {
        uint32_t *words = woad_array(part_desk_words(), sizeof *words);
        sorter->desks[t].memory = words;
        good = words;
        if (good) {
            lay_out(&sorter->desks[t], words, LARGEST_PART);
            sorter->desks[t].gathered = (float *)words + desk_words(LARGEST_PART);
        }
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
    woad_free(sorter->regions);
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

typedef struct dealing {
    woad_sorter *sorter;
    const float *values;
    uint32_t *ranks;
    size_t count, parts, buckets;   /* buckets of each part */
    unsigned bucket_bits;           /* their logarithm: how many low bits of a key they take */
    size_t workers;                 /* threads that deal */
    float scale, last;              /* of the keys */
    uint32_t *begin, *next, *limit; /* of regions, [workers][parts]: places in `dealt` */
    uint32_t *first;                /* of each part: the rank of its smallest value */
    float *dealt;                   /* the values in their regions; in the end their ranks */
} dealing;

/* ---- 1. parts ------------------------------------------------------------------------- */

/* Values whose parts are found at once, in vector lanes. */
enum { RUN = 512 };

WOAD_VECTOR static void find_parts(
    const float *values, size_t count, float scale, float last, unsigned shift, uint16_t *part)
{
    for (size_t i = 0; i < count; i++)
        part[i] = (uint16_t)(key_of(values[i], scale, last) >> shift);
}

/* The parts of the run that begins at i; returns how long it is. */
static size_t find_run(const dealing *d, size_t i, size_t end, uint16_t part[RUN])
{
    size_t count = end - i < RUN ? end - i : RUN;
    find_parts(d->values + i, count, d->scale, d->last, d->bucket_bits, part);
    return count;
}

/* Deals values to their places in the regions, and leaves the places in the ranks; false when
 * a region has no room for one of them. */
static inline bool deal_hand(const float *values, const uint16_t *part, size_t hand,
    uint32_t *next, const uint32_t *limit, float *dealt, uint32_t *ranks)
{
    uint32_t to[HAND];
    for (size_t k = 0; k < hand; k++) {
        to[k] = next[part[k]]++;
        if (to[k] >= limit[part[k]])
            return false;
    }
    for (size_t k = 0; k < hand; k++)
        dealt[to[k]] = values[k];
    for (size_t k = 0; k < hand; k++)
        ranks[k] = to[k];
    return true;
}

/* The same for the run of `count` values that begins at i. */
static bool deal_run(
    const dealing *d, size_t i, size_t count, const uint16_t *part, size_t worker)
{
    uint32_t *next = d->next + worker * d->parts, *ranks = d->ranks + i;
    const uint32_t *limit = d->limit + worker * d->parts;
    const float *values = d->values + i;
    bool good = true;
    size_t r = 0;
    for (; good && r + HAND <= count; r += HAND)
        good = deal_hand(values + r, part + r, HAND, next, limit, d->dealt, ranks + r);
    for (; good && r < count; r++)
        good = deal_hand(values + r, part + r, 1, next, limit, d->dealt, ranks + r);
    return good;
}

static void deal_parts(void *context, size_t begin, size_t end, size_t worker)
{
    const dealing *d = context;
    uint16_t part[RUN];
    for (size_t i = begin, count; i < end; i += count) {
        count = find_run(d, i, end, part);
        if (!deal_run(d, i, count, part, worker)) {
            d->sorter->desks[worker].overflow = true;
            return;
        }
    }
}

/* Words of a region when all have the same: an odd number of cache lines, because the places
 * dealt to advance together and should not fall into the same sets of the cache. */
static size_t room_of_region(const dealing *d)
{
    size_t lines = REGION_WORDS * d->sorter->capacity / (d->workers * d->parts) / LINE;
    return lines > 0 ? ((lines - 1) | 1) * LINE : 0;
}

static void lay_out_evenly(const dealing *d)
{
    size_t room = room_of_region(d);
    for (size_t i = 0; i < d->workers * d->parts; i++) {
        d->begin[i] = d->next[i] = (uint32_t)(i * room);
        d->limit[i] = (uint32_t)((i + 1) * room);
    }
}

static void count_parts(void *context, size_t begin, size_t end, size_t worker)
{
    const dealing *d = context;
    uint32_t *counts = d->limit + worker * d->parts;
    uint16_t part[RUN];
    memset(counts, 0, d->parts * sizeof *counts);
    for (size_t i = begin, count; i < end; i += count) {
        count = find_run(d, i, end, part);
        for (size_t r = 0; r < count; r++)
            counts[part[r]]++;
    }
}

/* Counts, in the places of the limits, become regions without spare room. */
static void lay_out_by_counts(const dealing *d)
{
    uint32_t next = 0, largest = 0;
    for (size_t i = 0; i < d->workers * d->parts; i++) {
        uint32_t here = d->limit[i];
        d->begin[i] = d->next[i] = next;
        next += here;
        d->limit[i] = next;
        largest = here > largest ? here : largest;
    }
    d->sorter->crowded = largest > room_of_region(d);
}

/* Deals all values. Those of a design keep their distribution from one iteration to the next,
 * so where they had to be counted once they are counted first the next time. */
static void deal(dealing *d)
{
    bool dealt = false;
    if (!d->sorter->crowded) {
        lay_out_evenly(d);
        woad_parallel(d->workers, d->count, deal_parts, d);
        dealt = true;
        for (size_t w = 0; w < d->workers; w++)
            dealt = dealt && !d->sorter->desks[w].overflow;
    }
    if (!dealt) {
        woad_parallel(d->workers, d->count, count_parts, d);
        lay_out_by_counts(d);
        woad_parallel(d->workers, d->count, deal_parts, d);
    }
}

/* The first rank of each part. False when a part is too large. */
static bool scan_parts(const dealing *d)
{
    uint32_t rank = 0;
    for (size_t part = 0; part < d->parts; part++) {
        d->first[part] = rank;
        for (size_t i = part; i < d->workers * d->parts; i += d->parts)
            rank += d->next[i] - d->begin[i];
        if (rank - d->first[part] > LARGEST_PART)
            return false;
    }
    return true;
}

/* ---- 2. buckets ----------------------------------------------------------------------- */

/* The bucket within its part: the low bits of the key. */
WOAD_VECTOR static void find_buckets(
    const float *values, size_t count, float scale, float last, uint32_t mask, uint32_t *bucket)
{
    for (size_t i = 0; i < count; i++)
        bucket[i] = key_of(values[i], scale, last) & mask;
}

/* Counts the buckets in desk->slot and turns the counts into places where they begin; lists
 * the large ones and returns how many there are. */
static size_t scan_buckets(woad_bucket_desk *desk, size_t count, size_t buckets)
{
    memset(desk->ends, 0, buckets * sizeof *desk->ends);
    for (size_t i = 0; i < count; i++)
        desk->ends[desk->slot[i]]++;
    uint32_t next = 0;
    size_t large = 0;
    for (size_t b = 0; b < buckets; b++) {
        uint32_t here = desk->ends[b];
        desk->ends[b] = next;
        next += here;
        if (here > REACH + 1) {
            desk->large[large++] = (uint32_t)b;
            desk->uneven = desk->uneven || here > LARGEST_BUCKET;
        }
    }
    return large;
}

/* Deals values into their buckets, whose places, counted up, become their ends; leaves where
 * each was dealt to in its slot. */
static inline void deal_into_buckets(
    const float *values, uint32_t *slot, size_t hand, uint32_t *ends, float *dealt)
{
    uint32_t to[HAND];
    for (size_t k = 0; k < hand; k++)
        to[k] = ends[slot[k]]++;
    for (size_t k = 0; k < hand; k++)
        dealt[to[k]] = values[k];
    for (size_t k = 0; k < hand; k++)
        slot[k] = to[k];
}

static void deal_buckets(const float *values, size_t count, woad_bucket_desk *desk)
{
    float *dealt = desk->padded + REACH;
    size_t i = 0;
    for (; i + HAND <= count; i += HAND)
        deal_into_buckets(values + i, desk->slot + i, HAND, desk->ends, dealt);
    for (; i < count; i++)
        deal_into_buckets(values + i, desk->slot + i, 1, desk->ends, dealt);
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

/* The comparisons within a large bucket that are out of reach. */
static void compare_far(woad_bucket_desk *desk, uint32_t begin, uint32_t end)
{
    const float *dealt = desk->padded + REACH;
    for (uint32_t d = REACH + 1; d < end - begin; d++) {
        for (uint32_t j = begin; j + d < end; j++) {
            uint32_t greater = dealt[j] > dealt[j + d];
            desk->place[j] += greater;
            desk->place[j + d] -= greater;
        }
    }
}

/* Places of the `count` values that have been dealt into buckets. */
static void sort_buckets(woad_bucket_desk *desk, size_t count, size_t large)
{
    set_guards(desk, count);
    find_places(desk->padded, count, desk->place);
    for (size_t i = 0; i < large; i++) {
        uint32_t b = desk->large[i];
        compare_far(desk, b > 0 ? desk->ends[b - 1] : 0, desk->ends[b]);
    }
}

/* Leaves in desk->slot where each value was dealt to, and there its place in desk->place. */
static void sort_part(
    const dealing *d, const float *values, size_t count, woad_bucket_desk *desk)
{
    find_buckets(values, count, d->scale, d->last, (uint32_t)(d->buckets - 1), desk->slot);
    size_t large = scan_buckets(desk, count, d->buckets);
    if (desk->uneven)
        return;
    deal_buckets(values, count, desk);
    sort_buckets(desk, count, large);
}

/* ---- 4. ranks ------------------------------------------------------------------------- */

/* All values, when they are the only part. */
static void rank_values(const dealing *d, woad_bucket_desk *desk)
{
    sort_part(d, d->values, d->count, desk);
    for (size_t i = 0; !desk->uneven && i < d->count; i++)
        d->ranks[i] = desk->place[desk->slot[i]];
}

/* The values of a part, worker by worker: so they stand by index whatever the number of
 * threads. */
static const float *values_of_part(
    const dealing *d, size_t part, woad_bucket_desk *desk, size_t *count)
{
    *count = d->next[part] - d->begin[part];
    if (d->workers == 1)
        return d->dealt + d->begin[part];
    *count = 0;
    for (size_t i = part; i < d->workers * d->parts; i += d->parts) {
        size_t here = d->next[i] - d->begin[i];
        memcpy(desk->gathered + *count, d->dealt + d->begin[i], here * sizeof(float));
        *count += here;
    }
    return desk->gathered;
}

/* Writes the ranks of a part over its values. */
static void rank_part(const dealing *d, size_t part, woad_bucket_desk *desk)
{
    size_t count;
    const float *values = values_of_part(d, part, desk, &count);
    sort_part(d, values, count, desk);
    if (desk->uneven)
        return;
    const uint32_t *slot = desk->slot, *place = desk->place;
    uint32_t first = d->first[part];
    for (size_t i = part; i < d->workers * d->parts; i += d->parts) {
        size_t here = d->next[i] - d->begin[i];
        uint32_t *rank = (uint32_t *)d->dealt + d->begin[i];
        for (size_t k = 0; k < here; k++)
            rank[k] = first + place[slot[k]];
        slot += here;
    }
}

static void rank_parts(void *context, size_t begin, size_t end, size_t worker)
{
    const dealing *d = context;
    for (size_t part = begin; part < end; part++)
        rank_part(d, part, &d->sorter->desks[worker]);
}

/* Finds ranks where deal_parts left the values. */
static void collect_ranks(void *context, size_t begin, size_t end, size_t worker)
{
    (void)worker;
    const dealing *d = context;
    const uint32_t *dealt = (const uint32_t *)d->dealt;
    uint32_t *ranks = d->ranks;
    for (size_t i = begin; i < end; i++)
        ranks[i] = dealt[ranks[i]];
}

static void set_tables(dealing *d)
{
    size_t regions = d->workers * d->parts;
    d->begin = d->sorter->regions;
    d->next = d->begin + regions;
    d->limit = d->next + regions;
    d->first = d->limit + regions;
    d->dealt = (float *)d->sorter->words;
}

static bool rank_in_parts(dealing *d)
{
    set_tables(d);
    deal(d);
    if (!scan_parts(d))
        return false;
    woad_parallel(d->workers, d->parts, rank_parts, d);
    for (size_t w = 0; w < d->workers; w++) {
        if (d->sorter->desks[w].uneven)
            return false;
    }
    woad_parallel(d->workers, d->count, collect_ranks, d);
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
        sorter->desks[w].uneven = sorter->desks[w].overflow = false;
    if (d.parts > 1)
        return rank_in_parts(&d);
    rank_values(&d, &sorter->desks[0]);
    return !sorter->desks[0].uneven;
}
