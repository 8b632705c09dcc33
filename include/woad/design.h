/* design.h - designing a mask: a start, gradient descent on a loss, swaps of ranks. Each can be
 * left out; the default preset is void-and-cluster and then swaps.
 *
 * The descent is Bart Wronski's ("Optimizing blue noise dithering - backpropagation through
 * Fourier transform and sorting", 26 April 2020). The pixels m of a mask, N of them, on the scale
 * of a distribution (pdf.h), which is even on [-1, 1] by default, descend on
 *
 *     L(m) = w_s c_s S(m) + w_u c_u U(m) + w_h c_h H(m) + w_d c_d D(m) + w_t c_t T(m)
 *
 * where S, U, H, D and T are the spectral, uniformity, histogram, dither and target terms described
 * below, w their weights, and c multipliers: 1, or drawn afresh from U[0, 1) at each iteration.
 * Terms of the caller's own add to it (woad_own_term). Then come some steps on the histogram
 * alone, then the values are replaced by their ranks, and swaps of ranks lower w_s S + w_d D
 * further.
 */
#ifndef WOAD_DESIGN_H
#define WOAD_DESIGN_H

#include "entry.h"
#include "mask.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- kernels -------------------------------------------------------------------------- */

/* A kernel as text: a sum "[SHAPE:]SIZE[:WEIGHT],..." of at most 16 parts, or "file:PATH". Shapes
 * are gaussian (or none: exp(-r^2 / (4 SIZE^2)), what a Gaussian blur of sigma SIZE sees of pairs
 * r pixels apart), box and binomial (what such a filter of SIZE sees), and exponential
 * (exp(-r / SIZE)); a file holds the taps of a filter, one row a line. Weights are scaled to sum 1
 * over the pairs of one pixel with others. */

/* ---- the loss ------------------------------------------------------------------------- */

/* Along which axes of a mask with frames a term on the spectrum transforms the values. Its formula
 * below is that of one transform: N the values in it, F and |f| along its axes, in cycles per pixel
 * and per frame; the term is the sum over all transforms of the mask. All but WOAD_AXES_FRAME need
 * more than one frame. */
typedef enum woad_axes {
    WOAD_AXES_FRAME,          /* x and y: a spectrum for each frame */
    WOAD_AXES_TIME,           /* t: a spectrum for each pixel */
    WOAD_AXES_FRAME_AND_TIME, /* the sum of both */
    WOAD_AXES_VOLUME /* x, y and t: one spectrum. It says little of a frame, or of a pixel
                                 through time, by itself */
} woad_axes;

/* Where the spectral weight W is centred. */
typedef enum woad_grid {
    WOAD_GRID_CENTRED, /* on zero frequency: the definition */
    WOAD_GRID_NOTEBOOK /* as in the post's notebook, linspace(1, -1, n) over the shifted
                          spectrum: half a bin off for even n; to compare numbers */
} woad_grid;

/* S = sum_k W(k)^2 |F(k)|^2 / N: low frequencies are absent.
 * F = fft2(m), W = max(1 - (|f| / cutoff)^2, 0). */
typedef struct woad_spectral_params {
    double weight; /* w_s in [0, 1e6]; 0 switches the term off */
    double
        cutoff; /* cycles per pixel in (0, 0.75]; the post's is 0.5 sqrt(0.7). Higher: a wider
                   empty disk, so less low-frequency error but a steeper, rougher spectrum */
    woad_grid grid;
    woad_axes axes;
} woad_spectral_params;

/* U = sum_k (lap^2 + gx^2 + gy^2) / N on A = |F| with wrap-around: the spectrum is smooth.
 * lap = (4 neighbours - 4 A) / 5, gx = (A - A shifted by 1 in x) / 2, gy alike. Along time
 * lap = (2 neighbours - 2 A) / 3, with one g; in a volume (6 neighbours - 6 A) / 7, with three. */
typedef struct woad_uniformity_params {
    double weight; /* w_u in [0, 1e6] */
    woad_axes axes;
} woad_uniformity_params;

/* What the sorted values are to be. */
typedef enum woad_target {
    WOAD_TARGET_MIDPOINTS, /* Q((r + 0.5) / N), r = 0 .. N-1, less their mean, Q the quantiles of
                              the loss's pdf; of the uniform one 2 (r + 0.5) / N - 1 */
    WOAD_TARGET_ENDPOINTS  /* 2 r / (N - 1) - 1, both ends included: the notebook's */
} woad_target;

