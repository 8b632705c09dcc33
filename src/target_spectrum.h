/* target_spectrum.h - power spectra to design for, as text and as powers by frequency.
 *
 *     [stretch:FACTOR:ANGLE,]SPECTRUM
 *
 * What a SPECTRUM may be stands in one table (woad_target_spectrum_at). The spectrum as it is
 * written is scaled, because the values of a mask fix its total power.
 */
#ifndef WOAD_SRC_TARGET_SPECTRUM_H
#define WOAD_SRC_TARGET_SPECTRUM_H

#include <stddef.h>

#include <woad/design.h>

/* The power at each bin of the half spectrum of an image of width x height with variance 1:
 * [height][width / 2 + 1] doubles, the caller's to free. Zero frequency has 0, and the sum over
 * the whole spectrum is width * height, as that of |F|^2 / N is. All are 0 for a single pixel.
 * Fails with WOAD_ERROR_ARGUMENT (a text that is not a target, or one without any power at these
 * frequencies), _READ, _FORMAT, _UNSUPPORTED or _SIZE (its file) or _MEMORY. To be called in any
 * locale. */
woad_status woad_target_spectrum_create(
    const char *text, size_t width, size_t height, double **power, woad_error *error);

/* The same for volumes, by |f| over all three axes, of the rows first .. first + rows - 1 of the
 * depth * height that there are: [rows][width / 2 + 1]; of depth 1 and all rows, exactly
 * woad_target_spectrum_create. The text must have been checked to be radial. */
woad_status woad_target_spectrum_create_rows(const char *text, size_t width, size_t height,
    size_t depth, size_t first, size_t rows, double **power, woad_error *error);

/* WOAD_ERROR_ARGUMENT with a sentence when the target depends on more than |f|. */
woad_status woad_target_spectrum_check_radial(const char *text, woad_error *error);

/* WOAD_ERROR_ARGUMENT with a sentence when the text is not a target; files are not opened. */
woad_status woad_target_spectrum_check(const char *text, woad_error *error);

#endif
