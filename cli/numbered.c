/* numbered.c - names of files with a number each. */
#include "numbered.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where a name is cut for its number. */
typedef struct cut {
    size_t before, after; /* bytes of the path that stand before it, and where it goes on */
    const char *mark;
    int digits; /* at least */
} cut;

/* At the first %d or %0Nd, N of one digit. */
static bool cut_at_pattern(const char *path, cut *out)
{
    for (const char *at = strchr(path, '%'); at; at = strchr(at + 1, '%')) {
        bool padded = at[1] == '0' && at[2] >= '1' && at[2] <= '9';
        const char *letter = at + (padded ? 3 : 1);
        if (*letter != 'd')
            continue;
        *out = (cut){
            (size_t)(at - path), (size_t)(letter + 1 - path), "", padded ? at[2] - '0' : 1};
        return true;
    }
    return false;
}

static cut cut_at_extension(const char *path, size_t count)
{
    const char *slash = strrchr(path, '/'), *dot = strrchr(slash ? slash + 1 : path, '.');
    size_t stem = dot ? (size_t)(dot - path) : strlen(path);
    int digits = 2;
    for (size_t last = (count - 1) / 100; last > 0; last /= 10)
        digits++;
    return (cut){stem, stem, "_", digits};
}

bool has_number_mark(const char *path)
{
    cut c;
    return cut_at_pattern(path, &c);
}

bool numbered_name(const char *path, size_t index, size_t count, char *name, size_t size)
{
    cut c;
    if (!cut_at_pattern(path, &c))
        c = cut_at_extension(path, count);
    int length = snprintf(name, size, "%.*s%s%0*zu%s", (int)c.before, path, c.mark, c.digits,
        index, path + c.after);
    return length >= 0 && (size_t)length < size;
}
