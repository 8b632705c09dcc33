/* test_video_memory.c - a video that claims large frames takes no memory before they come.
 *
 * The linker sends every call of woad_array, the one place that allocates, here.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <woad/video.h>

#include "support.h"

void *__real_woad_array(size_t count, size_t size);
void *__wrap_woad_array(size_t count, size_t size);

static size_t largest; /* bytes of an allocation */

void *__wrap_woad_array(size_t count, size_t size)
{
    largest = count * size > largest ? count * size : largest;
    return __real_woad_array(count, size);
}

static void claims_take_no_memory(void **state)
{
    (void)state;
    static const char claim[] = "YUV4MPEG2 W55553 H15552 Cmono\nFRAME\nabc";
    const woad_video_layout layout = {.y4m = true};
    char path[] = "/tmp/woad-test-XXXXXX";
    uint16_t sample = 0; /* there is no frame to fill */
    woad_video_reader *reader;
    woad_error error;
    bool there;
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, claim, strlen(claim)), strlen(claim));
    assert_int_equal(woad_video_reader_open(path, &layout, &reader, &error), WOAD_OK);
    woad_image frame = *woad_video_reader_shape(reader);
    assert_int_equal(frame.width * frame.height, 55553 * 15552);
    frame.samples = &sample;
    assert_int_equal(
        woad_video_reader_frame(reader, &frame, &there, &error), WOAD_ERROR_FORMAT);
    assert_true(largest > 0 && largest <= 1 << 20);
    woad_video_reader_close(reader);
    close(fd);
    remove(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(claims_take_no_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
