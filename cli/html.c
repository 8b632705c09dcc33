/* html.c - pages that show pictures at whole pixels. */
#include "html.h"

#include <woad/version.h>

/* Pictures are dots: the browser must neither smooth nor shrink them, so they are laid out in
 * their own size, and a wide one scrolls. */
static const char style[] =
    ":root{color-scheme:light dark;--ground:#fbfaf7;--ink:#1c2430;--soft:#667;--line:#d8d5cc}\n"
    "@media(prefers-color-scheme:dark){:root{--ground:#14181f;--ink:#e8e6e0;--soft:#9aa3b0;"
    "--line:#333b47}}\n"
    "body{font:16px/1.5 system-ui,sans-serif;background:var(--ground);color:var(--ink);"
    "max-width:1120px;margin:2rem auto;padding:0 1rem}\n"
    "h1,h2{line-height:1.2;font-weight:600}h2{margin-top:2.5rem}\n"
    "figure{display:inline-block;margin:0 1rem 1rem 0;vertical-align:top;max-width:100%;"
    "overflow-x:auto}\n"
    "figure img{display:block;image-rendering:pixelated;max-width:none}\n"
    "figcaption{color:var(--soft);font-size:.875rem;max-width:34rem}\n"
    "table{border-collapse:collapse;font-variant-numeric:tabular-nums}\n"
    "th,td{padding:.25rem .75rem;border-bottom:1px solid var(--line);text-align:right}\n"
    "th:first-child,td:first-child{text-align:left}\n"
    "td{white-space:nowrap}td.best{font-weight:700}\n"
    "code,pre{font-family:ui-monospace,monospace;font-size:.9em}\n"
    "pre{overflow-x:auto;border-left:3px solid var(--line);padding-left:1rem}\n";

void html_begin(cli_text *page, const char *title)
{
    text_put(page, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
                   "<title>");
    text_put_escaped(page, title);
    text_put(page, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<h1>", style);
    text_put_escaped(page, title);
    text_put(page, "</h1>\n");
}

void html_end(cli_text *page)
{
    text_put(page, "<p><small>Made by woad %s.</small></p>\n</body>\n</html>\n", WOAD_VERSION);
}

static void put_source(cli_text *page, const cli_figure *figure, bool embedded)
{
    void *bytes;
    size_t size;
    if (!embedded) {
        text_put(page, "%s.png", figure->name);
        return;
    }
    if (woad_image_encode_png(figure->image, 0, &bytes, &size, NULL) < 0) {
        page->failed = true; /* for want of memory: there is no other reason */
        return;
    }
    text_put(page, "data:image/png;base64,");
    text_put_base64(page, bytes, size);
    woad_free(bytes);
}

void html_figure(cli_text *page, const cli_figure *figure, bool embedded)
{
    text_put(page, "<figure><img width=\"%zu\" height=\"%zu\" alt=\"", figure->image->width,
        figure->image->height);
    text_put_escaped(page, figure->caption);
    text_put(page, "\" src=\"");
    put_source(page, figure, embedded);
    text_put(page, "\">\n<figcaption>");
    text_put_escaped(page, figure->caption);
    text_put(page, "</figcaption></figure>\n");
}
