/* io/bytes.h - numbers in files, whatever the byte order of the machine. */
#ifndef WOAD_IO_BYTES_H
#define WOAD_IO_BYTES_H

#include <woad/io.h>

/* Little-endian reads and writes; `bytes` needs no alignment. */
uint32_t woad_get_u32(const uint8_t *bytes);
float woad_get_f32(const uint8_t *bytes);
void woad_put_u32(uint32_t v, uint8_t *bytes);
void woad_put_f32(float v, uint8_t *bytes);

/* A sample of `size` bytes in either byte order, exactly: unsigned integers of 1, 2 or 4 bytes;
 * IEEE 754 binary32 and binary64 of 4 or 8 bytes where `is_float`. */
double woad_get_sample(const uint8_t *bytes, size_t size, bool is_float, bool big_endian);

/* The whole mask as little-endian 4-byte samples: ranks as uint32, other values as float32. */
void woad_put_samples(const woad_mask *mask, const woad_io_options *options, uint8_t *bytes);

#endif
