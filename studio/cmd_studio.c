/* cmd_studio.c - `woad studio`: a page to design masks on, live. */
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../cli/failure.h"
#include "../cli/image_file.h"
#include "../cli/inputs.h"
#include "../cli/option_values.h"
#include "../cli/system.h"
#include "server.h"

extern const cli_command command_studio;

/* The user's own browser, as the desktop has it; that there is none is no reason to end. It is not
 * waited for: what opens it may end with it. */
static void open_browser(const char *address)
{
    extern char **environ;
    char program[] = "xdg-open", *copy = malloc(strlen(address) + 1);
    char *const words[] = {program, copy, NULL};
    pid_t child;
    if (!copy)
        return;
    strcpy(copy, address);
    if (posix_spawnp(&child, program, NULL, NULL, words, environ) != 0)
        note("there is no xdg-open to find a browser: open the address by hand");
    free(copy);
}

static int load_photo(const cli_arguments *arguments, studio *s)
{
    woad_image *photo;
    woad_error error;
    if (arguments->operand_count == 0)
        return EXIT_DONE;
    int code = load_image(arguments->operands[0], &photo);
    if (code != EXIT_DONE)
        return code;
    woad_status status = studio_set_photo(s, photo, &error);
    return status < 0 ? fail_input(status, &error) : EXIT_DONE;
}

/* Until Ctrl-C, or until nobody looks on and what runs cannot wait. */
static void serve(studio *s)
{
    const struct timespec pause = {.tv_nsec = 200000000};
    while (!was_interrupted() && !session_is_stuck(&s->session))
        nanosleep(&pause, NULL);
    if (!was_interrupted())
        note("nobody looked on, and the start of the design cannot wait: the studio ends");
}

static int run_server(
    const cli_arguments *arguments, studio *s, const studio_guard *guard, studio_server *server)
{
    char address[96];
    snprintf(address, sizeof address, "http://127.0.0.1:%u/%s/", guard->port, guard->token);
    printf("%s\n", address);
    int code = end_output();
    if (code == EXIT_DONE && has_flag(arguments, OPTION_OPEN))
        open_browser(address);
    if (code == EXIT_DONE)
        serve(s);
    if (!session_quit(
            &s->session)) { /* it is in the middle of a start, with which everything ends */
        studio_remove_folder(s);
        _exit(code);
    }
    studio_server_stop(server);
    return code;
}

static int start(const cli_arguments *arguments, studio *s, size_t port)
{
    studio_guard guard = {.port = (unsigned)port};
    if (!studio_guard_init(&guard))
        return fail(EXIT_INTERNAL, "the system has no random bytes for the address");
    int listener = studio_listen(&guard);
    if (listener < 0)
        return fail(EXIT_OUTPUT,
            "cannot listen at 127.0.0.1, port %zu: it may be taken; leave out "
            "--port for any that is free",
            port);
    if (!session_start(&s->session))
        return fail(EXIT_INTERNAL, "no thread can be made to design in");
    studio_server *server = studio_server_start(s, &guard, listener);
    if (server)
        return run_server(arguments, s, &guard, server);
    session_quit(&s->session);
    return fail(EXIT_INTERNAL, "no thread can be made to answer the page in");
}

static int run_studio(const cli_arguments *arguments)
{
    studio s = {0};
    woad_design_params params;
    woad_error error;
    size_t port = 0;
    double idle = 60;
    int code = design_params(arguments, &params);
    if (code == EXIT_DONE)
        code = count_option(arguments, OPTION_PORT, 0, 65535, &port);
    if (code == EXIT_DONE)
        code = real_option(arguments, OPTION_IDLE, 1, 86400, &idle);
    if (code == EXIT_DONE)
        code = threads_option(arguments, &params.threads);
    woad_status status = code == EXIT_DONE ? studio_check(&params, &error) : WOAD_OK;
    if (status < 0)
        code = fail_with(status, &error);
    if (code != EXIT_DONE)
        return code;
    watch_interrupts();
    if (!studio_init(&s, &params, idle))
        return fail(EXIT_OUTPUT, "%s: cannot make a folder there", s.folder);
    code = load_photo(arguments, &s);
    if (code == EXIT_DONE)
        code = start(arguments, &s, port);
    studio_clear(&s);
    return code;
}

static const char *const examples[] = {
    "woad studio",
    "woad studio --open photo.jpg",
    "woad studio --preset target --size 128 --port 8080",
    NULL,
};

const cli_command command_studio = {
    .name = "studio",
    .operands = "[PHOTO]",
    .summary = "design a mask by hand and eye, on a live page in the browser",
    .description =
        "Prints the address of a page and serves it to this machine alone until Ctrl-C. On the "
        "page the weights and the spectrum of a mask are set, drawn and painted, while the mask, "
        "its spectrum and the dithered photo are seen to settle; the mask, its recipe and the "
        "photo are taken away as files.\n\n"
        "The design begins by the preset, the recipe and --set, as in `woad design`. It waits when "
        "no page has been open for --idle seconds, and goes on when one is opened again.\n\n"
        "The address has a random token: who does not know it is refused, and so are the pages of "
        "other sites. Nothing is loaded from elsewhere.",
    .examples = examples,
    .options = {OPTION_PORT, OPTION_OPEN, OPTION_IDLE, OPTION_PRESET, OPTION_RECIPE, OPTION_SET,
        OPTION_SIZE, OPTION_SEED, OPTION_ITERATIONS, OPTION_THREADS, OPTION_MAX_MEMORY},
    .most_operands = 1,
    .run = run_studio,
};
