/* base/c_locale.c - the C locale for one thread (POSIX.1-2008, uselocale). */
#include "base/c_locale.h"

bool woad_c_locale_enter(woad_c_locale *out)
{
    out->own = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!out->own)
        return false;
    out->previous = uselocale(out->own);
    return true;
}

void woad_c_locale_leave(woad_c_locale locale)
{
    uselocale(locale.previous);
    freelocale(locale.own);
}
