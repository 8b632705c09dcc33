/* io/raw.h - the shape of a file without a header. */
#ifndef WOAD_IO_RAW_H
#define WOAD_IO_RAW_H

#include <woad/io.h>

/* The options with the lengths of the axes of so many samples: as the options say; a missing width
 * or height follows from the number of samples, both missing make a square. Unchecked. */
woad_io_options woad_raw_shape(const woad_io_options *options, size_t samples);

#endif
