/* pdf.c - distributions by name.
 *
 * Each is its quantile function Q, the inverse F, and the density F'. Those with two sides are
 * computed on the lower one and mirrored, so that Q(1 - u) = -Q(u) to the last bit.
 */
#include "pdf.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/pi.h"
#include "base/status.h"
#include "key.h"
#include "vector/distribution.h"

typedef struct kind {
    woad_entry info;
    double (*quantile)(const woad_pdf *pdf, double u);
    double (*cumulative)(const woad_pdf *pdf, double x);
    double (*density)(const woad_pdf *pdf, double x);
    woad_status (*read)(const char *path, woad_points *table, woad_error *error); /* or NULL */
    double noise_scale;
} kind;

struct woad_pdf {
    const kind *kind;
    woad_points table; /* of a file */
    char *text;
};

/* ---- uniform and triangular ------------------------------------------------------------- */

static double held(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

static double uniform_quantile(const woad_pdf *pdf, double u)
{
    (void)pdf;
    return 2 * u - 1;
}

static double uniform_cumulative(const woad_pdf *pdf, double x)
{
    (void)pdf;
    return held((x + 1) / 2, 0, 1);
}

static double uniform_density(const woad_pdf *pdf, double x)
{
    (void)pdf;
    return fabs(x) <= 1 ? 0.5 : 0;
}

static double triangular_quantile(const woad_pdf *pdf, double u)
{
    (void)pdf;
    return u < 0.5 ? sqrt(2 * u) - 1 : 1 - sqrt(2 * (1 - u));
}

static double triangular_cumulative(const woad_pdf *pdf, double x)
{
    (void)pdf;
    double tail = held(1 - fabs(x), 0, 1);
    return x < 0 ? tail * tail / 2 : 1 - tail * tail / 2;
}

static double triangular_density(const woad_pdf *pdf, double x)
{
    (void)pdf;
    return fmax(1 - fabs(x), 0);
}

/* ---- Gaussian --------------------------------------------------------------------------- */

static double gaussian_cumulative(const woad_pdf *pdf, double x)
{
    (void)pdf;
    return erfc(-x / sqrt(2)) / 2;
}

static double gaussian_density(const woad_pdf *pdf, double x)
{
    (void)pdf;
    return exp(-x * x / 2) / sqrt(2 * WOAD_PI);
}

/* The rational start of Abramowitz and Stegun (1964), 26.2.22, is right to 0.003; each of Halley's
 * steps triples the digits. Far out in the tail F' underflows before F does: the start stays. */
static double lower_gaussian_quantile(double u)
{
    double t = sqrt(-2 * log(u));
    double x = (2.30753 + 0.27061 * t) / (1 + (0.99229 + 0.04481 * t) * t) - t;
    for (int step = 0; step < 3; step++) {
        double slope = gaussian_density(NULL, x);
        if (!(slope > 0))
            break;
        double newton = (gaussian_cumulative(NULL, x) - u) / slope;
        x -= newton / (1 + newton * x / 2);
    }
    return x;
}

static double gaussian_quantile(const woad_pdf *pdf, double u)
{
    (void)pdf;
    if (u <= 0 || u >= 1)
        return u <= 0 ? -INFINITY : INFINITY;
    return u < 0.5 ? lower_gaussian_quantile(u) : u > 0.5 ? -lower_gaussian_quantile(1 - u) : 0;
}

/* ---- Laplace: exp(-sqrt(2) |x|) / sqrt(2) ------------------------------------------------ */

static double laplace_quantile(const woad_pdf *pdf, double u)
{
    (void)pdf;
    return (u < 0.5 ? log(2 * u) : -log(2 * (1 - u))) / sqrt(2);
}

static double laplace_cumulative(const woad_pdf *pdf, double x)
{
    (void)pdf;
    double tail = exp(-sqrt(2) * fabs(x)) / 2;
    return x < 0 ? tail : 1 - tail;
}

static double laplace_density(const woad_pdf *pdf, double x)
{
    (void)pdf;
    return exp(-sqrt(2) * fabs(x)) / sqrt(2);
}

/* ---- files ------------------------------------------------------------------------------ */

static double table_quantile(const woad_pdf *pdf, double u)
{
    return woad_pdf_table_quantile(&pdf->table, u);
}

static double table_cumulative(const woad_pdf *pdf, double x)
{
    return woad_pdf_table_cumulative(&pdf->table, x);
}

static double table_density(const woad_pdf *pdf, double x)
{
    return woad_pdf_table_density(&pdf->table, x);
}

/* ---- the table -------------------------------------------------------------------------- */

/* Noise: triangular noise of two levels' width and Gaussian noise of half a level's deviation are
 * what audio and imaging use (Vanderkooy and Lipshitz 1984; Wannamaker et al. 2000). */
static const kind kinds[] = {
    {{"uniform", "even on [-1, 1]"}, uniform_quantile, uniform_cumulative, uniform_density,
        NULL, 0.5},
    {{"triangular", "on [-1, 1], highest at 0"}, triangular_quantile, triangular_cumulative,
        triangular_density, NULL, 1},
    {{"gaussian", "mean 0, variance 1"}, gaussian_quantile, gaussian_cumulative,
        gaussian_density, NULL, 0.5},
    {{"laplace", "mean 0, variance 1, with long tails"}, laplace_quantile, laplace_cumulative,
        laplace_density, NULL, 0.5},
    {{"table:PATH", "quantiles: lines of probability and value"}, table_quantile,
        table_cumulative, table_density, woad_pdf_read_table, 1},
    {{"histogram:PATH", "bins: lines of lower edge and weight, the last weight 0"},
        table_quantile, table_cumulative, table_density, woad_pdf_read_histogram, 1},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

const woad_entry *woad_pdf_at(size_t index)
{
    return index < KINDS ? &kinds[index].info : woad_vector_distribution_at(index - KINDS);
}

size_t woad_pdf_components(const char *text)
{
    const woad_vector_distribution *vectors = woad_vector_distribution_find(text);
    return vectors ? vectors->components : 1;
}

/* The kind that a text names, with the path that follows a name with a colon. */
static const kind *find_kind(const char *text, const char **path)
{
    if (woad_vector_distribution_find(text))
        return &kinds[0];
    for (size_t i = 0; i < KINDS; i++) {
        size_t length = strcspn(kinds[i].info.name, ":");
        if (strncmp(text, kinds[i].info.name, length) != 0)
            continue;
        *path = text + length + 1;
        if (text[length] == (kinds[i].read ? ':' : '\0'))
            return &kinds[i];
    }
    return NULL;
}

static const char *kind_name(size_t index, const void *user)
{
    (void)user;
    const woad_entry *entry = woad_pdf_at(index);
    return entry ? entry->name : NULL;
}

static woad_status parse(
    const char *text, const kind **found, const char **path, woad_error *error)
{
    *found = find_kind(*text == '\0' ? kinds[0].info.name : text, path);
    if (!*found) {
        char word[WOAD_PARAM_TEXT]; /* with the table's word for a path */
        size_t end = strcspn(text, ":");
        snprintf(word, sizeof word, "%.*s%s", (int)end, text, text[end] ? ":PATH" : "");
        const char *nearest = woad_nearest_word(word, kind_name, NULL);
        return woad_fail(error, WOAD_ERROR_ARGUMENT, "'%s' is not a distribution: %s%s%s", text,
            nearest ? "did you mean '" : "`woad list distributions` shows all",
            nearest ? nearest : "", nearest ? "'?" : "");
    }
    if ((*found)->read && (**path == '\0' || !woad_stands_in_a_recipe(*path)))
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "the distribution's file '%s' cannot stand in a recipe: its name must have no "
            "semicolon, no control character, and no blank at either end",
            *path);
    return WOAD_OK;
}

woad_status woad_pdf_check(const char *text, woad_error *error)
{
    const kind *found;
    const char *path;
    if (*text == '\0')
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "the name of a distribution is missing: `woad list distributions` shows all");
    return parse(text, &found, &path, error);
}

