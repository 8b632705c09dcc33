#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#include <direct.h>
#else
#include <sys/stat.h>
#include <unistd.h>
#endif

#include "base/alloc.h"
#include "base/system.h"

static FILE *open_data(const char *name)
{
    char path[1024];
    const char *folder = getenv("WOAD_TEST_DATA");
    snprintf(path, sizeof path, "%s/%s", folder ? folder : "tests/data", name);
    FILE *file = fopen(path, "rb");
    if (!file)
        fail_msg("cannot open %s", path);
    return file;
}

void *test_data(const char *name, size_t size)
{
    FILE *file = open_data(name);
    void *bytes = woad_array(size + 1, 1);
    size_t got = fread(bytes, 1, size + 1, file);
    fclose(file);
    if (got != size)
        fail_msg("%s is not %zu bytes long", name, size);
    return bytes;
}

char *test_text(const char *name)
{
    enum { LIMIT = 1 << 20 };
    FILE *file = open_data(name);
    char *text = woad_array(LIMIT, 1);
    size_t got = fread(text, 1, LIMIT - 1, file);
    fclose(file);
    text[got] = '\0';
    return text;
}

void assert_close(double a, double b, double tolerance, double scale)
{
    if (!(fabs(a - b) <= tolerance * scale))
        fail_msg("%.9g and %.9g differ by %.3g, more than %.3g", a, b, fabs(a - b),
            tolerance * scale);
}

void test_little_endian(void *values, size_t count, size_t size)
{
    const uint16_t one = 1;
    unsigned char least_first, *bytes = values;
    memcpy(&least_first, &one, 1);
    for (size_t i = 0; !least_first && i < count; i++) {
        for (size_t b = 0; b < size / 2; b++) {
            unsigned char was = bytes[i * size + b];
            bytes[i * size + b] = bytes[i * size + size - 1 - b];
            bytes[i * size + size - 1 - b] = was;
        }
    }
}

/* A name that no other test has, nor an earlier one of this. */
static void temporary_name(char path[TEST_PATH], int number)
{
#ifdef _WIN32
    const char *folder = "."; /* no drive: colons stand between the parts of parameters */
#else
    const char *folder = "/tmp";
#endif
    snprintf(path, TEST_PATH, "%s/woad-test-%ld-%d", folder, woad_system_process(), number);
}

void test_file(char path[TEST_PATH], const void *bytes, size_t size)
{
    int fd = -1;
    for (int number = 0; fd < 0 && number < 1000; number++) {
        temporary_name(path, number);
        fd = woad_system_create(path);
    }
    if (fd < 0 || woad_system_write(fd, bytes, size) != (ptrdiff_t)size ||
        !woad_system_close(fd))
        fail_msg("cannot write %s", path);
}

static int make_folder(const char *path)
{
#ifdef _WIN32
    return _mkdir(path);
#else
    return mkdir(path, 0700);
#endif
}

void test_folder(char path[TEST_PATH])
{
    int made = -1;
    for (int number = 0; made != 0 && number < 1000; number++) {
        temporary_name(path, number);
        made = make_folder(path);
    }
    assert_int_equal(made, 0);
}

void test_remove_folder(const char *path)
{
#ifdef _WIN32
    assert_int_equal(_rmdir(path), 0);
#else
    assert_int_equal(rmdir(path), 0);
#endif
}
