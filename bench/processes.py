"""What whole runs of the tool cost: start-up, the post's loss, the masks to dither with, memory.

    python3 bench/processes.py build/cli/woad [--json]

Only ratios within one run mean anything on a shared machine; the seconds are given as well.
The comparison with numpy is left out, and said so, where numpy is not installed.
"""
import json
import os
import statistics
import subprocess
import sys
import time

SEEDS = range(1, 6)
TARGET_LOSS = 0.0576  # the last line that the notebook logged
NOTEBOOK_ITERATIONS = 100000


def run(*arguments):
    begin = time.perf_counter()
    result = subprocess.run(
        arguments, check=True, capture_output=True, text=True,
        env=dict(os.environ, XDG_CACHE_HOME="/nonexistent"))
    return time.perf_counter() - begin, result.stdout


def design(woad, *options, threads=1):
    seconds, out = run(woad, "design", "--threads", str(threads), "--scores", "none", "--json",
                       *options)
    return seconds, json.loads(out)


def median_loss(woad, iterations):
    return statistics.median(
        design(woad, "--preset", "spectral", "--iterations", str(iterations),
               "--seed", str(seed))[1]["loss"]["total"]
        for seed in SEEDS)


def iterations_to_target(woad):
    """Fewest iterations, in steps of 50, whose median loss over the seeds is low enough."""
    iterations = 300
    while median_loss(woad, iterations) > TARGET_LOSS:
        iterations += 50
    return iterations


def measure_post(woad):
    rows = {}
    iterations = iterations_to_target(woad)
    rows["iterations to the loss %g (`spectral`)" % TARGET_LOSS] = iterations
    quality = statistics.median(
        design(woad, "--preset", "spectral", "--iterations", str(iterations),
               "--seed", str(seed))[0]
        for seed in SEEDS for _ in range(5))
    rows["process time to that loss, s"] = quality
    rows["`spectral`, complete, s"] = statistics.median(
        design(woad, "--preset", "spectral", "--seed", str(seed))[0] for seed in SEEDS)
    rows["`notebook`, complete, s"] = statistics.median(
        design(woad, "--preset", "notebook", "--seed", str(seed))[0] for seed in SEEDS)
    script = os.path.join(os.path.dirname(__file__), "notebook_numpy.py")
    try:
        numpy = statistics.median(
            float(run("/usr/bin/python3", script)[1].split()[0]) for _ in range(3))
        rows["the notebook in numpy, s an iteration"] = numpy
        rows["100,000 of them over our time to quality"] = numpy * NOTEBOOK_ITERATIONS / quality
    except subprocess.CalledProcessError:
        rows["the notebook in numpy"] = "not measured: numpy is not installed"
    return rows


def seconds_a_pixel(woad, size, *options):
    return statistics.median(
        design(woad, "--size", str(size), *options)[0] for _ in range(3)) / size**2


def measure_masks(woad):
    rows = {}
    for size in (64, 128, 256):
        for threads in (1, 2):
            rows["`dither` at %d squared, %d thread%s, s" % (size, threads, "s"[: threads - 1])] = (
                statistics.median(design(woad, "--size", str(size), "--seed", str(seed),
                                         threads=threads)[0] for seed in SEEDS))
    rows["`dither-descent` at 64 squared, s"] = statistics.median(
        design(woad, "--preset", "dither-descent", "--seed", str(seed))[0] for seed in SEEDS)
    for size in (128, 256, 1024):
        rows["`void-and-cluster` at %d squared, s" % size] = statistics.median(
            design(woad, "--preset", "void-and-cluster", "--size", str(size),
                   "--seed", str(seed))[0] for seed in SEEDS)
    for name, options in (
            ("`void-and-cluster`", ("--preset", "void-and-cluster")),
            ("`dither`, of 20 sweeps,", ("--iterations", "20"))):
        rows["%s a pixel, 1024 over 128 squared" % name] = (
            seconds_a_pixel(woad, 1024, *options) / seconds_a_pixel(woad, 128, *options))
    return rows


def measure(woad):
    rows = {"start-up of `woad list`, s": statistics.median(
        run(woad, "list")[0] for _ in range(21))}
    rows.update(measure_post(woad))
    rows.update(measure_masks(woad))
    for size in (1024, 2048):
        peak = design(woad, "--preset", "spectral", "--size", str(size),
                      "--iterations", "3")[1]["peak_bytes"]
        rows["peak memory at %d squared, bytes a pixel" % size] = peak / size**2
    return rows


def main():
    rows = measure(sys.argv[1])
    if "--json" in sys.argv:
        print(json.dumps(rows, indent=1))
        return
    for name, value in rows.items():
        print("%-55s %s" % (name, value if isinstance(value, (str, int)) else "%.4g" % value))


if __name__ == "__main__":
    main()