bool woad_pdf_names_file(const char *text)
{
    const char *path;
    const kind *found = find_kind(text, &path);
    return found && found->read;
}

bool woad_pdf_is_uniform(const char *text)
{
    return *text == '\0' || strcmp(text, kinds[0].info.name) == 0;
}

/* ---- life ------------------------------------------------------------------------------- */

woad_status woad_pdf_create(const char *text, woad_pdf **out, woad_error *error)
{
    const kind *found;
    const char *path;
    woad_status status = parse(text, &found, &path, error);
    if (status < 0)
        return status;
    woad_pdf *pdf = woad_array(1, sizeof *pdf);
    if (!pdf)
        return woad_fail_memory(error, "a distribution");
    text = *text == '\0' ? found->info.name : text;
    pdf->kind = found;
    pdf->text = woad_copy_string(text, strlen(text));
    if (!pdf->text)
        status = woad_fail_memory(error, "a distribution");
    else if (found->read)
        status = found->read(path, &pdf->table, error);
    if (status < 0)
        woad_pdf_destroy(pdf);
    else
        *out = pdf;
    return status;
}

void woad_pdf_destroy(woad_pdf *pdf)
{
    if (!pdf)
        return;
    woad_points_clear(&pdf->table);
    woad_free(pdf->text);
    woad_free(pdf);
}

const char *woad_pdf_text(const woad_pdf *pdf)
{
    return pdf->text;
}

bool woad_pdf_is_even(const woad_pdf *pdf)
{
    return pdf->kind == &kinds[0];
}

double woad_pdf_quantile(const woad_pdf *pdf, double u)
{
    return pdf->kind->quantile(pdf, u);
}

double woad_pdf_cumulative(const woad_pdf *pdf, double x)
{
    return pdf->kind->cumulative(pdf, x);
}

double woad_pdf_density(const woad_pdf *pdf, double x)
{
    return pdf->kind->density(pdf, x);
}

double woad_pdf_mean(const woad_pdf *pdf, size_t count)
{
    double sum = 0;
    for (size_t r = 0; r < count; r++)
        sum += woad_pdf_quantile(pdf, ((double)r + 0.5) / (double)count);
    return sum / (double)count;
}

double woad_pdf_noise_scale(const woad_pdf *pdf)
{
    return pdf->kind->noise_scale;
}
