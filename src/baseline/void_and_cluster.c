/* baseline/void_and_cluster.c - Ulichney's void-and-cluster method.
 *
 * R. Ulichney, "The void-and-cluster method for dither array generation", Proc. SPIE 1913, 1993.
 * An initial binary pattern is relaxed: its tightest cluster moves to its largest void, until the
 * void is no larger than the cluster was tight. Phase 1 takes tightest clusters away from it and
 * ranks them downwards; phases 2 and 3 set largest voids and rank them upwards.
 *
 * The paper turns phase 3 around, and looks among the clear pixels, by then the minority, for
 * the tightest cluster. The energies of a pixel by set and by clear pixels add up to the sum of
 * the kernel, everywhere the same; they are integers here, so that the sum is exact, and the
 * tightest cluster of clear pixels is the largest void.
 */
#include "baseline/baseline.h"

#include "baseline/shuffle.h"
#include "baseline/void_field.h"

/* One pixel in so many is in the initial pattern. Medians of the dither errors at blur 1 / 1.5 /
 * 2.5 / 4 pixels over seeds 1 to 5, 128x128, sigma 1.9, by the share of pixels:
 *      2 %   -8.30  -13.96  -17.50  -18.59
 *      5 %   -8.33  -13.95  -17.45  -18.55
 *     10 %   -8.28  -13.87  -17.42  -18.53
 *     25 %   -8.03  -13.69  -17.34  -18.48
 * The paper asks for at most a half. Fewer than 5 % would leave hardly anything to the relaxation,
 * which is what tells this from void filling. */
enum { INITIAL_ONE_IN = 20 };

static const uint32_t unranked = UINT32_MAX;

/* Sets `some` of `count` pixels, any as likely as any other (Knuth, The Art of Computer
 * Programming 2, section 3.4.2, algorithm S). */
static void set_at_random(
    woad_void_field *field, size_t count, size_t some, woad_random *random)
{
    for (size_t i = 0; some > 0; i++) {
        if (woad_random_below(random, count - i) < some) {
            woad_void_field_flip(field, i);
            some--;
        }
    }
}

/* Each move lowers the energy of all pairs, so this ends. */
static void relax(woad_void_field *field)
{
    for (;;) {
        size_t cluster = woad_void_field_tightest_cluster(field);
        woad_void_field_flip(field, cluster);
        size_t empty = woad_void_field_largest_void(field);
        if (woad_void_field_energy(field, empty) == woad_void_field_energy(field, cluster)) {
            woad_void_field_flip(field, cluster);
            return;
        }
        woad_void_field_flip(field, empty);
    }
}

/* Leaves the pattern as it was. */
static void rank_initial(woad_void_field *field, size_t count, size_t some, uint32_t *ranks)
{
    for (size_t i = 0; i < count; i++)
        ranks[i] = unranked;
    for (size_t rank = some; rank-- > 0;) {
        size_t cluster = woad_void_field_tightest_cluster(field);
        woad_void_field_flip(field, cluster);
        ranks[cluster] = (uint32_t)rank;
    }
    woad_void_field_watch(field, false, false);
    for (size_t i = 0; i < count; i++) {
        if (ranks[i] != unranked)
            woad_void_field_flip(field, i);
    }
}

static woad_status make(const woad_design_params *params, uint32_t *ranks, woad_error *error)
{
    woad_random random = woad_random_seed(params->seed, WOAD_BASELINE_STREAM);
    woad_void_field *field;
    woad_status status = woad_void_field_create(params, &random, &field, error);
    if (status < 0)
        return status;
    size_t count = params->width * params->height, some = count / INITIAL_ONE_IN;
    some += some == 0;
    set_at_random(field, count, some, &random);
    woad_void_field_watch(field, true, true);
    relax(field);
    woad_void_field_watch(field, false, true);
    rank_initial(field, count, some, ranks);
    woad_void_field_watch(field, true, false);
    woad_void_field_fill(field, some, count, ranks);
    woad_void_field_destroy(field);
    return WOAD_OK;
}

const woad_baseline woad_baseline_void_and_cluster = {
    .info = {"void-and-cluster", "Ulichney's three phases, by a Gaussian or any kernel"},
    .make = make,
    .bytes = 8,
};
