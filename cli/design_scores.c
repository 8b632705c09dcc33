/* design_scores.c - the scores of a mask that a design has just made. */
#include "design_scores.h"

#include <math.h>

#include "json.h"

bool design_scores_have_target(const woad_design_params *params)
{
    woad_axes axes = params->loss.target.axes;
    return params->loss.target.weight > 0 &&
           (axes == WOAD_AXES_FRAME || axes == WOAD_AXES_FRAME_AND_TIME);
}

static woad_status measure(const woad_design_params *params, const woad_pdf *pdf,
    const woad_mask *mask, cli_design_scores *out, woad_error *error)
{
    woad_status status = woad_score(mask, 0, 0, &out->thresholds, error);
    if (status >= 0 && woad_pdf_components(params->loss.pdf) == 1)
        status = woad_score_values(mask, 0, 0, pdf, &out->values, error);
    if (status >= 0 && design_scores_have_target(params))
        status = woad_score_target(
            mask, 0, 0, pdf, params->loss.target.spectrum, &out->target, error);
    return status;
}

woad_status design_scores_measure(const woad_design_params *params, const woad_mask *mask,
    cli_design_scores *out, woad_error *error)
{
    const double none = (double)NAN;
    woad_pdf *pdf;
    *out = (cli_design_scores){
        .values = {none, none, none}, .target = {0, none, none, none, none}};
    woad_status status = woad_pdf_create(params->loss.pdf, &pdf, error);
    if (status < 0)
        return status;
    status = measure(params, pdf, mask, out, error);
    woad_pdf_destroy(pdf);
    return status;
}

json_t *design_scores_json(const woad_design_params *params, const cli_design_scores *scores)
{
    json_t *object = json_scores(&scores->thresholds);
    if (woad_pdf_components(params->loss.pdf) == 1)
        json_object_set_new(
            object, "values", json_value_scores(params->loss.pdf, &scores->values));
    return object;
}
