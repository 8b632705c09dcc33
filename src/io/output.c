/* io/output.c - a file or a stream that is written piece by piece. */
#include "io/output.h"

#include <errno.h>
#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "base/system.h"
#include "io/descriptor.h"

static woad_status fail_write(const woad_output *o, woad_error *error)
{
    return woad_fail(error, WOAD_ERROR_WRITE, "cannot write %s: %s", o->path, strerror(errno));
}

woad_status woad_output_open(
    woad_output *output, const char *path, bool overwrite, woad_error *error)
{
    woad_destination target;
    *output = (woad_output){.fd = -1, .path = woad_copy_string(path, strlen(path))};
    if (!output->path)
        return woad_fail_memory(error, "a file");
    woad_status status = woad_destination_find(path, &target, error);
    if (status < 0)
        return status;
    if (target.kind != WOAD_DESTINATION_STREAM)
        return woad_file_stage_open(
            output->path, overwrite, &output->staged, &output->fd, error);
    output->lent = target.descriptor >= 0;
    output->fd = output->lent ? target.descriptor : woad_system_open_device(target.path);
    return output->fd < 0 ? fail_write(output, error) : WOAD_OK;
}

woad_status woad_output_write(
    woad_output *output, const void *bytes, size_t size, woad_error *error)
{
    return woad_descriptor_write(output->fd, bytes, size) ? WOAD_OK : fail_write(output, error);
}

woad_status woad_output_finish(woad_output *output, woad_error *error)
{
    int fd = output->fd;
    output->fd = -1;
    if (output->lent)
        return WOAD_OK;
    if (output->staged.temporary[0]) {
        woad_status status = woad_file_stage_close(&output->staged, fd, WOAD_OK, error);
        return status < 0 ? status : woad_file_commit(&output->staged, error);
    }
    return !woad_system_close(fd) ? fail_write(output, error) : WOAD_OK;
}

void woad_output_abandon(woad_output *output)
{
    if (output->fd >= 0 && !output->lent)
        woad_system_close(output->fd);
    woad_file_abandon(&output->staged);
    woad_free(output->path);
    *output = (woad_output){.fd = -1};
}
