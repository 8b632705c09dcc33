/* base/pi.h - a number that POSIX does not promise under -std=c11. */
#ifndef WOAD_BASE_PI_H
#define WOAD_BASE_PI_H

#define WOAD_PI 3.14159265358979323846

#endif
