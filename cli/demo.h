/* demo.h - the post's story, and where it led: what `woad demo` computes, draws and tells. */
#ifndef WOAD_CLI_DEMO_H
#define WOAD_CLI_DEMO_H

#include <woad/woad.h>

#include "gallery.h"
#include "text.h"

/* The masks that are compared throughout. */
enum { DEMO_WHITE, DEMO_BLUE, DEMO_DITHER, DEMO_MASKS };

/* The loss over the iterations, as it was reported. */
typedef struct demo_trace {
    size_t count, capacity;
    double *iteration, *total;
    double *terms[WOAD_MAX_LOSS_TERMS];
} demo_trace;

typedef struct demo {
    woad_design_params params; /* of the blue mask */
    woad_mask *masks[DEMO_MASKS];
    woad_scores scores[DEMO_MASKS];
    woad_design_report report; /* of the blue mask */
    double seconds;            /* that its design took */
    demo_trace trace;
    woad_image *photo;
    const char *photo_name; /* NULL: the built-in scene */
    cli_gallery gallery;
} demo;

extern const char *const demo_mask_names[DEMO_MASKS];

/* Draws every figure of the page into demo->gallery. */
woad_status demo_draw(demo *demo, woad_error *error);

/* Writes the page. */
void demo_write_page(const demo *demo, cli_text *page);

#endif
