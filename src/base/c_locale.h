/* base/c_locale.h - numbers as the C locale writes them, whatever the program's locale is.
 *
 * strtod and printf put the locale's decimal point, a comma in many, and recipes have a dot
 * everywhere. Entering changes the calling thread only, and may be nested.
 */
#ifndef WOAD_BASE_C_LOCALE_H
#define WOAD_BASE_C_LOCALE_H

#include <locale.h>
#include <stdbool.h>

typedef struct woad_c_locale {
    locale_t own, previous;
} woad_c_locale;

/* False, with nothing to leave, for want of memory. */
bool woad_c_locale_enter(woad_c_locale *out);
void woad_c_locale_leave(woad_c_locale locale);

#endif
