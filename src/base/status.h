/* base/status.h - how a failure gets its sentence. */
#ifndef WOAD_BASE_STATUS_H
#define WOAD_BASE_STATUS_H

#include <woad/status.h>

/* Writes the sentence into *error (when there is one) and returns the status, so that a check
 * reads: if (bad) return woad_fail(error, WOAD_ERROR_ARGUMENT, "rate is %g: ...", rate); */
woad_status woad_fail(woad_error *error, woad_status status, const char *format, ...)
    WOAD_PRINTF(3, 4);

/* The sentence for an allocation that failed, `what` naming its purpose. */
woad_status woad_fail_memory(woad_error *error, const char *what);

#endif
