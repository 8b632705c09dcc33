/* test_io_mask_file.c - masks saved and loaded, with their recipes. */
#include <signal.h>
#include <sys/resource.h>

#include "io/format.h"
#include "test_io_file_support.h"

#define RECIPE "[mask]\nsize = 8x8\n"

static woad_mask *make_with_recipe(void)
{
    woad_mask *mask = make_mask(8, 8, 1, 1);
    mask->recipe = copy_recipe(RECIPE);
    return mask;
}

static woad_status save(const woad_mask *mask, const char *path, bool overwrite)
{
    return woad_mask_save(mask, path, NULL, NULL, overwrite, NULL);
}

static void masks_and_recipes_come_back_in_every_format(void **state)
{
    folder *f = *state;
    woad_mask *mask = make_with_recipe();
    int entries = 0;
    for (size_t i = 0; woad_format_at(i); i++) {
        char name[32];
        snprintf(name, sizeof name, "mask%s", woad_format_at(i)->extensions);
        name[strcspn(name, " ")] = '\0';
        const char *path = in_folder(f, name);
        woad_mask *back = NULL;
        assert_int_equal(save(mask, path, false), WOAD_OK);
        if (!woad_format_at(i)->write_only) {
            assert_int_equal(woad_mask_load(path, NULL, NULL, &back, NULL), WOAD_OK);
            assert_same_ranks(mask, back);
            assert_string_equal(back->recipe, RECIPE);
            woad_mask_destroy(back);
        }
        entries += woad_format_driver_of(woad_format_at(i))->carries_recipe ? 1 : 2;
        assert_int_equal(count_entries(f), entries);
    }
    woad_mask_destroy(mask);
}

static void a_named_format_wins_over_the_extension(void **state)
{
    folder *f = *state;
    woad_mask *mask = make_mask(8, 8, 1, 1), *back = NULL;
    const woad_format *npy = woad_format_find("npy");
    const char *path = in_folder(f, "mask.png");
    assert_int_equal(woad_mask_save(mask, path, npy, NULL, false, NULL), WOAD_OK);
    assert_int_equal(woad_mask_load(path, NULL, NULL, &back, NULL), WOAD_ERROR_FORMAT);
    assert_int_equal(woad_mask_load(path, npy, NULL, &back, NULL), WOAD_OK);
    assert_same_mask(mask, back);
    assert_null(back->recipe);
    woad_mask_destroy(mask);
    woad_mask_destroy(back);
}

static void unknown_extensions_list_the_formats(void **state)
{
    folder *f = *state;
    woad_error error = {""};
    woad_mask *mask = make_mask(2, 2, 1, 1);
    assert_int_equal(woad_mask_save(mask, in_folder(f, "mask.bmp"), NULL, NULL, false, &error),
        WOAD_ERROR_UNSUPPORTED);
    assert_non_null(strstr(error.message, "mask.bmp"));
    assert_non_null(strstr(error.message, "png, npy, raw"));
    assert_int_equal(count_entries(f), 0);
    woad_mask_destroy(mask);
}

/* Mask and recipe are one output: when one of them exists, neither is written. */
static void either_existing_file_keeps_both(void **state)
{
    folder *f = *state;
    const char *const existing[] = {"m.npy", "m.npy.ini"};
    woad_mask *mask = make_with_recipe();
    for (int i = 0; i < 2; i++) {
        put_file(in_folder(f, existing[i]), "old");
        assert_int_equal(save(mask, in_folder(f, "m.npy"), false), WOAD_ERROR_EXISTS);
        assert_int_equal(count_entries(f), 1);
        assert_content(in_folder(f, existing[i]), "old");
        unlink(f->file);
    }
    woad_mask_destroy(mask);
}

