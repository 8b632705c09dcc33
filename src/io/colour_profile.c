/* io/colour_profile.c - from the colours of an embedded ICC profile to sRGB, by Little CMS.
 *
 * Relative colorimetric with black point compensation, as browsers do. A profile of sRGB itself
 * changes nothing: rounding twice would, so one that moves no colour by more than WITHIN is left.
 */
#include "io/colour_profile.h"

#ifdef WOAD_WITH_LCMS

#include <stdlib.h>

#include <lcms2.h>

enum { WITHIN = 2, GRID = 6 };

/* sRGB's curve alone (IEC 61966-2-1): Little CMS's type 4, Y = (a X + b)^g above d, c X below. */
static cmsHPROFILE grey_of_srgb(cmsContext context)
{
    const cmsFloat64Number curve[5] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
    cmsToneCurve *tone = cmsBuildParametricToneCurve(context, 4, curve);
    if (!tone)
        return NULL;
    cmsHPROFILE profile = cmsCreateGrayProfileTHR(context, cmsD50_xyY(), tone);
    cmsFreeToneCurve(tone);
    return profile;
}

static cmsUInt32Number layout_of(size_t channels, unsigned bits)
{
    static const cmsUInt32Number layouts[2][4] = {
        {TYPE_GRAY_8, TYPE_GRAYA_8, TYPE_RGB_8, TYPE_RGBA_8},
        {TYPE_GRAY_16, TYPE_GRAYA_16, TYPE_RGB_16, TYPE_RGBA_16}};
    return layouts[bits == 16][channels - 1];
}

static cmsHTRANSFORM make_transform(
    cmsContext context, cmsHPROFILE from, size_t channels, unsigned bits)
{
    bool grey = channels < 3;
    cmsHPROFILE to = grey ? grey_of_srgb(context) : cmsCreate_sRGBProfileTHR(context);
    cmsUInt32Number layout = layout_of(channels, bits);
    cmsHTRANSFORM transform = to ? cmsCreateTransformTHR(context, from, layout, to, layout,
                                       INTENT_RELATIVE_COLORIMETRIC,
                                       cmsFLAGS_BLACKPOINTCOMPENSATION | cmsFLAGS_COPY_ALPHA)
                                 : NULL;
    if (to)
        cmsCloseProfile(to);
    return transform;
}

/* Does it move a colour of a grid, or a grey? True, too, where there is no such transform. */
static bool changes_colours(cmsContext context, cmsHPROFILE from, bool grey)
{
    cmsHTRANSFORM transform = make_transform(context, from, grey ? 1 : 3, 8);
    bool changes = !transform;
    for (unsigned i = 0; transform && i < GRID * GRID * GRID; i++) {
        uint8_t in[3] = {(uint8_t)(51 * (i % GRID)), (uint8_t)(51 * (i / GRID % GRID)),
            (uint8_t)(51 * (i / GRID / GRID))},
                out[3];
        cmsDoTransform(transform, in, out, 1);
        for (size_t c = 0; c < (grey ? 1 : 3); c++)
            changes = changes || abs(in[c] - out[c]) > WITHIN;
    }
    if (transform)
        cmsDeleteTransform(transform);
    return changes;
}

static woad_status apply(cmsContext context, woad_image *image, cmsHPROFILE from)
{
    bool grey = image->channels < 3;
    if (cmsGetColorSpace(from) != (grey ? cmsSigGrayData : cmsSigRgbData))
        return WOAD_NOTE_PROFILE;
    if (!changes_colours(context, from, grey))
        return WOAD_OK;
    cmsHTRANSFORM transform = make_transform(context, from, image->channels, image->bits);
    if (!transform)
        return WOAD_NOTE_PROFILE;
    size_t row = image->width * image->channels * (image->bits / 8);
    for (size_t y = 0; y < image->height; y++) {
        uint8_t *samples = (uint8_t *)image->samples + y * row;
        cmsDoTransform(transform, samples, samples, (cmsUInt32Number)image->width);
    }
    cmsDeleteTransform(transform);
    return WOAD_OK;
}

woad_status woad_image_to_srgb(woad_image *image, const void *profile, size_t size)
{
    woad_status status = WOAD_NOTE_PROFILE;
    cmsContext context = size <= UINT32_MAX ? cmsCreateContext(NULL, NULL) : NULL;
    cmsHPROFILE from =
        context ? cmsOpenProfileFromMemTHR(context, profile, (cmsUInt32Number)size) : NULL;
    if (from) {
        status = apply(context, image, from);
        cmsCloseProfile(from);
    }
    if (context)
        cmsDeleteContext(context);
    return status;
}

#else

woad_status woad_image_to_srgb(woad_image *image, const void *profile, size_t size)
{
    (void)image, (void)profile, (void)size;
    return WOAD_NOTE_PROFILE;
}

#endif
