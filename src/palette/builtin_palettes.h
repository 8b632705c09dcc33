/* palette/builtin_palettes.h - palettes by name. */
#ifndef WOAD_PALETTE_BUILTIN_H
#define WOAD_PALETTE_BUILTIN_H

#include <woad/palette.h>

/* False where no palette has the name. *measured has a count of 0 where nothing is known. */
bool woad_builtin_colours(const char *name, woad_colours *out, woad_colours *measured);

#endif
