/* html.h - pages that show pictures at whole pixels. */
#ifndef WOAD_CLI_HTML_H
#define WOAD_CLI_HTML_H

#include "gallery.h"
#include "text.h"

void html_begin(cli_text *page, const char *title);
void html_end(cli_text *page);
/* A figure with its caption; `embedded` puts the picture into the page, else it is NAME.png. */
void html_figure(cli_text *page, const cli_figure *figure, bool embedded);

#endif
