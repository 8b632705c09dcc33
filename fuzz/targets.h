/* targets.h - what is fuzzed: a function of bytes for each reader. */
#ifndef WOAD_FUZZ_TARGETS_H
#define WOAD_FUZZ_TARGETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* How a target tells that something is not so. */
static inline void demand(bool truth)
{
    if (!truth)
        abort();
}

typedef struct fuzz_target {
    const char *name; /* of the folder of its inputs, too */
    void (*run)(const uint8_t *bytes, size_t size);
} fuzz_target;

/* The index-th, NULL past the last. */
const fuzz_target *fuzz_target_at(size_t index);

/* Of files of their own. */
void run_state(const uint8_t *bytes, size_t size);
void run_changed_state(const uint8_t *bytes, size_t size);
void run_command_line(const uint8_t *bytes, size_t size);
void run_studio(const uint8_t *bytes, size_t size);
void run_http(const uint8_t *bytes, size_t size);

#endif
