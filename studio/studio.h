/* studio.h - what `woad studio` is made of. */
#ifndef WOAD_STUDIO_STUDIO_H
#define WOAD_STUDIO_STUDIO_H

#include "reply.h"
#include "session.h"

/* Values of a mask at most: so many are looked at while they are designed. */
#define STUDIO_MOST_VALUES ((size_t)1 << 22)

#define STUDIO_NAME 64 /* of what is compared with */

typedef struct studio {
    session session;
    char folder[64]; /* for targets that were drawn, made for this run and removed after it */
    size_t targets;  /* that were drawn */
    pthread_mutex_t lock;     /* of what follows */
    woad_image *photo, *view; /* as it was read, and as small as it is shown; or NULL */
    size_t photo_version;
    moment *reference; /* to compare with, or NULL */
    char reference_name[STUDIO_NAME];
} studio;

/* Makes the folder; false when it cannot be made. */
bool studio_init(studio *s, const woad_design_params *params, double idle_limit);
void studio_clear(studio *s);
void studio_remove_folder(const studio *s);

/* Takes the image; it is prepared to be seen. Fails with WOAD_ERROR_MEMORY and _SIZE. */
woad_status studio_set_photo(studio *s, woad_image *photo, woad_error *error);

/* Answers a request that the guard let through. */
void studio_answer(studio *s, const studio_request *request, studio_reply *reply);

/* How many bytes the body of such a request may have; 0: there is no such request. */
size_t studio_body_limit(const char *method, const char *path);

/* ---- the parts ------------------------------------------------------------------------------ */

typedef void studio_handler(studio *s, const studio_request *request, studio_reply *reply);

/* settings.c */
studio_handler studio_about;        /* everything that the page makes its controls from */
studio_handler studio_get_settings; /* the parameters: {"version", "values"} */
studio_handler studio_set_settings; /* lines "section.key=value", after a preset; may start */
studio_handler studio_set_recipe;   /* a whole recipe */

/* Whether a studio takes these parameters, and what is wrong with them. */
woad_status studio_check(const woad_design_params *params, woad_error *error);

/* A page, or a mask that is dropped on it, has no business with files: parameters that name one
 * stay as the command line has them. WOAD_ERROR_ARGUMENT where one is new. */
woad_status studio_check_files(
    const woad_design_params *before, const woad_design_params *after, woad_error *error);

/* The preset's, but for the size and the seed of the mask. Fails with WOAD_ERROR_ARGUMENT. */
woad_status studio_take_preset(const char *name, woad_design_params *params, woad_error *error);

/* Takes parameters and does what the query asks: start=fresh, start=here, or nothing. */
void studio_take(studio *s, const studio_request *request, const woad_design_params *params,
    studio_reply *reply);

/* target.c */
studio_handler studio_set_target; /* a CSV profile or a picture of a spectrum */
/* A recipe with the file of a drawn target, if there is one, as it is named when it is saved. */
char *studio_portable_recipe(const studio *s, const char *recipe);
studio_handler studio_get_target; /* that file */

/* frame.c */
studio_handler studio_get_frame; /* the state, and the mask with its spectrum, as bytes */
studio_handler studio_get_trace;

/* photo.c */
studio_handler studio_put_photo;
size_t studio_photo_version(studio *s); /* how many there have been */
studio_handler studio_get_dithered;     /* RGB as bytes, or a file */

/* reference.c */
studio_handler studio_set_reference; /* by a method's name, or a mask in a file */
studio_handler studio_get_reference;
studio_handler studio_get_scores;
/* The mask, or NULL; and its name, unless `name` is NULL. */
moment *studio_hold_reference(studio *s, char name[STUDIO_NAME]);

/* take.c */
studio_handler studio_get_mask; /* in any format */
studio_handler studio_get_recipe;
studio_handler studio_get_sheet;
studio_handler studio_put_mask; /* to go on from */

/* A mask in the body of a request, whose query has its file's name; NULL after a refusal. */
woad_mask *studio_decode_mask(const studio_request *request, studio_reply *reply);

/* The bytes of the frame and channel that the query asks for; spectrum.c. `head` comes first, and
 * `size` becomes that of all. */
void *studio_encode_mask(const woad_mask *mask, const studio_request *request, const void *head,
    size_t head_size, size_t *size, woad_error *error);

#endif
