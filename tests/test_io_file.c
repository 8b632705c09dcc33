/* test_io_file.c - files that are whole or absent. */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>

#include "test_io_file_support.h"

static woad_status write_text(const char *path, const char *text, bool overwrite)
{
    return woad_file_write(path, text, strlen(text), overwrite, NULL);
}

/* The write fails with this status and a sentence with these words, and leaves `entries`. */
static void assert_write_fails(folder *f, const char *path, bool overwrite, woad_status wanted,
    const char *words, int entries)
{
    woad_error error = {""};
    assert_int_equal(woad_file_write(path, "text", 4, overwrite, &error), wanted);
    if (!strstr(error.message, words))
        fail_msg("'%s' is not in: %s", words, error.message);
    assert_int_equal(count_entries(f), entries);
}

static void a_new_file_is_written(void **state)
{
    folder *f = *state;
    const char *path = in_folder(f, "new");
    mode_t mask = umask(027);
    assert_int_equal(write_text(path, "text", false), WOAD_OK);
    umask(mask);
    assert_content(path, "text");
    assert_int_equal(count_entries(f), 1);
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0640);
    assert_int_equal(info.st_nlink, 1);
}

static void an_empty_file_is_written(void **state)
{
    const char *path = in_folder(*state, "empty");
    assert_int_equal(woad_file_write(path, NULL, 0, false, NULL), WOAD_OK);
    assert_content(path, "");
}

static void an_existing_file_is_kept(void **state)
{
    folder *f = *state;
    const char *path = in_folder(f, "old");
    put_file(path, "old");
    assert_write_fails(f, path, false, WOAD_ERROR_EXISTS, "--force", 1);
    assert_content(path, "old");
}

static void an_existing_file_is_replaced_on_request(void **state)
{
    folder *f = *state;
    const char *path = in_folder(f, "old");
    put_file(path, "a longer old text");
    assert_int_equal(chmod(path, 0604), 0);
    assert_int_equal(write_text(path, "new", true), WOAD_OK);
    assert_content(path, "new");
    assert_int_equal(count_entries(f), 1);
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0604);
}

static void links_are_followed(void **state)
{
    folder *f = *state;
    assert_int_equal(symlink("second", in_folder(f, "first")), 0);
    assert_int_equal(symlink("target", in_folder(f, "second")), 0);
    assert_int_equal(write_text(in_folder(f, "first"), "one", false), WOAD_OK);
    assert_content(in_folder(f, "target"), "one");
    assert_write_fails(f, in_folder(f, "first"), false, WOAD_ERROR_EXISTS, "first exists", 3);
    assert_int_equal(write_text(in_folder(f, "first"), "two", true), WOAD_OK);
    assert_content(in_folder(f, "target"), "two");
    struct stat info;
    assert_int_equal(lstat(in_folder(f, "second"), &info), 0);
    assert_true(S_ISLNK(info.st_mode));
}

static void loops_of_links_are_refused(void **state)
{
    folder *f = *state;
    assert_int_equal(symlink("loop", in_folder(f, "loop")), 0);
    assert_write_fails(f, in_folder(f, "loop"), true, WOAD_ERROR_WRITE, strerror(ELOOP), 1);
}

static void folders_are_refused(void **state)
{
    folder *f = *state;
    woad_error error = {""};
    void *bytes = NULL;
    size_t size;
    assert_write_fails(f, f->path, true, WOAD_ERROR_WRITE, "folder", 0);
    assert_write_fails(f, in_folder(f, "missing/"), true, WOAD_ERROR_WRITE, "missing/", 0);
    assert_write_fails(f, "", true, WOAD_ERROR_WRITE, "empty", 0);
    assert_int_equal(woad_file_read(f->path, 0, &bytes, &size, &error), WOAD_ERROR_READ);
    assert_non_null(strstr(error.message, "folder"));
}

static void missing_folders_are_reported(void **state)
{
    folder *f = *state;
    assert_write_fails(
        f, in_folder(f, "missing/file"), false, WOAD_ERROR_WRITE, strerror(ENOENT), 0);
}

static void closed_folders_are_reported(void **state)
{
    folder *f = *state;
    if (geteuid() == 0)
        skip(); /* root may write everywhere */
    assert_int_equal(chmod(f->path, 0500), 0);
    assert_write_fails(f, in_folder(f, "file"), false, WOAD_ERROR_WRITE, strerror(EACCES), 0);
    chmod(f->path, 0700);
}

