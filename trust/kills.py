"""Kills long designs at random moments, by SIGKILL, SIGTERM and SIGINT, and lets them go on:
python3 trust/kills.py build/cli/woad [KILLS [SEED]]. The mask must be the bytes of a design that was
never stopped, each time. Prints counts; fails at the first difference."""

import os
import random
import signal
import subprocess
import sys
import tempfile

WOAD = os.path.abspath(sys.argv[1])
KILLS = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
random.seed(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
KINDS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
DESIGNS = (
    ["--size", "64x48", "--set", "refine.trials=150"],
    ["--size", "48", "--preset", "notebook", "--iterations", "2500"],
    ["--size", "32", "--preset", "dither-descent", "--set", "optimizer.iterations=150"],
    ["--size", "16x16x8", "--preset", "spatiotemporal", "--set", "refine.trials=60"],
    ["--size", "48", "--preset", "spectral", "--set", "refine.trials=60", "--set",
     "optimizer.tolerance=1e-5"],
    ["--size", "32", "--set", "mask.channels=3", "--set", "refine.trials=200"],
    ["--size", "24x24x3", "--preset", "vectors", "--set", "refine.trials=60"],
    ["--size", "16x16x2", "--preset", "vectors-descent"],
    ["--size", "32", "--count", "4", "--set", "refine.trials=200"],
    ["--size", "12", "--count", "3", "--preset", "vectors", "--set", "refine.trials=200"],
)


def read(path):
    with open(path, "rb") as f:
        return f.read()


def run(arguments, folder, kill_after):
    """Whether it came to its end; the signal that it got."""
    process = subprocess.Popen([WOAD, "design", *arguments, "--scores", "none"], cwd=folder,
                               stderr=subprocess.PIPE)
    try:
        _, said = process.communicate(timeout=kill_after)
    except subprocess.TimeoutExpired:
        kind = random.choice(KINDS)
        process.send_signal(kind)
        _, said = process.communicate()
        if process.returncode in (-kind, 130):
            return False
    if process.returncode != 0:
        raise SystemExit(f"{arguments}: exit code {process.returncode}: {said.decode()}")
    return True


def main():
    kills = designs = 0
    while kills < KILLS:
        arguments = [*DESIGNS[designs % len(DESIGNS)], "--seed", str(designs + 1)]
        with tempfile.TemporaryDirectory() as folder:
            run([*arguments, "-o", "whole.npy"], folder, 600)
            going = [*arguments, "-o", "mask.npy", "--checkpoint", "state", "--checkpoint-every",
                     "0", "--resume", "--force"]
            of_this = 0
            while not run(going, folder, random.uniform(0.005, 0.06) if of_this < 60 else 600):
                of_this += 1
            wholes = [name for name in os.listdir(folder) if name.startswith("whole")]
            assert wholes
            for name in wholes:
                whole = read(os.path.join(folder, name))
                mask = read(os.path.join(folder, name.replace("whole", "mask")))
                if not whole or mask != whole:
                    raise SystemExit(f"{arguments}: other bytes after {of_this} kills")
            if os.path.exists(os.path.join(folder, "state")):
                raise SystemExit(f"{arguments}: the checkpoint is still there")
        kills += of_this
        designs += 1
    print(f"{kills} kills, {designs} designs, all with the bytes of one that was never stopped")


main()
