/* version.c - what callers in other languages ask for, who see no header. */
#include <woad/design.h>
#include <woad/version.h>

const char *woad_version(void)
{
    return WOAD_VERSION;
}

size_t woad_design_params_size(void)
{
    return sizeof(woad_design_params);
}
