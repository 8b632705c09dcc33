/* system.c - what the tool asks of the operating system (POSIX). */
/* For sched_getaffinity. */
#define _GNU_SOURCE

#include "system.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <woad/io.h>

#include "failure.h"

enum { LONGEST_PATH = 4096 };

double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

bool stderr_is_terminal(void)
{
    return isatty(STDERR_FILENO) == 1;
}

bool stdout_is_terminal(void)
{
    return isatty(STDOUT_FILENO) == 1;
}

size_t terminal_columns(void)
{
    struct winsize size = {0};
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

size_t processors(void)
{
#if defined(__linux__)
    cpu_set_t allowed; /* fewer than there are, in a container or under taskset */
    if (sched_getaffinity(0, sizeof allowed, &allowed) == 0)
        return (size_t)CPU_COUNT(&allowed);
#endif
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 0 ? (size_t)count : 1;
}

/* ---- memory --------------------------------------------------------------------------- */

static size_t physical_memory(void)
{
    long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
    return pages > 0 && size > 0 ? (size_t)pages * (size_t)size : SIZE_MAX;
}

/* The limit of the process's control group, where there is one: containers. */
static size_t group_memory(void)
{
    size_t bytes = SIZE_MAX;
    FILE *file = fopen("/sys/fs/cgroup/memory.max", "r");
    if (file) {
        if (fscanf(file, "%zu", &bytes) != 1) /* "max" */
            bytes = SIZE_MAX;
        fclose(file);
    }
    return bytes;
}

static size_t address_space(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return SIZE_MAX;
    return (size_t)limit.rlim_cur;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* By limit_memory; what is measured of it is the process's, too. */
static size_t asked = SIZE_MAX, asked_threads;

size_t memory_limit(void)
{
    return smaller(asked, smaller(physical_memory(), smaller(group_memory(), address_space())));
}

/* Of a thread: the main one's limit, or where it has none what the C library takes. */
static size_t stack_size(void)
{
    struct rlimit limit;
    const size_t usual = (size_t)8 << 20;
    if (getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return usual;
    return (size_t)limit.rlim_cur + ((size_t)64 << 10); /* and its guard */
}

bool limit_memory(size_t bytes, size_t threads)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_DATA, &limit) != 0)
        return false;
    size_t stacks = threads * stack_size();
    size_t most = bytes < SIZE_MAX - stacks ? bytes + stacks : SIZE_MAX;
    if (limit.rlim_max == RLIM_INFINITY || most < limit.rlim_max)
        limit.rlim_cur = most;
    asked = bytes;
    asked_threads = threads;
    return setrlimit(RLIMIT_DATA, &limit) == 0;
}

bool asked_limit(size_t *bytes, size_t *threads)
{
    *bytes = asked;
    *threads = asked_threads;
    return asked < SIZE_MAX;
}

const char *memory_text(size_t bytes, char text[MEMORY_TEXT])
{
    bool large = bytes >= (size_t)1 << 30;
    snprintf(text, MEMORY_TEXT, "%.1f %s", (double)bytes / (large ? 0x1p30 : 0x1p20),
        large ? "GiB" : "MiB");
    return text;
}

size_t memory_peak(void)
{
    struct rusage usage;
    if (getrusage(RUSAGE_SELF, &usage) != 0)
        return 0;
    return (size_t)usage.ru_maxrss * 1024; /* kilobytes on Linux and the BSDs */
}

/* ---- signals -------------------------------------------------------------------------- */

/* Signal handlers can reach nothing else; threads look at them too. */
static atomic_bool watching, interrupted;
static atomic_int holders, held_back; /* who writes; the signal that waits for them, or 0 */

static void die_of(int signal_number)
{
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

/* The first is noted where that is watched for; another ends the process, once nothing is being
 * written in any thread (but what a thread begins to write just then). */
static void on_interrupt(int signal_number)
{
    if (watching && !interrupted) {
        interrupted = true;
        return;
    }
    held_back = signal_number;
    if (holders == 0)
        die_of(signal_number);
}

static void catch_interrupt(int signal_number, bool ignored_too)
{
    struct sigaction action = {.sa_handler = on_interrupt, .sa_flags = SA_RESTART}, before;
    sigemptyset(&action.sa_mask);
    sigaction(signal_number, NULL, &before);
    if (ignored_too || before.sa_handler != SIG_IGN)
        sigaction(signal_number, &action, NULL);
}

void watch_interrupts(void)
{
    watching = true;
    catch_interrupt(SIGINT, true);
    catch_interrupt(SIGTERM, true);
}

void interrupt(void)
{
    interrupted = true;
}

bool was_interrupted(void)
{
    return interrupted;
}

void hold_interrupts(void)
{
    holders++;
    catch_interrupt(SIGINT, false);
    catch_interrupt(SIGTERM, false);
}

void release_interrupts(void)
{
    if (atomic_fetch_sub(&holders, 1) == 1 && held_back)
        die_of(held_back);
}

bool hold_interrupts_for(const char *path)
{
    if (is_stream(path))
        return false;
    hold_interrupts();
    return true;
}

void prepare_descriptors(void)
{
    for (int fd = 0; fd <= 2; fd++) {
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) < 0)
            break;
    }
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
}