/* H = sum_j (sort(m)_j - target_j)^2: every value occurs once. */
typedef struct woad_histogram_params {
    double weight; /* w_h in [0, 1e6] */
    woad_target target;
} woad_histogram_params;

/* D = sum_ij g(i-j) (1/((p+1)(p+2)) - |u_i - u_j|^p / 2), u = F(m) with F the distribution function
 * of the loss's pdf, (m + 1) / 2 for the uniform one: for p = 1 the power of
 * the error of dithering, seen through the filter whose autocorrelation is g, in the mean over
 * all grey levels. For p = 2 it is the post's way, the power of the mask itself. */
typedef struct woad_dither_loss_params {
    double weight; /* in [0, 1e6] */
    char kernel[WOAD_PARAM_TEXT];
    /* Of a mask with frames, g is the weighted mean of three kernels, each of sum 1: `kernel`
     * within a frame; the autocorrelation of the filter `temporal` at each pixel (as text:
     * "ema:SHARE", "box:FRAMES" or "gaussian:SIGMA"); and its product with `both_kernel`, for the
     * error after a filter in space and one through time. Weights in [0, 1e6], not all 0. */
    double space, time, both;
    char temporal[WOAD_PARAM_TEXT];
    char both_kernel[WOAD_PARAM_TEXT];
    double radius;   /* pixels, [0, 64]: pairs further apart do not count; 0: by the kernel */
    double exponent; /* p in [1, 2] */
    /* Within this distance of two values, in [1e-6, 2] of their range of 1, |d|^p is a parabola:
     * falls geometrically over the first 70 % of the iterations from one to the other. */
    double softness_start, softness;
} woad_dither_loss_params;

/* In what the power of a frequency is compared with its target. Near a target that is the same at
 * all frequencies the three are the same loss; they differ in what they make of the weak ones. */
typedef enum woad_target_measure {
    WOAD_MEASURE_AMPLITUDE, /* (a - b)^2, a^2 the power and b^2 its target: as far as the mask is
                               from the nearest one of that spectrum */
    WOAD_MEASURE_POWER,     /* (a^2 - b^2)^2 / 4 t, t the mean target: weak ones count least */
    WOAD_MEASURE_LOG        /* t ln((a^2 + e) / (b^2 + e))^2 / 4, e = t / 10,000: each by its
                               ratio, down to -40 dB */
} woad_target_measure;

/* Of which frequencies it is the power that is compared. */
typedef enum woad_target_bucket {
    WOAD_BUCKET_BIN, /* each frequency by itself */
    WOAD_BUCKET_RING /* the mean of each annulus of woad_radial_profile, counted as often as it
                        has frequencies; within, the power goes where it likes */
} woad_target_bucket;

/* T = the sum over all frequencies, without zero, of the measure of |F(k)|^2 / N against a target
 * spectrum, which is scaled so that its total power is that of the histogram's target values. In
 * the units of the histogram term: weights near its own balance it, for any size. */
typedef struct woad_target_loss_params {
    double weight;                  /* in [0, 1e6]; 0 switches the term off */
    char spectrum[WOAD_PARAM_TEXT]; /* "[stretch:S:ANGLE,]SPECTRUM", one of
                                       woad_target_spectrum_at */
    woad_target_measure measure;
    woad_target_bucket bucket;
    woad_axes axes; /* but for WOAD_AXES_FRAME, `spectrum` has no stretch: and no image: */
} woad_target_loss_params;

/* The index-th target spectrum, as it is written and what it is; NULL past the last. Profiles are
 * lines of frequency (cycles per pixel, rising) and power, separated by a comma or blanks; pictures
 * PNG or JPEG, of any size, zero frequency at the pixel [height / 2][width / 2] as in
 * woad_power_spectrum. The mean of a frequency and its mirror is what acts. */
WOAD_API const woad_entry *woad_target_spectrum_at(size_t index);

