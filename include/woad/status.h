/* status.h - what every woad function that can fail returns.
 *
 * Zero is success, positive values are reasons why a design stopped before its last
 * iteration (its result is valid), negative values are errors (there is no result).
 */
#ifndef WOAD_STATUS_H
#define WOAD_STATUS_H

#if defined(_WIN32)
#define WOAD_API
#elif defined(__GNUC__)
#define WOAD_API __attribute__((visibility("default")))
#else
#define WOAD_API
#endif

#if defined(__GNUC__)
#ifdef __MINGW32__ /* where printf is Microsoft's */
#define WOAD_PRINTF(string, first) __attribute__((format(gnu_printf, string, first)))
#else
#define WOAD_PRINTF(string, first) __attribute__((format(printf, string, first)))
#endif
#else
#define WOAD_PRINTF(string, first)
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef enum woad_status {
    WOAD_OK = 0,

    WOAD_STOP_NO_GAIN =
        1, /* the loss no longer fell by optimizer.tolerance, or no swap gained */
    WOAD_STOP_CALLER = 2,  /* the progress callback asked to stop */
    WOAD_NOTE_PROFILE = 3, /* an image was read, but not its colour profile: values are taken as
                              sRGB */

    WOAD_ERROR_ARGUMENT = -1, /* a parameter is missing or out of its range */
    WOAD_ERROR_SIZE = -2,     /* a size is zero, above 2^15 an axis, or overflows size_t */
    WOAD_ERROR_MEMORY = -3,   /* an allocation failed */
    WOAD_ERROR_RECIPE = -4,   /* a recipe or assignment has an unknown word or a bad value */
    WOAD_ERROR_FORMAT = -5,   /* a file is not what it claims to be: truncated, corrupt */
    WOAD_ERROR_UNSUPPORTED =
        -6,                /* a valid request or file of a kind that woad does not handle */
    WOAD_ERROR_READ = -7,  /* the system refused to open or read a file */
    WOAD_ERROR_WRITE = -8, /* the system refused to create or write a file */
    WOAD_ERROR_EXISTS = -9 /* the output exists and overwriting was not asked for */
} woad_status;

/* One sentence that says what went wrong, where, and what would be right. Functions that take
 * a woad_error accept NULL; they write it when, and only when, they return a negative status.
 */
typedef struct woad_error {
    char message[512]; /* NUL-terminated, no final newline; long paths are cut to fit */
} woad_error;

/* A short description of a status, for every value, never NULL. Static: do not free. */
WOAD_API const char *woad_strerror(woad_status status);

/* Frees a string or buffer that a woad function handed to the caller. Takes NULL. */
WOAD_API void woad_free(void *memory);

#ifdef __cplusplus
}
#endif
#endif
