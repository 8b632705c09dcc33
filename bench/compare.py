"""Is one build's design loop slower than another's?

    python3 bench/compare.py BEFORE AFTER [--turns N] [WIDTHxHEIGHT ...]

BEFORE and AFTER are the woad-bench of two builds (build/bench/woad-bench, kept beside). They
take turns, so that what else the machine does meets both, and AFTER's time over BEFORE's in
the same turn counts: the median of the turns, the middle half of them, and whether a sign test
takes it for more than chance (5 %).
"""
import argparse
import json
import math
import statistics
import subprocess

CASES = "iteration", "sort", "transforms", "optimizer step"
SIZES = "64x64", "256x256", "512x512", "1024x1024"


def times_of(bench, sizes):
    """[{case: ns a value}] of one short run, a size each."""
    out = subprocess.run([bench, "--json", "--rounds", "1", *sizes], check=True,
                         capture_output=True, text=True).stdout
    return [size["ns_per_value_threads_1"] for size in json.loads(out)]


def is_by_chance(ratios):
    """A two-sided sign test: would a fair coin fall as one-sidedly one time in twenty?"""
    turns, slower = len(ratios), sum(ratio > 1 for ratio in ratios)
    few = min(slower, turns - slower)
    return sum(math.comb(turns, k) for k in range(few + 1)) / 2 ** (turns - 1) > 0.05


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("before")
    parser.add_argument("after")
    parser.add_argument("--turns", type=int, default=31)
    parser.add_argument("sizes", nargs="*", default=SIZES)
    options = parser.parse_args()
    ratios = {}
    for turn in range(options.turns):
        order = [options.before, options.after][::-1 if turn % 2 else 1]
        runs = {bench: times_of(bench, options.sizes) for bench in order}
        for i, size in enumerate(options.sizes):
            for case in CASES:
                ratios.setdefault((size, case), []).append(
                    runs[options.after][i][case] / runs[options.before][i][case])
    for (size, case), all_turns in ratios.items():
        low, middle, high = statistics.quantiles(all_turns, n=4)
        told = "" if is_by_chance(all_turns) else "slower" if middle > 1 else "faster"
        print(f"{size:10} {case:15} {middle:6.3f}   {low:.3f} to {high:.3f}   {told}")


if __name__ == "__main__":
    main()
