/* version.h - the version, which stands here and nowhere else. */
#ifndef WOAD_VERSION_H
#define WOAD_VERSION_H

#define WOAD_VERSION "0.1.0"

#endif
