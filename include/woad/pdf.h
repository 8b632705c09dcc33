/* pdf.h - how the values of a mask are distributed.
 *
 * A mask is ranks; on the scale of a distribution its values are Q((rank + 0.5) / N), with Q the
 * quantile function. Masks that are compared with grey levels want the uniform one; noise that is
 * added to a signal often another.
 */
#ifndef WOAD_PDF_H
#define WOAD_PDF_H

#include <stdbool.h>
#include <stddef.h>

#include "entry.h"
#include "status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A distribution: Q, its inverse F, and the density F'. It does not change once it is made. */
typedef struct woad_pdf woad_pdf;

/* The index-th distribution, as it is written and what it is; NULL past the last:
 *
 *   uniform         on [-1, 1]
 *   triangular      on [-1, 1], highest in the middle: the sum of two uniform ones
 *   gaussian        mean 0, variance 1
 *   laplace         mean 0, variance 1
 *   table:PATH      a file of lines "probability, value", neither falling: Q, piecewise linear, and
 *                   beyond the first and last probability the value there
 *   histogram:PATH  a file of lines "edge, weight", edges rising: between an edge and the next the
 *                   density is even and holds that share of the sum; the last weight is 0
 *
 * and those whose values are vectors, with a channel for each component (design.h). Here, where one
 * component stands for itself, they are as the uniform one: their scale is [-1, 1].
 *
 *   square, cube    on [-1, 1]^2 and [-1, 1]^3
 *   disk            in the unit disk
 *   circle, sphere  unit vectors of two and three components
 *   hemisphere      unit vectors with z >= 0, the density as z
 */
WOAD_API const woad_entry *woad_pdf_at(size_t index);

/* Makes the distribution of such a text; "" is uniform. The caller gives *out to woad_pdf_destroy.
 * Fails with WOAD_ERROR_ARGUMENT (no such text), _READ or _FORMAT (its file: the sentence says
 * where and what), or _MEMORY. */
WOAD_API woad_status woad_pdf_create(const char *text, woad_pdf **out, woad_error *error);
WOAD_API void woad_pdf_destroy(woad_pdf *pdf);

/* Components of a value: 2 or 3 where the text names a distribution of vectors, else 1. */
WOAD_API size_t woad_pdf_components(const char *text);

/* Whether a text is the uniform distribution of numbers, "" being that too. */
WOAD_API bool woad_pdf_is_uniform(const char *text);

/* Q(u) for u in (0, 1). At 0 and 1 it may be infinite. */
WOAD_API double woad_pdf_quantile(const woad_pdf *pdf, double u);

/* F(x), in [0, 1], for any x: the probability of values up to x. F(Q(u)) = u where Q rises. */
WOAD_API double woad_pdf_cumulative(const woad_pdf *pdf, double x);

/* The density at x; of a table the slope of F, 0 where F jumps and outside. */
WOAD_API double woad_pdf_density(const woad_pdf *pdf, double x);

#ifdef __cplusplus
}
#endif
#endif
