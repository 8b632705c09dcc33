/* io/video_reader.c - videos read frame by frame. */
#include "io/video.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "io/image_codec.h"

enum { FIRST_ROOM = 1 << 20 }; /* bytes */

/* ---- layouts -------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    size_t channels;
    unsigned bits;
} raw_kinds[] = {{"gray", 1, 8}, {"rgb24", 3, 8}, {"gray16le", 1, 16}, {"rgb48le", 3, 16}};

/* A number from 1 to the largest axis that ends with `after`; 0 otherwise. */
static size_t parse_axis(const char **text, char after)
{
    char *end;
    if (**text < '0' || **text > '9')
        return 0;
    unsigned long long n = strtoull(*text, &end, 10);
    if (*end != after || n > WOAD_IMAGE_MAX_AXIS)
        return 0;
    *text = end + (after != '\0');
    return (size_t)n;
}

woad_status woad_video_layout_parse(const char *text, woad_video_layout *out, woad_error *error)
{
    size_t length = strcspn(text, ":");
    if (strcmp(text, "y4m") == 0) {
        *out = (woad_video_layout){.y4m = true};
        return WOAD_OK;
    }
    for (size_t i = 0; text[length] == ':' && i < sizeof raw_kinds / sizeof *raw_kinds; i++) {
        const char *size = text + length + 1;
        if (strlen(raw_kinds[i].name) != length ||
            strncmp(text, raw_kinds[i].name, length) != 0)
            continue;
        size_t width = parse_axis(&size, 'x'), height = width > 0 ? parse_axis(&size, '\0') : 0;
        if (height == 0)
            break;
        woad_status status =
            woad_image_check_size(text, width, height, raw_kinds[i].channels, error);
        if (status >= 0)
            *out = (woad_video_layout){
                false, width, height, raw_kinds[i].channels, raw_kinds[i].bits};
        return status;
    }
    return woad_fail(error, WOAD_ERROR_ARGUMENT,
        "%s is no layout of a video: it is y4m, or gray, rgb24, gray16le or rgb48le with a size, "
        "as in rgb24:640x480",
        text);
}

/* ---- opening -------------------------------------------------------------------------------- */

static woad_status fail_frame(const woad_video_reader *r, const char *what, woad_error *error)
{
    if (r->input.source.refusal)
        return woad_fail(error, WOAD_ERROR_READ, "cannot read %s: %s", r->input.name,
            strerror(r->input.source.refusal));
    return woad_fail(error, WOAD_ERROR_FORMAT, "%s %s frame %zu (the first is 0)",
        r->input.name, what, r->frame);
}

/* A line without its end; its length, or -1 where there is no end. */
static int read_line(woad_byte_source *source, char line[WOAD_Y4M_LINE])
{
    for (int length = 0; length < WOAD_Y4M_LINE; length++) {
        int byte = woad_source_byte(source);
        if (byte < 0)
            return -1;
        if (byte == '\n') {
            line[length] = '\0';
            return length;
        }
        line[length] = (char)byte;
    }
    return -1;
}

static woad_status begin_y4m(woad_video_reader *r, woad_error *error)
{
    char line[WOAD_Y4M_LINE];
    static const char magic[] = "YUV4MPEG2";
    size_t there = (size_t)(r->input.source.end - r->input.source.at);
    if (!woad_begins_with(r->input.source.at, there, magic, strlen(magic)))
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s does not begin with YUV4MPEG2: it is no Y4M video", r->input.name);
    if (read_line(&r->input.source, line) < 0)
        return woad_fail(
            error, WOAD_ERROR_FORMAT, "%s is cut off or damaged in its header", r->input.name);
    woad_status status = woad_y4m_parse(line, r->input.name, &r->y4m, error);
    r->shape = (woad_image){r->y4m.width, r->y4m.height, r->y4m.planes, 16, NULL};
    r->frame_size = woad_y4m_frame_size(&r->y4m);
    return status;
}

static woad_status begin(
    woad_video_reader *r, const char *path, const woad_video_layout *layout, woad_error *error)
{
    woad_status status = woad_input_open(&r->input, path, error);
    if (status < 0)
        return status;
    r->is_y4m = layout->y4m;
    if (r->is_y4m) {
        status = begin_y4m(r, error);
    } else {
        r->shape =
            (woad_image){layout->width, layout->height, layout->channels, layout->bits, NULL};
        status = woad_image_check_shape(&r->shape, error);
        r->frame_size =
            status < 0 ? 0
                       : layout->width * layout->height * layout->channels * (layout->bits / 8);
    }
    return status;
}