/* A term of your own: the value of any function of the mask's values, and its gradient, both
 * without the weight. (examples/own_term.c is a whole program.)
 *
 * `values` are [depth][height][width], one channel. They move within about [-1, 1], a little
 * beyond it on the way, and end as the histogram term's targets. `gradient`, of the same shape,
 * gets dT/dvalues: it comes zeroed, so adding and overwriting are the same; NULL: only the value is
 * wanted. Let the value be a sum over pixels, not a mean, as those of the other terms are:
 * gradients then do not depend on the size, and a weight near 1 counts as much as theirs.
 *
 * A design calls it once an iteration, and for the losses that it reports at the end, always in the
 * thread that called woad_design, and never twice at once. The same values must give the
 * same result, or the same seed no longer gives the same mask. Value and gradient must be finite
 * for finite values; a design ends with a sentence where they are not. Test the gradient against
 * differences of the value, as the example does. */
typedef double (*woad_own_function)(const float *values, size_t width, size_t height,
    size_t depth, void *user, float *gradient);

#define WOAD_OWN_NAME 63 /* characters of a name, at most */
typedef struct woad_own_term {
    const char *name; /* letters, digits, '-' and '_': for messages and recipes' comments */
    double weight;    /* in [0, 1e6]; 0 switches the term off */
    woad_own_function function;
    void *user; /* handed to it */
} woad_own_term;

typedef struct woad_loss_params {
    char pdf[WOAD_PARAM_TEXT]; /* how the values are to be distributed, one of woad_pdf_at; "":
                                  uniform. The values m are on its scale, less its mean. Of vectors
                                  see woad_design */
    woad_spectral_params spectral;
    woad_uniformity_params uniformity;
    woad_histogram_params histogram;
    woad_dither_loss_params dither;
    woad_target_loss_params target;
    /* Terms of your own, the caller's during a call; NULL with a count of 0. They act in the
     * optimizer, each with a multiplier of its own: not in the finish, and not in swaps, which
     * lower the dither and spectral terms at their cost. Not part of a recipe, which names them in
     * comments. */
    const woad_own_term *own;
    size_t own_count; /* at most WOAD_MAX_LOSS_TERMS less those of woad_loss_term_at */
} woad_loss_params;

/* The weighted value w_t T(m) of each term with unit multipliers, in the order of
 * woad_loss_term_at and then of params->own, and their sum. */
#define WOAD_MAX_LOSS_TERMS 16
typedef struct woad_losses {
    double total;
    double terms[WOAD_MAX_LOSS_TERMS];
} woad_losses;

/* The index-th loss term, or NULL past the last. */
WOAD_API const woad_entry *woad_loss_term_at(size_t index);

/* Evaluates the loss of `values`, [depth][height][width] in [-1, 1], with unit multipliers, and
 * its gradient dL/dvalues of the same shape (NULL: not wanted). The dither term is as in the last
 * iterations of a descent, with its `softness`; the reports of a design have it without. Fails
 * with WOAD_ERROR_SIZE, _ARGUMENT (a parameter out of range, a value that is not finite, among
 * them what a term of your own gives), _READ, _FORMAT or _UNSUPPORTED (the file of a kernel, a
 * target or a pdf) or _MEMORY. */
WOAD_API woad_status woad_loss_evaluate(const woad_loss_params *params, const float *values,
    size_t width, size_t height, size_t depth, woad_losses *losses, float *gradient,
    woad_error *error);

/* ---- the start --------------------------------------------------------------------------- */

/* What a design starts from; by itself, a mask of those that people use today. Each is a preset
 * of its name, without iterations and without a loss. */
typedef enum woad_baseline_method {
    WOAD_BASELINE_WHITE_NOISE,      /* uniform values, independent */
    WOAD_BASELINE_VOID_AND_CLUSTER, /* Ulichney 1993 */
    WOAD_BASELINE_VOID_FILLING,     /* its greedy last phase alone, as in libplacebo */
    WOAD_BASELINE_BAYER,            /* Bayer 1973; powers of two; the seed does nothing */
    WOAD_BASELINE_INTERLEAVED_GRADIENT_NOISE, /* Jimenez 2014; the seed does nothing */
    WOAD_BASELINE_R2,                         /* Roberts 2018; the seed does nothing */
    WOAD_BASELINE_HIGH_PASS, /* white noise, high-passed and ranked `iterations` times (Lottes
                                2016) */
    WOAD_BASELINE_SIMULATED_ANNEALING, /* `iterations` trial swaps a pixel (Georgiev and Fajardo
                                          2016) */
    WOAD_BASELINE_VOID_AND_CLUSTER_TILES /* of about 256 x 256 pixels, each by itself */
} woad_baseline_method;

