/* words.c - the nearest known word to one that was mistyped (Damerau 1964: swaps count as one).
 */
#include <string.h>

#include <woad/recipe.h>

/* Words longer than this are nobody's slip. */
enum { LONGEST = 63 };

static size_t smallest(size_t a, size_t b, size_t c)
{
    size_t m = a < b ? a : b;
    return m < c ? m : c;
}

/* Insertions, deletions, substitutions and swaps of neighbours that turn a into b: three rows
 * of the table at a time, for prefixes of a two, one and none shorter than the current one. */
static size_t edit_distance(const char *a, const char *b)
{
    size_t rows[3][LONGEST + 1], length = strlen(b);
    size_t *before = rows[0], *above = rows[1], *row = rows[2];
    for (size_t j = 0; j <= length; j++)
        row[j] = j;
    for (size_t i = 1; a[i - 1] != '\0'; i++) {
        size_t *free_row = before;
        before = above;
        above = row;
        row = free_row;
        row[0] = i;
        for (size_t j = 1; j <= length; j++) {
            size_t changed = above[j - 1] + (a[i - 1] != b[j - 1] ? 1 : 0);
            row[j] = smallest(above[j] + 1, row[j - 1] + 1, changed);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = smallest(row[j], before[j - 2] + 1, row[j]);
        }
    }
    return row[length];
}

const char *woad_nearest_word(
    const char *word, const char *(*known)(size_t index, const void *user), const void *user)
{
    const char *nearest = NULL;
    size_t length = strlen(word), best = length / 2 + 1;
    if (length > LONGEST)
        return NULL;
    for (size_t i = 0; known(i, user); i++) {
        const char *candidate = known(i, user);
        if (strlen(candidate) > LONGEST)
            continue;
        size_t distance = edit_distance(word, candidate);
        if (distance < best) {
            best = distance;
            nearest = candidate;
        }
    }
    return nearest;
}
