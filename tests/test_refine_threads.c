/* test_refine_threads.c - swaps in threads: apart from the others, so that ThreadSanitizer has only
 * these. */
#include "refine_support.h"

static void assert_threads_change_nothing(const woad_design_params *given)
{
    woad_design_params params = *given;
    strcpy(params.loss.dither.kernel, "1:10,2:10"); /* narrow, so quick */
    uint32_t *one = refined(&params);
    for (size_t threads = 2; threads <= 20; threads *= 3) {
        params.threads = threads;
        uint32_t *many = refined(&params);
        assert_memory_equal(
            one, many, params.width * params.height * params.depth * sizeof *one);
        woad_free(many);
    }
    woad_free(one);
}

static void threads_change_nothing(void **state)
{
    (void)state;
    woad_design_params plain = refining(120, 90, 1), spectral = refining(90, 92, 1);
    woad_design_params patches = refining(790, 24, 1), volume = refining(44, 40, 1);
    spectral.loss.spectral.weight = 1;
    volume.depth = 6;
    volume.refine.reach = 0.03; /* eight segments */
    assert_threads_change_nothing(&plain);
    assert_threads_change_nothing(&spectral);
    assert_threads_change_nothing(&patches);
    assert_threads_change_nothing(&volume);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
