/* tune.c - measuring transforms, and keeping what was measured. */
#include <woad/tune.h>

#include "base/alloc.h"
#include "base/fft.h"
#include "mask.h"

woad_status woad_tune(size_t width, size_t height, woad_error *error)
{
    size_t count;
    woad_fft *fft = NULL;
    woad_status status = woad_check_size(width, height, 1, 1, &count, error);
    if (status >= 0)
        status = woad_fft_check_wisdom(error);
    if (status >= 0)
        status = woad_fft_create(width, height, 1, true, &fft, error);
    woad_fft_destroy(fft);
    return status;
}

woad_status woad_wisdom_export(char **text, woad_error *error)
{
    woad_status status = woad_fft_check_wisdom(error);
    if (status < 0)
        return status;
    *text = woad_fft_export_wisdom();
    return *text ? WOAD_OK : woad_fail_memory(error, "wisdom");
}

woad_status woad_wisdom_import(const char *text, woad_error *error)
{
    woad_status status = woad_fft_check_wisdom(error);
    if (status >= 0 && !woad_fft_import_wisdom(text))
        status = woad_fail(error, WOAD_ERROR_FORMAT,
            "not wisdom of this %s: make it anew by tuning", woad_fft_library());
    return status;
}
