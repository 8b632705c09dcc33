/* io/input.c - a file or a stream that is read piece by piece. */
#include "io/input.h"

#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "base/system.h"
#include "io/file.h"

/* Fills the buffer, and puts back what that took. */
static void look_ahead(woad_byte_source *source)
{
    if (woad_source_byte(source) >= 0)
        source->at--;
}

woad_status woad_input_open(woad_input *input, const char *path, woad_error *error)
{
    bool owned;
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    *input = (woad_input){.name = woad_copy_string(name, strlen(name)), .fd = -1};
    input->source = (woad_byte_source){
        .name = input->name, .fd = -1, .buffer = woad_array(WOAD_SOURCE_BUFFER, 1)};
    if (!input->name || !input->source.buffer)
        return woad_fail_memory(error, "a file");
    woad_status status = woad_file_open(path, &input->source.fd, &owned, error);
    if (status < 0)
        return status;
    if (owned)
        input->fd = input->source.fd;
    look_ahead(&input->source);
    if (input->source.refusal)
        return woad_fail(error, WOAD_ERROR_READ, "cannot read %s: %s", path,
            strerror(input->source.refusal));
    return WOAD_OK;
}

void woad_input_close(woad_input *input)
{
    if (input->fd >= 0)
        woad_system_close(input->fd);
    woad_free(input->source.buffer);
    woad_free(input->name);
    *input = (woad_input){.fd = -1};
}
