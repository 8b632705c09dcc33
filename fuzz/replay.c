/* replay.c - runs all targets over the inputs that are kept: replay FOLDER..., each with a folder a
 * target. Without a fuzzer, under any sanitizer. */
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include <woad/io.h>

#include "targets.h"

/* The number of inputs; *unreadable counts those that cannot be read. */
static size_t replay(const fuzz_target *target, const char *folder, size_t *unreadable)
{
    char path[4096];
    size_t count = 0;
    snprintf(path, sizeof path, "%s/%s", folder, target->name);
    DIR *inputs = opendir(path);
    struct dirent *entry;
    while (inputs && (entry = readdir(inputs)) != NULL) {
        void *bytes;
        size_t size;
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s/%s", folder, target->name, entry->d_name);
        if (woad_file_read(path, 0, &bytes, &size, NULL) < 0) {
            fprintf(stderr, "cannot read %s\n", path);
            ++*unreadable;
            continue;
        }
        target->run(bytes, size);
        woad_free(bytes);
        count++;
    }
    if (inputs)
        closedir(inputs);
    return count;
}

int main(int count, char **folders)
{
    size_t empty = 0, unreadable = 0;
    for (size_t i = 0; fuzz_target_at(i); i++) {
        size_t inputs = 0;
        for (int f = 1; f < count; f++)
            inputs += replay(fuzz_target_at(i), folders[f], &unreadable);
        printf("%-14s %zu inputs\n", fuzz_target_at(i)->name, inputs);
        empty += inputs == 0;
    }
    return empty > 0 ||
           unreadable > 0; /* each has some, or they are not where they should be */
}
