/* test_refine_threads.c - swaps in threads: apart from the others, so that ThreadSanitizer has only
 * these. */
#include "refine_support.h"

static void assert_threads_change_nothing(size_t width, size_t height, double spectral_weight)
{
    woad_design_params params = refining(width, height, 2);
    strcpy(params.loss.dither.kernel, "1:10,2:10"); /* narrow, so quick */
    params.loss.spectral.weight = spectral_weight;
    uint32_t *one = refined(&params);
    for (size_t threads = 2; threads <= 20; threads *= 3) {
        params.threads = threads;
        uint32_t *many = refined(&params);
        assert_memory_equal(one, many, width * height * sizeof *one);
        woad_free(many);
    }
    woad_free(one);
}

static void threads_change_nothing(void **state)
{
    (void)state;
    assert_threads_change_nothing(120, 90, 0);
    assert_threads_change_nothing(90, 92, 1);
    assert_threads_change_nothing(790, 24, 0); /* in patches */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
