/* entry.h - something that can be chosen by name. */
#ifndef WOAD_ENTRY_H
#define WOAD_ENTRY_H

/* A preset, a loss term, an optimizer, a distribution, ... */
typedef struct woad_entry {
    const char *name;
    const char *help; /* one line */
} woad_entry;

/* Bytes of a parameter that is text, with the NUL. */
#define WOAD_PARAM_TEXT 160

#endif
