/* baseline/tournament.c - the tree of winners. */
#include "baseline/tournament.h"

#include <string.h>

#include "base/alloc.h"
#include <woad/status.h>

bool woad_tournament_init(woad_tournament *t, size_t players)
{
    size_t leaves = 1;
    while (leaves < players)
        leaves *= 2;
    *t = (woad_tournament){leaves, woad_array(2 * leaves, sizeof *t->keys)};
    if (t->keys)
        memset(t->keys, 0xff, 2 * leaves * sizeof *t->keys); /* WOAD_KEY_OUT */
    return t->keys != NULL;
}

void woad_tournament_clear(woad_tournament *t)
{
    woad_free(t->keys);
    *t = (woad_tournament){0};
}

void woad_tournament_set(woad_tournament *t, size_t player, uint64_t key)
{
    uint64_t *keys = t->keys;
    size_t i = t->leaves + player;
    keys[i] = key;
    for (; i > 1; i /= 2) {
        uint64_t rival = keys[i ^ 1];
        key = rival < key ? rival : key;
        if (keys[i / 2] == key)
            return;
        keys[i / 2] = key;
    }
}

size_t woad_tournament_winner(const woad_tournament *t)
{
    size_t i = 1;
    while (i < t->leaves)
        i = 2 * i + (t->keys[2 * i + 1] < t->keys[2 * i]);
    return i - t->leaves;
}
