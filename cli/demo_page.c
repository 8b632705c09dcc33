/* demo_page.c - the page of the demo. */
#include "demo.h"
#include "html.h"
#include "score_table.h"

static void figures(const demo *d, cli_text *page, const char *const *names)
{
    text_put(page, "<div>\n");
    for (size_t i = 0; names[i]; i++) {
        const cli_figure *figure = gallery_find(&d->gallery, names[i]);
        if (figure)
            html_figure(page, figure, false);
    }
    text_put(page, "</div>\n");
}

static void write_mask(const demo *d, cli_text *page)
{
    static const char *const matrix[] = {"matrix_white", "matrix_blue", "histogram", NULL};
    static const char *const spectra[] = {"spectrum_white", "spectrum_blue", NULL};
    const woad_mask *mask = d->masks[DEMO_BLUE];
    text_put(page,
        "<p>Gradient descent on the pixels of a mask, through the Fourier transform and "
        "through "
        "sorting, after Bart Wronski's <em>Optimizing blue noise dithering</em> (2020): a loss "
        "for low frequencies, one for a rough spectrum, one for values that do not occur "
        "exactly once. This %zu&times;%zu mask took %zu iterations and %.2f seconds.</p>\n",
        mask->width, mask->height, d->report.iterations, d->seconds);
    text_put(page, "<h2>The mask</h2>\n");
    figures(d, page, matrix);
    text_put(page, "<p>It is in <a href=\"mask.png\">mask.png</a> (16-bit thresholds), with "
                   "the recipe that "
                   "makes it again.</p>\n<h2>Its spectrum</h2>\n");
    figures(d, page, spectra);
    cli_score_row rows[DEMO_MASKS] = {0};
    for (int m = 0; m < DEMO_MASKS; m++)
        rows[m] =
            (cli_score_row){.name = demo_mask_names[m], .scored = true, .scores = d->scores[m]};
    score_table_html(page, rows, DEMO_MASKS);
}

static void write_loss(const demo *d, cli_text *page)
{
    static const char *const loss[] = {"loss", NULL};
    text_put(page, "<h2>The descent</h2>\n");
    figures(d, page, loss);
    text_put(page, "<p>Final loss of the mask, its values replaced by their ranks: %.4f",
        d->report.after.total);
    const char *before = " (";
    for (size_t t = 0; woad_loss_term_at(t); t++) {
        if (d->report.after.terms[t] == 0)
            continue;
        text_put(
            page, "%s%.4f %s", before, d->report.after.terms[t], woad_loss_term_at(t)->name);
        before = ", ";
    }
    text_put(page,
        "). The post's notebook logged 0.0576 after 100,000 iterations, before the "
        "values were replaced and on its own grid of frequencies, half a bin off: "
        "by that measure woad is at 0.0503 after 1,000 and at 0.0399 after 4,000.</p>\n");
}

static void write_dithers(const demo *d, cli_text *page)
{
    static const char *const photo[] = {"photo", NULL};
    static const char *const two_bits[] = {
        "dither_2bit_white", "dither_2bit_blue", "dither_2bit_dither", NULL};
    static const char *const one_bit[] = {
        "dither_1bit_white", "dither_1bit_blue", "dither_1bit_dither", NULL};
    static const char *const better[] = {"matrix_dither", "spectrum_dither", NULL};
    text_put(page,
        "<h2>And then: the thresholds in the loss</h2>\n<p>A mask is used through thresholds, and "
        "nothing in the post's loss looks at the patterns that it makes of grey levels. The "
        "default of <code>woad design</code> minimises their visible error itself, at all grey "
        "levels and four viewing distances at once.</p>\n");
    figures(d, page, better);
    text_put(page, "<h2>Dithering with them</h2>\n<p>Every picture below is shown dot for dot: "
                   "look at them at 100 %% zoom.</p>\n");
    figures(d, page, photo);
    text_put(page, "<h2>2 bits a channel: 64 colours</h2>\n");
    figures(d, page, two_bits);
    text_put(page, "<h2>1 bit a channel: 8 colours</h2>\n");
    figures(d, page, one_bit);
}

static void write_commands(const demo *d, cli_text *page)
{
    text_put(page,
        "<h2>Do it yourself</h2>\n<pre>woad design --preset spectral --seed %llu -o mask.png\n"
        "woad design --seed %llu -o default.png\n"
        "woad inspect mask.png --report mask.html\n"
        "woad dither photo.jpg --mask default.png --bits 2 -o dithered.png</pre>\n",
        (unsigned long long)d->params.seed, (unsigned long long)d->params.seed);
}

void demo_write_page(const demo *d, cli_text *page)
{
    html_begin(page, "Blue noise by gradient descent");
    write_mask(d, page);
    write_loss(d, page);
    write_dithers(d, page);
    write_commands(d, page);
    html_end(page);
}