static void a_full_device_is_reported(void **state)
{
    if (access("/dev/full", W_OK) != 0)
        skip();
    assert_write_fails(*state, "/dev/full", false, WOAD_ERROR_WRITE, strerror(ENOSPC), 0);
    struct stat info;
    assert_int_equal(stat("/dev/full", &info), 0);
    assert_true(S_ISCHR(info.st_mode)); /* and it is still there */
}

static void devices_are_written_in_place(void **state)
{
    (void)state;
    assert_int_equal(write_text("/dev/null", "text", false), WOAD_OK);
    struct stat info;
    assert_int_equal(stat("/dev/null", &info), 0);
    assert_true(S_ISCHR(info.st_mode));
}

#define LARGE ((size_t)300000) /* more than a pipe holds */

/* Writes LARGE bytes to the path, from a second thread. */
static void *write_large(void *path)
{
    char *bytes = calloc(LARGE, 1);
    woad_status status = woad_file_write(path, bytes, LARGE, false, NULL);
    free(bytes);
    return status == WOAD_OK ? path : NULL;
}

static void pipes_are_written_and_read_in_place(void **state)
{
    folder *f = *state;
    char path[128];
    snprintf(path, sizeof path, "%s", in_folder(f, "pipe"));
    assert_int_equal(mkfifo(path, 0600), 0);
    pthread_t writer;
    void *bytes = NULL, *written = NULL;
    size_t size = 0;
    assert_int_equal(pthread_create(&writer, NULL, write_large, path), 0);
    assert_int_equal(woad_file_read(path, 0, &bytes, &size, NULL), WOAD_OK);
    pthread_join(writer, &written);
    assert_non_null(written);
    assert_int_equal(size, LARGE);
    assert_int_equal(((char *)bytes)[LARGE], 0);
    woad_free(bytes);
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    assert_true(S_ISFIFO(info.st_mode));
}

static void a_closed_pipe_is_reported(void **state)
{
    int ends[2];
    char path[32];
    void (*before)(int) = signal(SIGPIPE, SIG_IGN);
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[1]);
    assert_write_fails(*state, path, false, WOAD_ERROR_WRITE, strerror(EPIPE), 0);
    close(ends[1]);
    signal(SIGPIPE, before);
}

/* A non-blocking pipe that is full is waited for. */
static void slow_readers_are_waited_for(void **state)
{
    (void)state;
    int ends[2];
    char path[32];
    assert_int_equal(pipe(ends), 0);
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[1]);
    pthread_t writer;
    void *written = NULL;
    char chunk[1000];
    size_t size = 0;
    assert_int_equal(pthread_create(&writer, NULL, write_large, path), 0);
    struct pollfd ready = {.fd = ends[0], .events = POLLIN};
    while (size < LARGE && poll(&ready, 1, 5000) == 1)
        size += (size_t)read(ends[0], chunk, sizeof chunk);
    pthread_join(writer, &written);
    assert_non_null(written);
    close(ends[0]);
    close(ends[1]);
}

#define RACERS 4

static void *race(void *path)
{
    return woad_file_write(path, "text", 4, false, NULL) == WOAD_OK ? path : NULL;
}

/* Of several that create the same file at once, one does, and the others are told. */
static void a_file_that_appears_meanwhile_is_kept(void **state)
{
    folder *f = *state;
    for (int round = 0; round < 50; round++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%d", f->path, round);
        pthread_t racers[RACERS];
        int winners = 0;
        for (int i = 0; i < RACERS; i++)
            assert_int_equal(pthread_create(&racers[i], NULL, race, path), 0);
        for (int i = 0; i < RACERS; i++) {
            void *won;
            pthread_join(racers[i], &won);
            winners += won != NULL;
        }
        assert_int_equal(winners, 1);
        assert_int_equal(count_entries(f), round + 1);
    }
}

