/* baseline/tournament.h - which of many keys is the least, while they change.
 *
 * A tournament tree (Knuth, The Art of Computer Programming 3, section 5.4.1): the leaves are
 * the keys, and each inner node is the lesser of its two children.
 */
#ifndef WOAD_BASELINE_TOURNAMENT_H
#define WOAD_BASELINE_TOURNAMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The key of a player who is out. */
#define WOAD_KEY_OUT UINT64_MAX

typedef struct woad_tournament {
    size_t leaves;  /* a power of two */
    uint64_t *keys; /* [2 leaves]: the root is 1, the children of i are 2 i and 2 i + 1 */
} woad_tournament;

/* `players` players, all out; false for want of memory. Clear what was made, or zeroed. */
bool woad_tournament_init(woad_tournament *t, size_t players);
void woad_tournament_clear(woad_tournament *t);

static inline uint64_t woad_tournament_key(const woad_tournament *t, size_t player)
{
    return t->keys[t->leaves + player];
}

void woad_tournament_set(woad_tournament *t, size_t player, uint64_t key);

/* The player with the least key. Keys are to be distinct, but for those who are out; one of
 * those is returned only when all are. */
size_t woad_tournament_winner(const woad_tournament *t);

#endif
