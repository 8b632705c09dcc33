"""Designs by random recipes: python3 trust/soak.py build/cli/woad [RUNS [SEED]]. Each result is a
permutation (where its values are numbers that come once) with scores, or the tool says in one sentence why there is none. Prints counts;
fails at the first that is neither."""

import collections
import json
import os
import random
import subprocess
import sys
import tempfile

WOAD = os.path.abspath(sys.argv[1])
RUNS = int(sys.argv[2]) if len(sys.argv) > 2 else 10000
FIRST = int(sys.argv[3]) if len(sys.argv) > 3 else 1


def catalog(name):
    said = subprocess.run([WOAD, "list", name, "--json"], check=True, capture_output=True).stdout
    return list(json.loads(said)[name])


def number(rng):
    """In range for most keys, and now and then out of any."""
    if rng.random() < 0.05:
        return rng.choice((-1, 1e9, "nan"))
    return rng.choice((0, 1, 0.5, 1e-3, 100, round(rng.uniform(0, 1), 3)))


def settings(rng, known, preset):
    size = f"{rng.randint(1, 40)}x{rng.randint(1, 40)}"
    if rng.random() < 0.2:
        size += f"x{rng.randint(1, 4)}"
    chosen = {"mask.size": size, "mask.seed": rng.randrange(1 << 30)}
    swaps = "dither" in preset or preset in ("spatiotemporal", "vectors") or rng.random() < 0.1
    limits = {"optimizer.iterations": rng.randint(0, 40),
              "refine.trials": rng.randint(0, 6) if swaps else 0,
              "finish.iterations": 0 if "vectors" in preset else rng.randint(0, 5)}
    others = {
        "mask.pdf": known["distributions"], "baseline.method": known["baselines"],
        "optimizer.method": known["optimizers"], "optimizer.schedule": known["schedules"],
        "optimizer.stochastic": ("yes", "no"), "mask.channels": (1, 2, 3, 4),
        "loss.dither.kernel": ("1", "0.7:2,1.5:3", "box:3", "binomial:2", "exponential:1.5"),
        "loss.dither.exponent": (1, 2, 1.5), "loss.target.spectrum": known["spectra"],
    }
    for key in ("loss.spectral.weight", "loss.uniformity.weight", "loss.histogram.weight",
                "loss.dither.weight", "loss.target.weight", "loss.spectral.cutoff",
                "optimizer.rate", "finish.rate", "optimizer.momentum", "optimizer.tolerance",
                "refine.temperature", "refine.reach", "loss.dither.softness", "baseline.sigma"):
        others[key] = (number(rng),)
    for key in rng.sample(sorted(others), rng.randint(0, 4)):
        chosen[key] = rng.choice(others[key])
    chosen.update(limits)
    return chosen


def check(arguments, process, folder):
    said = process.stderr.decode().splitlines()
    if process.returncode in (2, 3):
        assert len(said) == 1 and said[0].startswith("woad: "), said
        return "refused"
    assert process.returncode == 0, (process.returncode, said)
    inspected = subprocess.run([WOAD, "inspect", "--json", os.path.join(folder, "m.npy")],
                               capture_output=True, check=True)
    scores = json.loads(inspected.stdout)
    of_vectors = "vectors" in " ".join(arguments) or "mask.pdf" in " ".join(arguments)
    assert scores["permutation"] or of_vectors, scores["distinct_values"]
    return "made"


def main():
    known = {name: catalog(name) for name in ("presets", "baselines", "optimizers", "schedules",
                                              "distributions", "spectra")}
    counts = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        for run in range(FIRST, FIRST + RUNS):
            rng = random.Random(run)
            preset = rng.choice(known["presets"])
            arguments = ["design", "--preset", preset, "--scores", "none", "-f", "-o",
                         os.path.join(folder, "m.npy")]
            for key, value in settings(rng, known, preset).items():
                arguments += ["--set", f"{key}={value}"]
            try:
                process = subprocess.run([WOAD, *arguments], capture_output=True, timeout=120)
                counts[check(arguments, process, folder)] += 1
            except (AssertionError, subprocess.SubprocessError) as problem:
                raise SystemExit(f"run {run}: {' '.join(arguments)}: {problem}") from problem
    print(f"{RUNS} random recipes: {counts['made']} masks, {counts['refused']} refused with a "
          "sentence")


main()
