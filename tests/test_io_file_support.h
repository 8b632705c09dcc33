/* test_io_file_support.h - a folder of its own for each test of files. */
#ifndef WOAD_TEST_IO_FILE_SUPPORT_H
#define WOAD_TEST_IO_FILE_SUPPORT_H

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support.h"
#include "test_io_support.h"

typedef struct folder {
    char path[TEST_PATH];
    char file[128]; /* what in_folder said last */
} folder;

static inline int enter_folder(void **state)
{
    folder *f = calloc(1, sizeof *f);
    test_folder(f->path);
    *state = f;
    return 0;
}

/* "<folder>/name", until the next call. */
static inline const char *in_folder(folder *f, const char *name)
{
    int length = snprintf(f->file, sizeof f->file, "%s/%s", f->path, name ? name : "");
    assert_true(length > 0 && (size_t)length < sizeof f->file);
    return f->file;
}

/* How many files are there, hidden ones too: left-over temporary files show. */
static inline int count_entries(folder *f)
{
    int count = 0;
    DIR *entries = opendir(f->path);
    assert_non_null(entries);
    for (struct dirent *entry; (entry = readdir(entries));)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(entries);
    return count;
}

static inline int leave_folder(void **state)
{
    folder *f = *state;
    DIR *entries = opendir(f->path);
    for (struct dirent *entry; entries && (entry = readdir(entries));) {
        char path[400];
        snprintf(path, sizeof path, "%s/%s", f->path, entry->d_name);
        if (unlink(path) != 0)
            rmdir(path);
    }
    closedir(entries);
    rmdir(f->path);
    free(f);
    return 0;
}

#define FOLDER_TEST(test) cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)

/* Writes a file with plain stdio. */
static inline void put_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static inline void assert_content(const char *path, const char *text)
{
    char content[256] = "";
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t size = fread(content, 1, sizeof content - 1, file);
    fclose(file);
    assert_int_equal(size, strlen(text));
    assert_string_equal(content, text);
}

#endif
