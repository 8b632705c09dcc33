/* reply.c - what is asked of the studio, and what it answers. */
#include "reply.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *request_query(const studio_request *request, const char *key)
{
    return request->query(request->from, key);
}

size_t request_count(const studio_request *request, const char *key, size_t otherwise)
{
    const char *text = request_query(request, key);
    size_t digits = text ? strspn(text, "0123456789") : 0;
    bool whole = digits > 0 && digits < 16 && text[digits] == '\0';
    unsigned long long value = whole ? strtoull(text, NULL, 10) : 0;
    return whole && (size_t)value == value ? (size_t)value : otherwise;
}

double request_real(const studio_request *request, const char *key, double otherwise)
{
    const char *text = request_query(request, key);
    char *end = NULL;
    double value = text ? strtod(text, &end) : 0;
    return text && end != text && *end == '\0' && value > -1e12 && value < 1e12 ? value
                                                                                : otherwise;
}

void reply_bytes(studio_reply *reply, const char *type, void *bytes, size_t size)
{
    *reply = (studio_reply){
        .code = 200, .type = type, .bytes = bytes, .release = free, .size = size};
}

void reply_library_bytes(studio_reply *reply, const char *type, void *bytes, size_t size)
{
    reply_bytes(reply, type, bytes, size);
    reply->release = woad_free;
}

static const char text_type[] = "text/plain; charset=utf-8";

/* What is said when there is no memory to say it. */
static void reply_out_of_memory(studio_reply *reply)
{
    static const char sentence[] = "out of memory\n";
    *reply = (studio_reply){
        .code = 500, .type = text_type, .constant = sentence, .size = sizeof sentence - 1};
}

void reply_refuse(studio_reply *reply, unsigned code, const char *format, ...)
{
    enum { SENTENCE = 640 };
    char *text = malloc(SENTENCE);
    va_list arguments;
    if (!text) {
        reply_out_of_memory(reply);
        return;
    }
    va_start(arguments, format);
    vsnprintf(text, SENTENCE - 1, format, arguments);
    va_end(arguments);
    strcat(text, "\n");
    reply_bytes(reply, text_type, text, strlen(text));
    reply->code = code;
}

void reply_error(studio_reply *reply, woad_status status, const woad_error *error)
{
    reply_refuse(reply, status == WOAD_ERROR_MEMORY ? 500 : 400, "%s", error->message);
}

void reply_json(studio_reply *reply, json_t *object)
{
    char *text = json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(9));
    json_decref(object);
    if (text)
        reply_bytes(reply, "application/json", text, strlen(text));
    else
        reply_out_of_memory(reply);
}