typedef struct woad_baseline_params {
    woad_baseline_method method;
    /* The filter of void-and-cluster, void-filling, high-pass and simulated-annealing: */
    double sigma; /* pixels, [0, 64]: the Gaussian exp(-r^2 / (2 sigma^2)), which ends at
                     4.2 sigma; 0: `kernel` instead */
    char kernel[WOAD_PARAM_TEXT];
    double radius;     /* pixels, [0, 64]: where either ends at the latest; 0: by itself */
    size_t iterations; /* of high-pass and simulated-annealing, 0 to 1e6 */
} woad_baseline_params;

WOAD_API const woad_entry *woad_baseline_at(size_t index);

/* ---- the optimizer -------------------------------------------------------------------- */

/* g is the gradient, m the values, t the rate of this iteration. */
typedef enum woad_method {
    WOAD_METHOD_DESCENT,    /* m -= t g */
    WOAD_METHOD_HEAVY_BALL, /* v = momentum v + g; m -= t v (Polyak 1964) */
    WOAD_METHOD_NESTEROV,   /* v likewise; m -= t (g + momentum v) (Nesterov 1983, in the form
                               of Sutskever et al. 2013) */
    WOAD_METHOD_ADAM        /* Kingma and Ba 2015, with bias correction */
} woad_method;

/* How the rate falls over the iterations; s runs from 0 to 1 after `hold`. */
typedef enum woad_schedule {
    WOAD_SCHEDULE_CONSTANT,
    WOAD_SCHEDULE_LINEAR, /* rate (1 - s) */
    WOAD_SCHEDULE_COSINE  /* rate (1 + cos(pi s)) / 2 */
} woad_schedule;

typedef struct woad_optimizer_params {
    woad_method method;
    double rate; /* (0, 1000]. The gradients do not depend on the mask's size. Too high diverges
                    (descent: above about 1 / w_h without random multipliers), too low does
                    not arrive */
    woad_schedule schedule;
    double hold;       /* share of the iterations, in [0, 1], before the rate starts to fall */
    size_t iterations; /* 0 to 1e9 */
    bool stochastic;   /* draw the multiplier of each term from U[0, 1) at each iteration */
    double momentum;   /* of heavy-ball and nesterov, [0, 1) */
    double beta1;      /* of adam: memory of the gradient's mean, [0, 1) */
    double beta2;      /* of adam: memory of the gradient's square, [0, 1) */
    double tolerance;  /* stop when the best loss has fallen by less than this share, [0, 1),
                          within `patience` iterations; 0: never */
    size_t patience;   /* iterations, 1 to 1e9 */
} woad_optimizer_params;

WOAD_API const woad_entry *woad_optimizer_at(size_t index);
WOAD_API const woad_entry *woad_schedule_at(size_t index);

/* Plain descent on the histogram term alone, after the optimizer: the post's fine-tuning. */
typedef struct woad_finish_params {
    size_t iterations; /* 0 to 1e6 */
    double rate;       /* (0, 1000] */
} woad_finish_params;

/* ---- refinement ------------------------------------------------------------------------ */

/* After the rest: swaps of ranks of the finished mask, in integers, that lower the weighted sum of
 * the dither term, whose exponent must then be 1 or 2, and of the spectral term. A sweep tries one
 * swap at each rank. Of the other terms the histogram's is constant, because ranks stay a
 * permutation, and the target's and the caller's own do not act. Nor does the uniformity's: a limit
 * on the spectrum's unevenness does, which takes back what shows structure. With a spectral term a
 * sweep runs in one thread. */
typedef struct woad_refine_params {
    size_t trials; /* swaps tried for each pixel, so sweeps; [0, 1e6]; 0: no refinement */
    double
        temperature; /* at first, [0, 1000]; falls along a line to 0. In thousandths of the two
                           terms' weights; 0 accepts gains only, and ends where there are none */
    double reach;    /* share of the ranks, (0, 0.25], on either side of a level, that swap */
} woad_refine_params;

/* ---- a design ------------------------------------------------------------------------- */

