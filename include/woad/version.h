/* version.h - the version, which stands here and nowhere else. */
#ifndef WOAD_VERSION_H
#define WOAD_VERSION_H

#include "status.h"

#ifdef __cplusplus
extern "C" {
#endif

#define WOAD_VERSION "0.1.0"

/* That of the library which is there at run time. Static. */
WOAD_API const char *woad_version(void);

#ifdef __cplusplus
}
#endif
#endif
