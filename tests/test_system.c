/* The operating system, as base/system.h shows it: the same everywhere. */
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/system.h"
#include "support.h"

static void memory_is_aligned(void **state)
{
    (void)state;
    for (size_t alignment = 16; alignment <= 4096; alignment *= 2) {
        void *memory = woad_system_allocate(alignment, 3 * alignment);
        assert_non_null(memory);
        assert_int_equal((uintptr_t)memory % alignment, 0);
        woad_system_free(memory);
    }
}

/* Nested, and with the thread's own as it was after each. */
static void numbers_have_points(void **state)
{
    (void)state;
    char text[32];
    woad_system_locale outer, inner;
    setlocale(LC_ALL, "de_DE.UTF-8"); /* where there is one */
    const char before = localeconv()->decimal_point[0];
    assert_true(woad_system_enter_c_locale(&outer));
    assert_true(woad_system_enter_c_locale(&inner));
    snprintf(text, sizeof text, "%g", 0.5);
    assert_string_equal(text, "0.5");
    woad_system_leave_locale(inner);
    assert_true(strtod("0.25", NULL) == 0.25);
    woad_system_leave_locale(outer);
    assert_int_equal(localeconv()->decimal_point[0], before);
    setlocale(LC_ALL, "C");
}

static void paths_have_folders(void **state)
{
    (void)state;
    assert_int_equal(woad_system_folder_length("file"), 0);
    assert_int_equal(woad_system_folder_length("/file"), 1);
    assert_int_equal(woad_system_folder_length("a/b.c/file"), 6);
    assert_true(woad_system_is_absolute("/a"));
    assert_false(woad_system_is_absolute("a/b"));
#ifdef _WIN32
    assert_int_equal(woad_system_folder_length("c:\\a\\file"), 5);
    assert_int_equal(woad_system_folder_length("c:file"), 2);
    assert_true(woad_system_is_absolute("c:\\a"));
#else
    assert_int_equal(woad_system_folder_length("a\\file"), 0);
#endif
}

static woad_system_kind kind_of(const char *path)
{
    woad_system_kind kind;
    unsigned mode;
    assert_true(woad_system_look(path, &kind, &mode));
    return kind;
}

/* Bytes that text would lose: ends of lines, and the end of a file for DOS. */
static const char bytes[] = "a\nb\r\nc\x1a d";

static void assert_holds(const char *path, const char *wanted, size_t size)
{
    char got[64];
    int fd = woad_system_open(path);
    assert_true(fd >= 0);
    assert_int_equal(woad_system_read(fd, got, sizeof got), (ptrdiff_t)size);
    assert_memory_equal(got, wanted, size);
    assert_int_equal(woad_system_read(fd, got, sizeof got), 0);
    assert_true(woad_system_close(fd));
}

static void create(const char *path, const char *content)
{
    int fd = woad_system_create(path);
    woad_system_kind kind;
    uint64_t size;
    assert_true(fd >= 0);
    assert_int_equal(
        woad_system_write(fd, content, strlen(content)), (ptrdiff_t)strlen(content));
    assert_true(woad_system_permit(fd, 0644));
    assert_true(woad_system_flush(fd));
    assert_true(woad_system_look_at(fd, &kind, &size));
    assert_int_equal(kind, WOAD_SYSTEM_FILE);
    assert_int_equal(size, strlen(content));
    assert_true(woad_system_close(fd));
}

/* A name of other letters than ASCII's, too. */
static void files_take_names(void **state)
{
    (void)state;
    char folder[TEST_PATH], a[TEST_PATH + 16], b[TEST_PATH + 16];
    test_folder(folder);
    snprintf(a, sizeof a, "%s/a", folder);
    snprintf(b, sizeof b, "%s/bl\xc3\xa5", folder);
    assert_int_equal(kind_of(folder), WOAD_SYSTEM_FOLDER);
    assert_true(woad_system_may_create_in(folder));
    assert_int_equal(kind_of(a), WOAD_SYSTEM_ABSENT);
    create(a, bytes);
    assert_int_equal(kind_of(a), WOAD_SYSTEM_FILE);
    assert_int_equal(woad_system_create(a), -1);
    assert_int_equal(errno, EEXIST);
    assert_true(woad_system_take_name(a, b));
    assert_int_equal(kind_of(a), WOAD_SYSTEM_ABSENT);
    assert_holds(b, bytes, strlen(bytes));
    create(a, "new");
    assert_false(woad_system_take_name(a, b));
    assert_int_equal(errno, EEXIST);
    assert_holds(b, bytes, strlen(bytes));
    assert_true(woad_system_replace(a, b));
    assert_int_equal(kind_of(a), WOAD_SYSTEM_ABSENT);
    assert_holds(b, "new", 3);
    assert_false(woad_system_remove(a));
    assert_int_equal(errno, ENOENT);
    assert_true(woad_system_remove(b));
    test_remove_folder(folder);
    assert_false(woad_system_may_create_in(folder));
    assert_int_equal(woad_system_open(b), -1);
    assert_int_equal(errno, ENOENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_aligned),
        cmocka_unit_test(numbers_have_points),
        cmocka_unit_test(paths_have_folders),
        cmocka_unit_test(files_take_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
