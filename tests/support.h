/* support.h - what the tests share: cmocka, data files, random numbers to feed in. */
#ifndef WOAD_TESTS_SUPPORT_H
#define WOAD_TESTS_SUPPORT_H

/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

/* A file of tests/data, whole; fails the test when it is not `size` bytes long. Free with
 * woad_free. */
void *test_data(const char *name, size_t size);

/* A file of tests/data as a string. */
char *test_text(const char *name);

/* Between this machine's order of bytes and that of files, least first, either way. */
void test_little_endian(void *values, size_t count, size_t size);

enum { TEST_PATH = 64 };

/* Writes a new temporary file, to be removed by remove(). */
void test_file(char path[TEST_PATH], const void *bytes, size_t size);

/* Makes a new temporary folder. Removing it fails the test if something is left in it. */
void test_folder(char path[TEST_PATH]);
void test_remove_folder(const char *path);

/* Fails the test unless |a - b| <= tolerance * scale. */
void assert_close(double a, double b, double tolerance, double scale);

#endif
