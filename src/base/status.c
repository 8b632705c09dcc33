/* base/status.c - the names of statuses and the sentences of errors. */
#include "base/status.h"

#include <stdarg.h>
#include <stdio.h>

const char *woad_strerror(woad_status status)
{
    switch (status) {
    case WOAD_OK:
        return "success";
    case WOAD_STOP_NO_GAIN:
        return "stopped: the loss no longer falls";
    case WOAD_STOP_CALLER:
        return "stopped by the caller";
    case WOAD_NOTE_PROFILE:
        return "a colour profile was left aside";
    case WOAD_ERROR_ARGUMENT:
        return "argument out of range";
    case WOAD_ERROR_SIZE:
        return "size out of range";
    case WOAD_ERROR_MEMORY:
        return "out of memory";
    case WOAD_ERROR_RECIPE:
        return "bad recipe";
    case WOAD_ERROR_FORMAT:
        return "broken file";
    case WOAD_ERROR_UNSUPPORTED:
        return "not supported";
    case WOAD_ERROR_READ:
        return "cannot read";
    case WOAD_ERROR_WRITE:
        return "cannot write";
    case WOAD_ERROR_EXISTS:
        return "output exists";
    }
    return "unknown status";
}

woad_status woad_fail(woad_error *error, woad_status status, const char *format, ...)
{
    if (error) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(error->message, sizeof error->message, format, arguments);
        va_end(arguments);
    }
    return status;
}

woad_status woad_fail_memory(woad_error *error, const char *what)
{
    return woad_fail(error, WOAD_ERROR_MEMORY, "out of memory for %s", what);
}
