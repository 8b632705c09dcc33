/* baseline/void_field.h - a binary pattern on a torus, its largest void and tightest cluster.
 *
 * The energy of a pixel is the sum of a kernel over the set pixels around it, itself left out.
 * The largest void is the clear pixel of the lowest energy, the tightest cluster the set one of
 * the highest (Ulichney 1993). Energies are integers, and of equal ones a permutation of the
 * pixels decides, drawn from `random`: the same on every machine, whatever the order of the search.
 */
#ifndef WOAD_BASELINE_VOID_FIELD_H
#define WOAD_BASELINE_VOID_FIELD_H

#include <woad/design.h>

#include "base/random.h"

typedef struct woad_void_field woad_void_field;

/* A field of the params' size and kernel, all pixels clear. Fails with WOAD_ERROR_ARGUMENT,
 * _READ or _FORMAT (the kernel) or _MEMORY. */
woad_status woad_void_field_create(const woad_design_params *params, woad_random *random,
    woad_void_field **out, woad_error *error);
void woad_void_field_destroy(woad_void_field *field);

/* Which of the two searches below may be called from now on; at first none. Each costs
 * something at every flip. */
void woad_void_field_watch(woad_void_field *field, bool voids, bool clusters);

/* Sets a clear pixel and clears a set one. */
void woad_void_field_flip(woad_void_field *field, size_t pixel);

int32_t woad_void_field_energy(woad_void_field *field, size_t pixel);

/* There must be a clear pixel, and a set one. */
size_t woad_void_field_largest_void(woad_void_field *field);
size_t woad_void_field_tightest_cluster(woad_void_field *field);

/* Sets one largest void after the other and gives them the ranks first .. count - 1; voids are
 * watched, and count - first pixels clear. */
void woad_void_field_fill(woad_void_field *field, size_t first, size_t count, uint32_t *ranks);

#endif