static void overwriting_leaves_no_old_recipe(void **state)
{
    folder *f = *state;
    woad_mask *mask = make_with_recipe();
    assert_int_equal(save(mask, in_folder(f, "m.npy"), false), WOAD_OK);
    assert_content(in_folder(f, "m.npy.ini"), RECIPE);
    woad_mask_destroy(mask);
    mask = make_mask(4, 4, 1, 1);
    assert_int_equal(save(mask, in_folder(f, "m.npy"), true), WOAD_OK);
    assert_int_equal(count_entries(f), 1);
    woad_mask_destroy(mask);
}

static void a_recipe_that_cannot_be_written_stops_the_mask(void **state)
{
    folder *f = *state;
    woad_mask *mask = make_with_recipe();
    assert_int_equal(mkdir(in_folder(f, "m.npy.ini"), 0700), 0);
    assert_int_equal(save(mask, in_folder(f, "m.npy"), true), WOAD_ERROR_WRITE);
    assert_int_equal(count_entries(f), 1);
    woad_mask_destroy(mask);
}

/* A limit on file sizes lets the recipe pass and not the mask. */
static void a_failed_save_leaves_no_recipe(void **state)
{
    folder *f = *state;
    struct rlimit before, small;
    woad_mask *mask = make_with_recipe();
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 100;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    woad_status status = save(mask, in_folder(f, "m.npy"), false);
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, handler);
    assert_int_equal(status, WOAD_ERROR_WRITE);
    assert_int_equal(count_entries(f), 0);
    woad_mask_destroy(mask);
}

static void devices_get_no_recipe_beside_them(void **state)
{
    (void)state;
    woad_mask *mask = make_with_recipe();
    const woad_format *npy = woad_format_find("npy");
    assert_int_equal(woad_mask_save(mask, "/dev/null", npy, NULL, false, NULL), WOAD_OK);
    assert_int_not_equal(access("/dev/null.ini", F_OK), 0);
    woad_mask_destroy(mask);
}

static void a_broken_file_is_named(void **state)
{
    folder *f = *state;
    woad_mask *mask = NULL;
    woad_error error = {""};
    put_file(in_folder(f, "m.npy"), "no such thing");
    assert_int_equal(woad_mask_load(f->file, NULL, NULL, &mask, &error), WOAD_ERROR_FORMAT);
    assert_non_null(strstr(error.message, f->file));
    assert_null(mask);
}

static void a_recipe_that_is_endless_or_no_file_is_refused(void **state)
{
    folder *f = *state;
    woad_mask *mask = make_mask(2, 2, 1, 1), *back = NULL;
    assert_int_equal(save(mask, in_folder(f, "m.npy"), false), WOAD_OK);
    assert_int_equal(symlink("/dev/zero", in_folder(f, "m.npy.ini")), 0);
    assert_int_equal(
        woad_mask_load(in_folder(f, "m.npy"), NULL, NULL, &back, NULL), WOAD_ERROR_READ);
    assert_null(back);
    assert_int_equal(remove(in_folder(f, "m.npy.ini")), 0);
    FILE *large = fopen(in_folder(f, "m.npy.ini"), "w");
    assert_non_null(large);
    assert_int_equal(ftruncate(fileno(large), 1L << 30), 0);
    fclose(large);
    assert_int_equal(
        woad_mask_load(in_folder(f, "m.npy"), NULL, NULL, &back, NULL), WOAD_ERROR_SIZE);
    assert_null(back);
    woad_mask_destroy(mask);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FOLDER_TEST(masks_and_recipes_come_back_in_every_format),
        FOLDER_TEST(a_named_format_wins_over_the_extension),
        FOLDER_TEST(unknown_extensions_list_the_formats),
        FOLDER_TEST(either_existing_file_keeps_both),
        FOLDER_TEST(overwriting_leaves_no_old_recipe),
        FOLDER_TEST(a_recipe_that_cannot_be_written_stops_the_mask),
        FOLDER_TEST(a_failed_save_leaves_no_recipe),
        FOLDER_TEST(devices_get_no_recipe_beside_them),
        FOLDER_TEST(a_broken_file_is_named),
        FOLDER_TEST(a_recipe_that_is_endless_or_no_file_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