/* Standard output may be a file by the shell's doing: it is no existing file to be kept. */
static void standard_output_is_written_in_place(void **state)
{
    folder *f = *state;
    const char *path = in_folder(f, "out");
    fflush(stdout);
    int saved = dup(STDOUT_FILENO), fd = open(path, O_CREAT | O_WRONLY, 0600);
    dup2(fd, STDOUT_FILENO);
    woad_status dash = write_text("-", "one ", false);
    woad_status device = write_text("/dev/stdout", "two", false);
    dup2(saved, STDOUT_FILENO);
    close(saved);
    close(fd);
    assert_int_equal(dash, WOAD_OK);
    assert_int_equal(device, WOAD_OK);
    assert_content(path, "one two");
}

static void standard_input_is_read(void **state)
{
    folder *f = *state;
    void *bytes = NULL;
    size_t size = 0;
    put_file(in_folder(f, "in"), "text");
    int saved = dup(STDIN_FILENO), fd = open(f->file, O_RDONLY);
    dup2(fd, STDIN_FILENO);
    woad_status status = woad_file_read("-", 0, &bytes, &size, NULL);
    dup2(saved, STDIN_FILENO);
    close(saved);
    close(fd);
    assert_int_equal(status, WOAD_OK);
    assert_int_equal(size, 4);
    assert_string_equal(bytes, "text");
    woad_free(bytes);
}

static void limits_are_exact(void **state)
{
    folder *f = *state;
    put_file(in_folder(f, "file"), "0123456789");
    for (size_t limit = 1; limit <= 12; limit++) {
        void *bytes = NULL;
        size_t size = 0;
        woad_error error = {""};
        woad_status status = woad_file_read(f->file, limit, &bytes, &size, &error);
        assert_int_equal(status, limit < 10 ? WOAD_ERROR_SIZE : WOAD_OK);
        assert_int_equal(size, limit < 10 ? 0 : 10);
        woad_free(bytes);
    }
}

static void limits_hold_where_no_size_is_known(void **state)
{
    (void)state;
    void *bytes = NULL;
    size_t size;
    assert_int_equal(woad_file_read("/dev/zero", 100000, &bytes, &size, NULL), WOAD_ERROR_SIZE);
    assert_null(bytes);
}

static void large_files_come_back(void **state)
{
    folder *f = *state;
    uint8_t *wrote = malloc(LARGE);
    for (size_t i = 0; i < LARGE; i++)
        wrote[i] = (uint8_t)(i * i >> 7);
    void *bytes = NULL;
    size_t size = 0;
    const char *path = in_folder(f, "large");
    assert_int_equal(woad_file_write(path, wrote, LARGE, false, NULL), WOAD_OK);
    assert_int_equal(woad_file_read(path, 0, &bytes, &size, NULL), WOAD_OK);
    assert_int_equal(size, LARGE);
    assert_memory_equal(bytes, wrote, LARGE);
    woad_free(bytes);
    free(wrote);
}

static void missing_files_are_reported(void **state)
{
    void *bytes = NULL;
    size_t size;
    woad_error error = {""};
    const char *path = in_folder(*state, "missing");
    assert_int_equal(woad_file_read(path, 0, &bytes, &size, &error), WOAD_ERROR_READ);
    assert_non_null(strstr(error.message, path));
    assert_non_null(strstr(error.message, strerror(ENOENT)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FOLDER_TEST(a_new_file_is_written),
        FOLDER_TEST(an_empty_file_is_written),
        FOLDER_TEST(an_existing_file_is_kept),
        FOLDER_TEST(an_existing_file_is_replaced_on_request),
        FOLDER_TEST(links_are_followed),
        FOLDER_TEST(loops_of_links_are_refused),
        FOLDER_TEST(folders_are_refused),
        FOLDER_TEST(missing_folders_are_reported),
        FOLDER_TEST(closed_folders_are_reported),
        FOLDER_TEST(a_full_device_is_reported),
        FOLDER_TEST(devices_are_written_in_place),
        FOLDER_TEST(pipes_are_written_and_read_in_place),
        FOLDER_TEST(a_closed_pipe_is_reported),
        FOLDER_TEST(slow_readers_are_waited_for),
        FOLDER_TEST(a_file_that_appears_meanwhile_is_kept),
        FOLDER_TEST(standard_output_is_written_in_place),
        FOLDER_TEST(standard_input_is_read),
        FOLDER_TEST(limits_are_exact),
        FOLDER_TEST(limits_hold_where_no_size_is_known),
        FOLDER_TEST(large_files_come_back),
        FOLDER_TEST(missing_files_are_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