typedef struct woad_design_params {
    size_t width, height; /* pixels, 1 to 2^15; 0: 64 */
    size_t depth;         /* frames, 1 to 2^15, each a permutation of its own; 0: 1 */
    size_t channels;      /* 1 to WOAD_MAX_CHANNELS, each a design with a seed of its own, moved
                             around its torus to where it has little in common with those before
                             it (woad_coherence); 0: 1 */
    uint64_t seed;        /* of everything random: the start, the multipliers, the swaps */
    size_t shift_x,
        shift_y; /* pixels that the finished mask is moved to the right and down around
                                its torus, below 2^15; beyond an axis they go round again */
    woad_baseline_params baseline; /* the start */
    woad_loss_params loss;
    woad_optimizer_params optimizer;
    woad_finish_params finish;
    woad_refine_params refine;
    size_t threads; /* at most this many, for sizes where they pay; 0: 1. Not part of a recipe,
                       because the result does not depend on it */
} woad_design_params;

/* sizeof(woad_design_params) of the library, for callers in other languages: they fill that much
 * memory by woad_preset_find and recipes, and `threads` is its last member. */
WOAD_API size_t woad_design_params_size(void);

/* The parameters of a preset; the first is the default. NULL past the last. woad_preset_find
 * fails with WOAD_ERROR_ARGUMENT for a name that there is not; the sentence has the nearest. */
WOAD_API const woad_entry *woad_preset_at(size_t index);
WOAD_API woad_status woad_preset_find(
    const char *name, woad_design_params *out, woad_error *error);

/* The parameters of the default preset, the same as woad_preset_find gives for its name. */
#define WOAD_DESIGN_DEFAULTS                                                                   \
    {                                                                                          \
        .width = 64, .height = 64, .depth = 1, .channels = 1, .seed = 1,                       \
        .baseline = {.method = WOAD_BASELINE_VOID_AND_CLUSTER, .kernel = WOAD_START_KERNEL},   \
        .loss = {.pdf = "uniform",                                                             \
            .spectral = {.cutoff = WOAD_POST_CUTOFF},                                          \
            .histogram = {.weight = 2.2},                                                      \
            .dither = {.weight = 1,                                                            \
                .kernel = WOAD_DITHER_KERNEL,                                                  \
                .space = 0.5,                                                                  \
                .time = 0.5,                                                                   \
                .both = 1,                                                                     \
                .temporal = "ema:0.1",                                                         \
                .both_kernel = "1",                                                            \
                .exponent = 1,                                                                 \
                .softness_start = 1,                                                           \
                .softness = 0.02},                                                             \
            .target = {.spectrum = "high-pass:0.3"}},                                          \
        .optimizer = {.method = WOAD_METHOD_ADAM,                                              \
            .rate = 0.08,                                                                      \
            .schedule = WOAD_SCHEDULE_LINEAR,                                                  \
            .iterations = 0,                                                                   \
            .momentum = 0.9,                                                                   \
            .beta1 = 0.9,                                                                      \
            .beta2 = 0.95,                                                                     \
            .patience = 1000},                                                                 \
        .finish = {.iterations = 0, .rate = 0.1},                                              \
        .refine = {.trials = 80, .temperature = 1.5, .reach = 0.0125},                         \
    }
/* Sums of Gaussians, found by search: for a start by void-and-cluster, and for the error at
 * four viewing distances at once. */
#define WOAD_START_KERNEL "0.7:8.6,0.9:7.7,1.2:18,1.6:11,2.2:4,3.2:2,5:0.9,8:0.16"
#define WOAD_DITHER_KERNEL "1:10,1.5:27,2.5:106,4:83"
#define WOAD_POST_CUTOFF 0.41833001326703778 /* 0.5 sqrt(0.7) */

typedef enum woad_stage {
    WOAD_STAGE_OPTIMIZE,
    WOAD_STAGE_FINISH,
    WOAD_STAGE_REFINE,
    WOAD_STAGE_START /* before a further mask of a set or frame of vectors: who stops there stops
                        all that would follow. Iterations and losses are 0 */
} woad_stage;

/* Its name: "optimize", "finish", "refine", "start". */
WOAD_API const char *woad_stage_name(woad_stage stage);

/* A design in the middle of it. */
typedef struct woad_design_state woad_design_state;

