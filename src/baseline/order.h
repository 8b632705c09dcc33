/* baseline/order.h - exact, stable ranks of integer keys. */
#ifndef WOAD_BASELINE_ORDER_H
#define WOAD_BASELINE_ORDER_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* ranks[i] = the number of keys before keys[i] in ascending order, equal ones by index. Fails
 * with WOAD_ERROR_MEMORY. */
woad_status woad_rank_keys(
    const uint64_t *keys, size_t count, uint32_t *ranks, woad_error *error);

#endif
