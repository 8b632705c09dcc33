#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"

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
