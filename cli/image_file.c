/* image_file.c - images in files. */
#include "image_file.h"

#include <string.h>

#include "failure.h"
#include "system.h"

int load_image(const char *path, woad_image **out)
{
    void *bytes;
    size_t size;
    woad_error error;
    woad_status status = woad_file_read(path, 0, &bytes, &size, &error);
    if (status >= 0) {
        const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
        status = woad_image_decode(bytes, size, name, out, &error);
        woad_free(bytes);
    }
    return status < 0 ? fail_input(status, &error) : EXIT_DONE;
}

int save_image(const woad_image *image, unsigned bits, const char *path, bool overwrite)
{
    void *bytes;
    size_t size;
    woad_error error;
    woad_status status = woad_image_encode_png(image, bits, &bytes, &size, &error);
    if (status < 0)
        return fail_with(status, &error);
    int code = save_bytes(path, bytes, size, overwrite);
    woad_free(bytes);
    return code;
}
