/* refine/choice.h - which pixels a level offers for a swap, and which swaps are accepted.
 *
 * Noise of about the temperature joins the field where pixels are chosen, and chance where a swap
 * that loses is accepted (exchange.h has the method).
 */
#ifndef WOAD_SRC_CHOICE_H
#define WOAD_SRC_CHOICE_H

#include <stdbool.h>

#include "base/random.h"
#include "refine/board.h"

enum {
    WOAD_CANDIDATES = 128, /* of each side at a level, at most */
    WOAD_JITTER = 1024     /* numbers of noise */
};

typedef struct woad_choice {
    int64_t temperature; /* in energy a level */
    int32_t jitter[WOAD_JITTER + WOAD_CANDIDATES];
} woad_choice;

/* `heat`: a temperature of 1000, in energy a level; `temperature` is in thousandths of it. */
void woad_choice_set(
    woad_choice *choice, double temperature, int32_t heat, woad_random *random);

/* Among the next `span` ranks of a frame from `first` up, the one with the greatest field plus
 * noise (sign 1) or the least (sign -1). */
size_t woad_choice_candidate(const woad_choice *choice, const woad_board *board,
    const int32_t *field, size_t first, size_t span, uint64_t random, int32_t sign);

/* Of a swap of pixels so many levels apart. */
bool woad_choice_accepts(
    const woad_choice *choice, int64_t gain, int64_t distance, uint64_t random);

#endif
