/* catalogs.h - what can be chosen by name: presets, loss terms, formats, palettes, ... */
#ifndef WOAD_CLI_CATALOGS_H
#define WOAD_CLI_CATALOGS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct listed {
    char name[64], help[320];
} listed;

/* The name of a catalog, "presets"; NULL past the last. */
const char *catalog_name(size_t catalog);

/* The index-th thing of a catalog that there is; false past the last. */
bool catalog_at(size_t catalog, size_t index, listed *out);

#endif