/* ---- files ---------------------------------------------------------------------------- */

bool is_stream(const char *path)
{
    struct stat status;
    static const char *const streams[] = {"-", "/dev/stdin", "/dev/stdout", "/dev/stderr"};
    for (size_t i = 0; i < sizeof streams / sizeof *streams; i++) {
        if (strcmp(path, streams[i]) == 0)
            return true;
    }
    return strncmp(path, "/dev/fd/", 8) == 0 || strncmp(path, "/proc/self/fd/", 14) == 0 ||
           (stat(path, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode));
}

bool is_stdout(const char *path)
{
    return strcmp(path, "-") == 0 || strcmp(path, "/dev/stdout") == 0 ||
           strcmp(path, "/dev/fd/1") == 0 || strcmp(path, "/proc/self/fd/1") == 0;
}

bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Where links lead; what cannot be told stays as it is. */
static void follow_links(const char *path, char end[LONGEST_PATH])
{
    snprintf(end, LONGEST_PATH, "%s", path);
    for (int links = 0; links < 40; links++) { /* as Linux allows */
        char link[LONGEST_PATH];
        ssize_t length = readlink(end, link, sizeof link - 1);
        const char *slash = strrchr(end, '/');
        size_t folder = slash ? (size_t)(slash - end) + 1 : 0;
        if (length < 0 || folder + (size_t)length >= LONGEST_PATH)
            return;
        link[length] = '\0';
        snprintf(end + (link[0] == '/' ? 0 : folder), LONGEST_PATH - folder, "%s", link);
    }
}

bool remove_file(const char *path)
{
    char end[LONGEST_PATH];
    follow_links(path, end);
    return unlink(end) == 0;
}

bool identify_file(const char *path, file_identity *out)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return false;
    *out = (file_identity){status.st_dev, status.st_ino};
    return true;
}

bool file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

bool make_folder(const char *path)
{
    return mkdir(path, 0777) == 0 || (errno == EEXIST && is_folder(path));
}

int create_folder(const char *path)
{
    return make_folder(path)
               ? EXIT_DONE
               : fail(EXIT_OUTPUT, "cannot create the folder %s: %s", path, strerror(errno));
}

/* The folder that a path is in, and what it is called there. */
static const char *split_path(const char *path, char *folder, size_t size)
{
    const char *slash = strrchr(path, '/');
    snprintf(folder, size, "%.*s", slash ? (int)(slash - path) + 1 : 2, slash ? path : "./");
    return slash ? slash + 1 : path;
}

bool same_path(const char *a, const char *b)
{
    char end_a[LONGEST_PATH], end_b[LONGEST_PATH];
    follow_links(a, end_a);
    follow_links(b, end_b);
    a = end_a;
    b = end_b;
    char folder_a[4096], folder_b[4096];
    struct stat status_a, status_b;
    const char *name_a = split_path(a, folder_a, sizeof folder_a);
    const char *name_b = split_path(b, folder_b, sizeof folder_b);
    return strcmp(name_a, name_b) == 0 && stat(folder_a, &status_a) == 0 &&
           stat(folder_b, &status_b) == 0 && status_a.st_dev == status_b.st_dev &&
           status_a.st_ino == status_b.st_ino;
}

int check_output(const char *path, bool overwrite)
{
    woad_error error;
    woad_status status = woad_file_check(path, overwrite, &error);
    return status < 0 ? fail_with(status, &error) : EXIT_DONE;
}

int check_checkpoint_file(const char *path, bool overwrite)
{
    if (overwrite || !file_exists(path))
        return check_output(path, true);
    return fail(EXIT_OUTPUT,
        "%s exists: it is kept unless --resume goes on from it, or --force is given", path);
}

int save_bytes(const char *path, const void *bytes, size_t size, bool overwrite)
{
    woad_error error;
    bool held = hold_interrupts_for(path);
    woad_status status = woad_file_write(path, bytes, size, overwrite, &error);
    if (held)
        release_interrupts();
    return status < 0 ? fail_with(status, &error) : EXIT_DONE;
}
