/* system.h - what the tool asks of the operating system. */
#ifndef WOAD_CLI_SYSTEM_H
#define WOAD_CLI_SYSTEM_H

#include <stdbool.h>
#include <stddef.h>

/* Seconds of a clock that never goes back. */
double seconds_now(void);

/* Is standard error a terminal that someone looks at? */
bool stderr_is_terminal(void);

/* The same for standard output; and how many columns that terminal has, 0 where it is none. */
bool stdout_is_terminal(void);
size_t terminal_columns(void);

/* Processors that this process may use, at least 1. */
size_t processors(void);

/* Bytes of memory that this process may hope for: of the machine, or of its limits. */
size_t memory_limit(void);

/* From here on no more than this can be had; stacks of threads are not counted, since OpenMP ends
 * the process where it cannot start one. False, with errno, where the system refuses. */
bool limit_memory(size_t bytes, size_t threads);

/* What it was called with, for others to do the same; false where it was not. */
bool asked_limit(size_t *bytes, size_t *threads);

/* "3.2 GiB", "512.0 MiB". */
enum { MEMORY_TEXT = 32 };
const char *memory_text(size_t bytes, char text[MEMORY_TEXT]);

/* Peak resident memory of this process so far, in bytes; 0 when unknown. */
size_t memory_peak(void);

/* From here on SIGINT and SIGTERM are noted instead of ending the process; a second one ends
 * it. */
void watch_interrupts(void);
bool was_interrupted(void);
void interrupt(void); /* as such a signal does */

/* Between the two, in any thread, no SIGINT or SIGTERM ends the process, for files that are to be
 * written whole; the first is noted all the same where that is watched for. */
void hold_interrupts(void);
void release_interrupts(void);

/* Holds them while a path is written, and returns true, unless it is a stream, which may have to be
 * waited for. */
bool hold_interrupts_for(const char *path);

/* At the start. Reads from and writes to standard streams that are closed fail, and no file gets
 * their numbers; writes to closed pipes, and beyond a limit of file size, fail without a signal. */
void prepare_descriptors(void);

/* Is this a path of something that is no regular file: standard output, a device, a pipe? */
bool is_stream(const char *path);

/* Does a path stand for standard output? */
bool is_stdout(const char *path);

bool is_folder(const char *path);
bool file_exists(const char *path);

/* Removes the file that a path leads to, and no link. */
bool remove_file(const char *path);

/* Creates a folder, and is content when it is there; false, with errno, when it cannot be. */
bool make_folder(const char *path);

/* The same, with a sentence; the exit code. */
int create_folder(const char *path);

/* Which file a path leads to, whatever its names are; false where there is none. */
typedef struct file_identity {
    unsigned long long device, inode;
} file_identity;
bool identify_file(const char *path, file_identity *out);

/* Do two paths name the same file of the same folder, however they are written? */
bool same_path(const char *a, const char *b);

/* Would creating or replacing this file fail? Prints a sentence and returns the exit code; 0
 * when it looks good. Asked before a long run, so that its result has a place to go. */
int check_output(const char *path, bool overwrite);

/* The same of a checkpoint, which is replaced again and again and in the end removed. */
int check_checkpoint_file(const char *path, bool overwrite);

/* woad_file_write, with interrupts held until the file is whole; the exit code. */
int save_bytes(const char *path, const void *bytes, size_t size, bool overwrite);

#endif
