/* gallery.c - named pictures in a folder. */
#include "gallery.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "failure.h"
#include "image_file.h"
#include "system.h"

void gallery_add(cli_gallery *gallery, const char *name, const char *caption, woad_image *image)
{
    assert(gallery->count < GALLERY_CAPACITY);
    gallery->figures[gallery->count++] = (cli_figure){name, caption, image};
}

void gallery_clear(cli_gallery *gallery)
{
    for (size_t i = 0; i < gallery->count; i++)
        woad_image_destroy(gallery->figures[i].image);
    gallery->count = 0;
}

const cli_figure *gallery_find(const cli_gallery *gallery, const char *name)
{
    for (size_t i = 0; i < gallery->count; i++) {
        if (strcmp(gallery->figures[i].name, name) == 0)
            return &gallery->figures[i];
    }
    return NULL;
}

enum { PATH_SIZE = 4096 };

static int figure_path(const char *folder, const cli_figure *figure, char path[PATH_SIZE])
{
    int length = snprintf(path, PATH_SIZE, "%s/%s.png", folder, figure->name);
    return length < PATH_SIZE ? EXIT_DONE
                              : fail(EXIT_OUTPUT, "the name of the folder is too long");
}

int gallery_save(const cli_gallery *gallery, const char *folder, bool overwrite)
{
    char path[PATH_SIZE];
    int code = create_folder(folder);
    for (size_t i = 0; code == EXIT_DONE && i < gallery->count; i++) {
        code = figure_path(folder, &gallery->figures[i], path);
        if (code == EXIT_DONE)
            code = check_output(path, overwrite);
    }
    for (size_t i = 0; code == EXIT_DONE && i < gallery->count; i++) {
        code = figure_path(folder, &gallery->figures[i], path);
        if (code == EXIT_DONE)
            code = save_image(gallery->figures[i].image, 0, path, overwrite);
    }
    return code;
}