typedef struct woad_progress {
    woad_stage stage;
    size_t iteration, iterations; /* done, and to do, in this stage; sweeps in a refinement */
    double rate;                  /* of this iteration; the temperature in a refinement */
    woad_losses losses; /* at the start of this iteration, unit multipliers. In a refinement the
                           dither and spectral terms go on, the others are those at its start */
    size_t member, members; /* which mask of a set of how many: 0 of 1 for one alone */
    /* Which of the designs that make this mask one after another, of how many: its channels, or its
     * frames where pixels are vectors; else 0 of 1. */
    size_t part, parts;
    /* For woad_design_save and woad_design_look, during the call; NULL where there is none: with
     * terms of the caller's own, where nothing is left to do, and once a design was stopped. */
    const woad_design_state *state;
} woad_progress;

/* Called by the thread that designs; returns true to stop the design, which then ends with the
 * best values that it has reported, or, in a refinement, after two more sweeps that only gain.
 * Where several designs follow each other it is asked again at the start of the next
 * (WOAD_STAGE_START, for masks of a set and frames of vectors): to stop all of them, go on to
 * return true. Frames of vectors that are left then are what starts them, matched to the points
 * in a single round; channels that are left, what a design is that is stopped at once. */
typedef bool (*woad_progress_function)(const woad_progress *progress, void *user);

typedef struct woad_observer {
    woad_progress_function progress; /* or NULL */
    void *user;
    size_t
        every; /* iterations between calls, after which alone it can stop; 0: as many as take a
                     few milliseconds */
} woad_observer;

typedef struct woad_design_report {
    woad_status stop;  /* WOAD_OK after the last iteration, or a WOAD_STOP_ reason */
    size_t iterations; /* of the optimizer, done */
    woad_losses before,
        after;       /* projection to ranks and refinement; `after` is of the mask, its
                                  values being the histogram term's target at each rank */
    size_t sweeps;   /* of the refinement, done */
    uint64_t swaps;  /* that it made */
    size_t backoffs; /* times that the spectrum showed structure, and it went back */
} woad_design_report;

/* Bytes that woad_design needs at its peak for a mask of this size, without the Fourier
 * library's own. Fails with WOAD_ERROR_SIZE, or WOAD_ERROR_ARGUMENT about loss.own. */
WOAD_API woad_status woad_design_memory(
    const woad_design_params *params, size_t *bytes, woad_error *error);

/* Would woad_design, without a start, take these parameters? What only the run can tell is left
 * to it: values that diverge, a file. To be asked before long work. Fails with
 * WOAD_ERROR_SIZE or WOAD_ERROR_ARGUMENT as woad_design does. */
WOAD_API woad_status woad_design_validate(const woad_design_params *params, woad_error *error);

/* A loss whose pdf is one of vectors makes a mask of vectors: its pixels are together, in each
 * frame, one fixed set of points that stands for the distribution, each once. `channels` must be
 * 1 or the number of components. A channel has a component x, its threshold (x + 1) / 2 as in a
 * file, its ranks those of the component, equal ones by index. A frame is a design of its own.
 * What is different: there is no `start` and no [finish], and the target and the endpoints must
 * be off; the spectral and uniformity terms are summed over the components; the histogram term
 * compares the sorted projections on a random direction with those of the points (times the
 * number of components), and does not count in a report's `before` and `after`, both of which are
 * of the points; the dither term acts in swaps alone, its |u_i - u_j| half the distance of two
 * vectors and without its constant. Swaps of vectors lower the dither and the spectral term in
 * any number of frames, at first with any other pixel, in the end among refine.reach of the
 * vectors that are near each other. */

/* Designs a mask. `start` is a mask of the same size and one channel whose order the design
 * starts from, or NULL for that of params->baseline; ties in it are broken by a hash of the
 * index. `observer` and `report` may be NULL. The mask has the recipe that makes it again, and
 * the caller destroys it; a `start`, an early stop by the caller, terms of the caller's own, and
 * what is in the file of a kernel, a target or a pdf are not in it. The same build, processor and
 * parameters give the same bytes.
 *
 * Returns WOAD_OK or WOAD_STOP_CALLER, WOAD_STOP_NO_GAIN (both with a mask), or fails with
 * WOAD_ERROR_SIZE, WOAD_ERROR_ARGUMENT (a parameter out of range, a size that the baseline does
 * not make, swaps with nothing to lower, a term of the caller's own without iterations or that
 * gave what is not finite, or a rate at which the values diverged: the sentence says which),
 * WOAD_ERROR_READ, _FORMAT or _UNSUPPORTED (the file of a kernel, a target or a pdf) or
 * WOAD_ERROR_MEMORY, and *out is unchanged. */
