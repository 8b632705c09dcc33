/* failing_support.c - see failing_support.h. */
#include "failing_support.h"

#include <stdbool.h>
#include <string.h>

#include <woad/pdf.h>

#include "base/alloc.h"
#include "kernel.h"
#include "target_spectrum.h"

void *__real_woad_array(size_t count, size_t size);
void *__wrap_woad_array(size_t count, size_t size);
char *__real_woad_copy_string(const char *text, size_t length);
char *__wrap_woad_copy_string(const char *text, size_t length);
void __real_woad_free(void *memory);
void __wrap_woad_free(void *memory);

static struct {
    size_t asked, live;   /* allocations that were asked for; that were not given back */
    size_t first, beyond; /* of those asked for, first .. beyond - 1 fail */
} machine;

static bool refuses(void)
{
    machine.asked++;
    return machine.asked >= machine.first && machine.asked < machine.beyond;
}

static void *counted(void *memory)
{
    machine.live += memory ? 1 : 0;
    return memory;
}

void *__wrap_woad_array(size_t count, size_t size)
{
    return refuses() ? NULL : counted(__real_woad_array(count, size));
}

char *__wrap_woad_copy_string(const char *text, size_t length)
{
    return refuses() ? NULL : counted(__real_woad_copy_string(text, length));
}

void __wrap_woad_free(void *memory)
{
    machine.live -= memory ? 1 : 0;
    __real_woad_free(memory);
}

/* Calls it with the allocations `first` to `beyond` - 1 failing; whether it came so far. */
static bool fails(
    const char *what, attempt *call, const void *context, size_t first, size_t beyond)
{
    const size_t live = machine.live;
    woad_error error = {""};
    machine.asked = 0;
    machine.first = first;
    machine.beyond = beyond;
    const woad_status status = call(context, &error);
    const bool failed = machine.asked >= first;
    machine.first = machine.beyond = 0;
    if (machine.live != live)
        fail_msg("%s, allocation %zu fails: %td are not given back", what, first,
            (ptrdiff_t)(machine.live - live));
    if (!failed && status < 0)
        fail_msg("%s, nothing fails: %s", what, error.message);
    if (failed && (status != WOAD_ERROR_MEMORY || !strstr(error.message, "memory")))
        fail_msg("%s, allocation %zu fails%s: status %d, '%s'", what, first,
            beyond > first + 1 ? " and all after" : "", status, error.message);
    return failed;
}

size_t fail_each_allocation(const char *what, attempt *call, const void *context)
{
    size_t k = 1;
    for (; fails(what, call, context, k, k + 1); k++)
        assert_true(fails(what, call, context, k, SIZE_MAX));
    print_message("%4zu allocations: %s\n", k - 1, what);
    return k - 1;
}

static char mark;

void *untouched(void)
{
    return &mark;
}

woad_status checked(woad_status status, const void *out)
{
    void *stored;
    memcpy(&stored, out, sizeof stored);
    if (status < 0)
        assert_ptr_equal(stored, &mark);
    else
        assert_ptr_not_equal(stored, &mark);
    return status;
}

void spoil(void *out, size_t size)
{
    memset(out, 0xa5, size);
}

woad_status checked_memory(woad_status status, const void *out, size_t size)
{
    const unsigned char *bytes = out;
    size_t kept = 0;
    while (kept < size && bytes[kept] == 0xa5)
        kept++;
    if (status < 0)
        assert_int_equal(kept, size);
    else
        assert_true(kept < size);
    return status;
}

/* ---- what texts name ---- */

woad_status try_taps(const void *context, woad_error *error)
{
    woad_taps out = {.weights = untouched()};
    woad_status status =
        checked(woad_taps_create(context, 0, 16, 16, &out, error), &out.weights);
    if (status >= 0)
        woad_taps_clear(&out);
    return status;
}

woad_status try_target(const void *context, woad_error *error)
{
    double *power = untouched();
    woad_status status =
        checked(woad_target_spectrum_create(context, 8, 8, &power, error), &power);
    if (status >= 0)
        woad_free(power);
    return status;
}

woad_status try_pdf(const void *context, woad_error *error)
{
    woad_pdf *out = untouched();
    woad_status status = checked(woad_pdf_create(context, &out, error), &out);
    if (status >= 0)
        woad_pdf_destroy(out);
    return status;
}
