"""The notebook's descent in numpy: seconds an iteration at 64x64, by what a person would write.

    python3 bench/notebook_numpy.py [ITERATIONS]

Prints seconds per iteration and the loss after them, so that it can be seen to descend.
"""
import sys
import time

import numpy as np

SIZE = 64
N = SIZE * SIZE
GRID = np.linspace(1, -1, SIZE)
WEIGHT = np.maximum(0.7 - GRID[:, None] ** 2 - GRID[None, :] ** 2, 0) / 0.7
WEIGHT2 = np.fft.ifftshift(WEIGHT**2)
TARGET = np.linspace(-1, 1, N, dtype=np.float32)


def laplacian(a):
    return (np.roll(a, 1, 0) + np.roll(a, -1, 0) + np.roll(a, 1, 1) + np.roll(a, -1, 1) - 4 * a) / 5


def loss_and_gradient(m, c):
    f = np.fft.fft2(m)
    a = np.abs(f)
    lap = laplacian(a)
    slope = 0.1 * c[2] * 2 * WEIGHT2 * a / N
    slope = slope + 0.01 * c[0] * (2 * laplacian(lap) - 2.5 * lap) / N
    ratio = np.divide(slope, a, out=np.zeros_like(a), where=a > 0)
    gradient = N * np.fft.ifft2(ratio * f).real
    flat = m.ravel()
    order = np.argsort(flat)
    difference = flat[order] - TARGET
    add = np.empty(N)
    add[order] = 2 * difference
    gradient = gradient + 2.2 * c[1] * add.reshape(m.shape)
    spectral = (WEIGHT2 * a * a).sum() / N
    uniformity = (lap**2 - 1.25 * a * lap).sum() / N
    return 0.1 * spectral + 0.01 * uniformity + 2.2 * (difference**2).sum(), gradient


def main():
    iterations = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    random = np.random.default_rng(1)
    m = random.uniform(-1, 1, (SIZE, SIZE)).astype(np.float32)
    loss = 0.0
    begin = time.perf_counter()
    for _ in range(iterations):
        loss, gradient = loss_and_gradient(m, random.uniform(0, 1, 3))
        m = m - 0.7 * gradient
    seconds = (time.perf_counter() - begin) / iterations
    print("%.9f %.4f" % (seconds, loss))


if __name__ == "__main__":
    main()
