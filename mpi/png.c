/* png.c - see png.h. Chunks are those of the PNG specification, third edition, sections 5.3 and
 * 11.2; the IDAT chunks of all processes hold one zlib stream (RFC 1950). */
#include "png.h"

#include <string.h>

#include <zlib.h>

#include "agree.h"
#include "base/alloc.h"
#include "base/status.h"
#include "io/png_mask.h"

/* Bytes of a chunk's data, at most: zlib counts in 32 bits. */
static const size_t chunk_size = (size_t)1 << 30;

enum { CHUNK_EXTRA = 12 /* length, type, sum */, STREAM_HEAD = 2, STREAM_END = 4 };

/* What this process has of the stream, its own ends with it. */
typedef struct band {
    uint8_t *bytes;
    size_t size;
    uint64_t sum[2]; /* Adler-32 of its rows, and their bytes */
} band;

static void put_big_endian(uint32_t value, uint8_t *bytes)
{
    for (int i = 0; i < 4; i++)
        bytes[i] = (uint8_t)(value >> (24 - 8 * i));
}

/* ---- rows ----------------------------------------------------------------------------------- */

static size_t row_size(const woad_mpi_mask *mask)
{
    return 1 + 2 * mask->width;
}

/* Unfiltered: noise has nothing that a filter could use. */
static void fill_row(const woad_mpi_mask *mask, woad_values values, size_t y, uint8_t *row)
{
    const uint64_t area = (uint64_t)mask->width * mask->height;
    *row++ = 0;
    for (size_t x = 0; x < mask->width; x++) {
        uint64_t v = mask->ranks[y * mask->width + x];
        if (values == WOAD_VALUES_THRESHOLD)
            v = ((2 * v + 1) << 16) / (2 * area);
        row[2 * x] = (uint8_t)(v >> 8);
        row[2 * x + 1] = (uint8_t)v;
    }
}

/* ---- deflate -------------------------------------------------------------------------------- */

static voidpf take_memory(voidpf opaque, uInt items, uInt size)
{
    (void)opaque;
    return woad_array(items, size);
}

static void give_back(voidpf opaque, voidpf address)
{
    (void)opaque;
    woad_free(address);
}

/* Room for the band, and for the ends of the stream. */
static size_t room_of(z_stream *z, const woad_mpi_mask *mask)
{
    enum { FLUSH = 16 };
    return deflateBound(z, row_size(mask) * mask->rows) + FLUSH + STREAM_HEAD + STREAM_END;
}

/* All of `row` goes in; the last ends the part, or the stream. There is room. */
static bool deflate_row(z_stream *z, uint8_t *row, size_t size, int flush, band *b, size_t room)
{
    size_t left = room - b->size;
    uInt there = left < chunk_size ? (uInt)left : (uInt)chunk_size;
    z->next_in = row;
    z->avail_in = (uInt)size;
    z->next_out = b->bytes + b->size;
    z->avail_out = there;
    int code = deflate(z, flush);
    b->size += there - z->avail_out;
    return code == (flush == Z_FINISH ? Z_STREAM_END : Z_OK) && z->avail_in == 0;
}

static bool deflate_rows(
    z_stream *z, const woad_mpi_mask *mask, woad_values values, bool ends, band *b, size_t room)
{
    size_t size = row_size(mask);
    uint8_t *row = woad_array(size, 1);
    bool good = row != NULL;
    b->sum[0] = adler32(0, NULL, 0);
    b->sum[1] = size * mask->rows;
    for (size_t y = 0; y < mask->rows && good; y++) {
        bool last = y + 1 == mask->rows;
        fill_row(mask, values, y, row);
        b->sum[0] = adler32((uLong)b->sum[0], row, (uInt)size);
        good = deflate_row(z, row, size,
            !last  ? Z_NO_FLUSH
            : ends ? Z_FINISH
                   : Z_FULL_FLUSH,
            b, room);
    }
    woad_free(row);
    return good;
}