woad_status woad_video_reader_open(const char *path, const woad_video_layout *layout,
    woad_video_reader **out, woad_error *error)
{
    woad_video_reader *r = woad_array(1, sizeof *r);
    if (!r)
        return woad_fail_memory(error, "a video");
    r->input.fd = -1;
    woad_status status = begin(r, path, layout, error);
    if (status >= 0)
        *out = r;
    else
        woad_video_reader_close(r);
    return status;
}

/* ---- frames --------------------------------------------------------------------------------- */

const woad_image *woad_video_reader_shape(const woad_video_reader *reader)
{
    return &reader->shape;
}

/* "FRAME" and whatever parameters follow it; *there is false at the end of the file. */
static woad_status read_frame_header(woad_video_reader *r, bool *there, woad_error *error)
{
    char line[WOAD_Y4M_LINE];
    int first = woad_source_byte(&r->input.source);
    *there = first >= 0;
    if (first < 0)
        return r->input.source.refusal ? fail_frame(r, "", error) : WOAD_OK;
    r->input.source.at--;
    int length = read_line(&r->input.source, line);
    if (length >= 5 && memcmp(line, "FRAME", 5) == 0 && (line[5] == ' ' || line[5] == '\0'))
        return WOAD_OK;
    return fail_frame(r, "is cut off or damaged at", error);
}

/* Makes room for twice as much of a frame, or for its rest where that is less. */
static woad_status grow(woad_video_reader *r, woad_error *error)
{
    size_t room = r->room < FIRST_ROOM ? FIRST_ROOM : 2 * r->room;
    room = room < r->frame_size ? room : r->frame_size;
    uint8_t *bytes = woad_array(room, 1);
    if (!bytes)
        return woad_fail_memory(error, "a frame of a video");
    if (r->bytes)
        memcpy(bytes, r->bytes, r->room);
    woad_free(r->bytes);
    r->bytes = bytes;
    r->room = room;
    return WOAD_OK;
}

/* As much of a frame as there is. Its size is only a claim: memory is taken as bytes come. */
static woad_status read_bytes(woad_video_reader *r, size_t *got, woad_error *error)
{
    for (*got = 0; *got < r->frame_size;) {
        woad_status status = *got < r->room ? WOAD_OK : grow(r, error);
        if (status < 0)
            return status;
        size_t wanted = r->room - *got;
        size_t came = woad_source_bytes(&r->input.source, r->bytes + *got, wanted);
        *got += came;
        if (came < wanted)
            break;
    }
    return WOAD_OK;
}

static void store_raw(const woad_video_reader *r, const woad_image *frame)
{
    uint16_t *deep = frame->samples;
    if (r->shape.bits == 8)
        memcpy(frame->samples, r->bytes, r->frame_size);
    for (size_t i = 0; r->shape.bits == 16 && i < r->frame_size / 2; i++)
        deep[i] = (uint16_t)(r->bytes[2 * i] | r->bytes[2 * i + 1] << 8);
}

static bool has_shape(const woad_image *a, const woad_image *b)
{
    return a->width == b->width && a->height == b->height && a->channels == b->channels &&
           a->bits == b->bits;
}

woad_status woad_video_reader_frame(
    woad_video_reader *reader, woad_image *frame, bool *there, woad_error *error)
{
    *there = true;
    if (!frame || !frame->samples || !has_shape(frame, &reader->shape))
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "a frame is read into an image of the video's size, channels and bits");
    woad_status status = reader->is_y4m ? read_frame_header(reader, there, error) : WOAD_OK;
    if (status < 0 || !*there)
        return status;
    size_t got;
    status = read_bytes(reader, &got, error);
    if (status < 0)
        return status;
    *there = got > 0 || reader->is_y4m || reader->input.source.refusal;
    if (!*there)
        return WOAD_OK;
    if (got < reader->frame_size)
        return fail_frame(reader, "is cut off in", error);
    if (reader->is_y4m)
        woad_y4m_decode(&reader->y4m, reader->bytes, frame->samples);
    else
        store_raw(reader, frame);
    reader->frame++;
    return WOAD_OK;
}

void woad_video_reader_close(woad_video_reader *reader)
{
    if (!reader)
        return;
    woad_input_close(&reader->input);
    woad_free(reader->bytes);
    woad_free(reader);
}
