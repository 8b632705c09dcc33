/* page.h - the files of the page, which are in the program. */
#ifndef WOAD_STUDIO_PAGE_H
#define WOAD_STUDIO_PAGE_H

#include <stddef.h>

typedef struct studio_page {
    const char *name, *type;
    const unsigned char *bytes;
    size_t size;
} studio_page;

/* The file of this name, or NULL; "" is index.html. */
const studio_page *studio_page_find(const char *name);

#endif
