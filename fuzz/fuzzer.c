/* fuzzer.c - one target for libFuzzer: FUZZ_TARGET is its name. */
#include <string.h>

#include "targets.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; fuzz_target_at(i); i++) {
        if (strcmp(fuzz_target_at(i)->name, FUZZ_TARGET) == 0)
            fuzz_target_at(i)->run(bytes, size);
    }
    return 0;
}
