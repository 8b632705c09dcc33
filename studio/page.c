/* page.c - the files of the page, which are in the program. */
#include "page.h"

#include <string.h>

#include "pages.inc"

const studio_page *studio_page_find(const char *name)
{
    const char *wanted = *name ? name : "index.html";
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        if (strcmp(pages[i].name, wanted) == 0)
            return &pages[i];
    }
    return NULL;
}