static woad_status make_band(const woad_mpi_mask *mask, woad_values values, bool begins,
    bool ends, band *b, woad_error *error)
{
    z_stream z = {.zalloc = take_memory, .zfree = give_back};
    bool good = deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, MAX_MEM_LEVEL,
                    Z_DEFAULT_STRATEGY) == Z_OK;
    if (good) {
        size_t room = room_of(&z, mask);
        b->bytes = woad_array(room, 1);
        good = b->bytes != NULL;
        if (good && begins) {
            static const uint8_t head[STREAM_HEAD] = {0x78, 0x9c};
            memcpy(b->bytes, head, sizeof head);
            b->size = sizeof head;
        }
        good = good && deflate_rows(&z, mask, values, ends, b, room);
        deflateEnd(&z);
    }
    return good ? WOAD_OK : woad_fail_memory(error, "a PNG file");
}

/* Behind the last band, the sum of all rows. Collective. */
static woad_status end_stream(
    const woad_mpi_file *file, int processes, bool ends, band *b, woad_error *error)
{
    uint64_t *sums = woad_array(2 * (size_t)processes, sizeof *sums);
    woad_status status = sums ? WOAD_OK : woad_fail_memory(error, "a PNG file");
    status = woad_mpi_agree(file->comm, status, error);
    if (status >= 0) {
        MPI_Allgather(b->sum, 2, MPI_UINT64_T, sums, 2, MPI_UINT64_T, file->comm);
        uLong all = (uLong)sums[0];
        for (int p = 1; p < processes; p++)
            all = adler32_combine(all, (uLong)sums[2 * p], (z_off_t)sums[2 * p + 1]);
        if (ends) {
            put_big_endian((uint32_t)all, b->bytes + b->size);
            b->size += STREAM_END;
        }
    }
    woad_free(sums);
    return status;
}

/* ---- chunks --------------------------------------------------------------------------------- */

static size_t size_in_chunks(const band *b)
{
    return b->size + (b->size + chunk_size - 1) / chunk_size * CHUNK_EXTRA;
}

static uint64_t write_chunk(
    woad_mpi_file *file, uint64_t at, const char *type, const uint8_t *bytes, size_t size)
{
    uint8_t begin[8], sum[4];
    put_big_endian((uint32_t)size, begin);
    memcpy(begin + 4, type, 4);
    put_big_endian((uint32_t)crc32(crc32(0, begin + 4, 4), bytes, (uInt)size), sum);
    woad_mpi_file_write(file, at, begin, sizeof begin);
    woad_mpi_file_write(file, at + sizeof begin, bytes, size);
    woad_mpi_file_write(file, at + sizeof begin + size, sum, sizeof sum);
    return at + size + CHUNK_EXTRA;
}

static void write_band(woad_mpi_file *file, uint64_t head, bool ends, const band *b)
{
    static const uint8_t nothing[1];
    uint64_t own = size_in_chunks(b), before = 0;
    MPI_Exscan(&own, &before, 1, MPI_UINT64_T, MPI_SUM, file->comm);
    uint64_t at = head + (file->rank > 0 ? before : 0);
    for (size_t i = 0; i < b->size; i += chunk_size) {
        size_t size = b->size - i < chunk_size ? b->size - i : chunk_size;
        at = write_chunk(file, at, "IDAT", b->bytes + i, size);
    }
    if (ends)
        write_chunk(file, at, "IEND", nothing, 0);
}

woad_status woad_mpi_png_rows(const woad_mpi_mask *mask, woad_values values, size_t head,
    woad_mpi_file *file, woad_error *error)
{
    band b = {0};
    uint64_t place = head;
    int processes;
    MPI_Comm_size(file->comm, &processes);
    MPI_Bcast(&place, 1, MPI_UINT64_T, 0, file->comm);
    bool ends = file->rank == processes - 1;
    woad_status status = make_band(mask, values, file->rank == 0, ends, &b, error);
    status = woad_mpi_agree(file->comm, status, error);
    if (status >= 0)
        status = end_stream(file, processes, ends, &b, error);
    if (status >= 0)
        write_band(file, place, ends, &b);
    woad_free(b.bytes);
    return status;
}

woad_status woad_mpi_png_head(const woad_mpi_mask *mask, woad_values values, void **bytes,
    size_t *size, woad_error *error)
{
    const woad_mask shape = {.width = mask->width,
        .height = mask->height,
        .depth = 1,
        .channels = 1,
        .recipe = mask->recipe};
    return woad_png_mask_head(&shape, values, bytes, size, error);
}
