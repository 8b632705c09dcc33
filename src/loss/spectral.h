/* loss/spectral.h - the spectral term's weight, by frequencies and as a kernel over pixels. */
#ifndef WOAD_LOSS_SPECTRAL_H
#define WOAD_LOSS_SPECTRAL_H

#include <woad/design.h>

#include "kernel.h"
#include "loss/half_field.h"

/* W^2 at bin kx, 0 to width - 1, of a row of a transform: the mean of it and of its mirror's. */
double woad_spectral_weight(
    const woad_spectral_params *params, woad_half_shape shape, size_t kx, size_t row);

/* The kernel q by which the spectral term is a sum over pairs of pixels,
 *
 *     S = sum_k W(k)^2 |F(k)|^2 / N = sum_ij q(i-j) m_i m_j,
 *     q(d) = 1/N sum_k W(k)^2 exp(2 pi i k.d / n),
 *
 * real and even because W^2 is. Unlike a kernel's taps they sum to 1 with `self`, W at zero
 * frequency, and some are negative. Offsets along an axis end at woad_spectral_reach. Fails with
 * WOAD_ERROR_MEMORY. */
woad_status woad_spectral_taps(const woad_spectral_params *params, size_t width, size_t height,
    woad_taps *out, woad_error *error);

/* Pixels beyond which q is left out: it has fallen by then to what no score sees. */
size_t woad_spectral_reach(const woad_spectral_params *params);

#endif
