"""Kills one process of shared designs at random moments, and lets them go on in another number of
processes: python3 trust/kills_mpi.py build/mpi/woad-mpi [KILLS [SEED]]. Each time the job must end
by itself, without a mask, and in the end the mask must be the bytes of a job that was never stopped.
Prints counts; fails at the first difference."""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time

WOAD_MPI = os.path.abspath(sys.argv[1])
KILLS = int(sys.argv[2]) if len(sys.argv) > 2 else 20
random.seed(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
ENVIRONMENT = {**os.environ, "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
               "OMPI_MCA_rmaps_base_oversubscribe": "1", "OMPI_MCA_mpi_yield_when_idle": "1"}
TILES = ["--set", "baseline.method=void-and-cluster-tiles"]
DESIGNS = ( # some seconds each
    ["--preset", "spectral", "--size", "128", "--iterations", "3000"],
    [*TILES, "--size", "400x128", "--set", "refine.trials=80"],
    ["--preset", "spectral", "--size", "32x32x16", "--iterations", "2000",
     "--set", "loss.spectral.axes=frame+time", "--set", "loss.uniformity.axes=frame+time"],
    ["--preset", "spectral", "--size", "32x32x16", "--iterations", "2000",
     "--set", "loss.spectral.axes=volume", "--set", "loss.uniformity.axes=volume"],
    ["--preset", "dither-descent", "--size", "64", "--set", "optimizer.iterations=400"],
)


def read(path):
    with open(path, "rb") as f:
        return f.read()


def processes_of(job):
    found = subprocess.run(["pgrep", "-P", str(job.pid)], capture_output=True, check=False).stdout
    return [int(pid) for pid in found.split()]


def run(arguments, folder, kill_after=None):
    """Whether it came to its end before a process of it was killed."""
    count = random.randint(1, 3)
    job = subprocess.Popen(["mpirun", "-n", str(count), WOAD_MPI, "design", *arguments], cwd=folder,
                           env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    killed = False
    if kill_after is not None:
        time.sleep(kill_after)
        there = processes_of(job)
        if there:
            os.kill(random.choice(there), signal.SIGKILL)
            killed = True
    _, said = job.communicate(timeout=600)
    if job.returncode == 0:
        return True
    if not killed:
        raise SystemExit(f"{arguments}: exit code {job.returncode}: {said.decode()}")
    if os.path.exists(os.path.join(folder, "mask.npy")):
        raise SystemExit(f"{arguments}: a killed job left a mask")
    return False


def main():
    kills = designs = resumed = 0
    while kills < KILLS:
        arguments = [*DESIGNS[designs % len(DESIGNS)], "--seed", str(designs + 1)]
        with tempfile.TemporaryDirectory() as folder:
            run([*arguments, "-o", "whole.npy"], folder)
            going = [*arguments, "-o", "mask.npy", "--checkpoint", "state", "--checkpoint-every",
                     "0.1", "--resume"]
            of_this = 0
            while not run(going, folder, random.uniform(0.3, 2) if of_this < 4 else None):
                of_this += 1
                resumed += os.path.exists(os.path.join(folder, "state"))
            if read(os.path.join(folder, "mask.npy")) != read(os.path.join(folder, "whole.npy")):
                raise SystemExit(f"{arguments}: other bytes after {of_this} kills")
        kills += of_this
        designs += 1
        print(f"{kills} kills, {resumed} gone on from a checkpoint, {designs} designs: all with the "
              "bytes of one that was never stopped", flush=True)


main()