WOAD_API woad_status woad_design(const woad_design_params *params, const woad_mask *start,
    const woad_observer *observer, woad_mask **out, woad_design_report *report,
    woad_error *error);

/* The state of a design as bytes, for woad_design_resume or woad_design_set_resume: up to 40 for
 * each value of a channel, or of a frame of vectors, and 4 for each that is done. The caller frees
 * *bytes with woad_free. To be called by an observer, who may go on or stop. Fails with
 * WOAD_ERROR_ARGUMENT (NULL) or _MEMORY. */
WOAD_API woad_status woad_design_save(
    const woad_design_state *state, void **bytes, size_t *size, woad_error *error);

/* The mask that a design is now, without a recipe: the order of its values, or of its swaps; of
 * several channels the one that is being designed, of vectors the frame. It is what a design that
 * is stopped here starts from again, not what it ends with: that is the best so far. To be called
 * by an observer; the design does not change. Takes a sort of each frame. The caller destroys
 * *out. Fails with WOAD_ERROR_ARGUMENT (NULL, or at WOAD_STAGE_START, where there is none yet) or
 * _MEMORY. */
WOAD_API woad_status woad_design_look(
    const woad_design_state *state, woad_mask **out, woad_error *error);

/* Goes on with a design that was saved, to the same mask and report as if it had never stopped, by
 * the same build on the same kind of processor. `params` are those that it began with, but for
 * threads; a start is in the state. `name` is the bytes' for messages. Fails as woad_design does,
 * and with WOAD_ERROR_FORMAT (cut off, damaged, no state) or _UNSUPPORTED (of other parameters or
 * of another version). */
WOAD_API woad_status woad_design_resume(const void *bytes, size_t size, const char *name,
    const woad_design_params *params, const woad_observer *observer, woad_mask **out,
    woad_design_report *report, woad_error *error);

#define WOAD_MAX_SET ((size_t)256)

/* The same for woad_design_set: the masks that there are while the last is designed, or what
 * places them. Fails with WOAD_ERROR_ARGUMENT for another count too. */
WOAD_API woad_status woad_design_set_memory(
    const woad_design_params *params, size_t count, size_t *bytes, woad_error *error);

/* Designs `count` masks, 1 to WOAD_MAX_SET, of the same parameters, each from a seed of its own,
 * the first from that of the params, and moves each but the first around its torus to where it
 * has the least in common with those before it (woad_coherence): for frames, channels or places
 * where one mask would repeat. Each is what its recipe, with its seed and its shift, makes alone.
 * To the time of the designs come two transforms of each frame and channel of each mask, and for
 * each two masks, frame by frame and for each channel with each, one of at most 64 x 64 for each
 * annulus (along an axis that no number from 8 to 64 divides, of all its pixels).
 *
 * Stores them in out[count], the report of each in reports[count] (NULL: not wanted), and in *made
 * (NULL: not wanted) how many there are: all, unless the observer, which is told which mask it is,
 * stops at the start of one, which ends the set. There is always the first. The last is left out
 * where the caller stopped it before an iteration or a sweep of those that it should have had: it
 * would be its start alone. out[*made] and those after it are NULL.
 *
 * Returns WOAD_STOP_CALLER if the observer stopped a mask or the set, else the first reason to stop
 * that there was, or fails as woad_design does, and with WOAD_ERROR_ARGUMENT for another count; out
 * is then unchanged. */
WOAD_API woad_status woad_design_set(const woad_design_params *params, size_t count,
    const woad_observer *observer, woad_mask **out, woad_design_report *reports, size_t *made,
    woad_error *error);

/* Goes on with a set that was saved, as woad_design_resume; `count` is that which it began with. */
WOAD_API woad_status woad_design_set_resume(const void *bytes, size_t size, const char *name,
    const woad_design_params *params, size_t count, const woad_observer *observer,
    woad_mask **out, woad_design_report *reports, size_t *made, woad_error *error);

#ifdef __cplusplus
}
#endif
#endif
