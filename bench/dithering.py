"""What dithering costs: inner loops beside memcpy, whole processes, memory.

    python3 bench/dithering.py build [ROUNDS]

The comparison with ImageMagick is left out, and said so, where `convert` is not installed.
"""
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time


def run(*command):
    """Seconds and peak KiB of a process."""
    begin = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, command
    return time.perf_counter() - begin, usage.ru_maxrss


def write_netpbm(path, width, height, channels):
    row = bytes(x * 7 % 251 for x in range(width * channels))
    with open(path, "wb") as f:
        f.write(b"P%d\n%d %d\n255\n" % (5 if channels == 1 else 6, width, height))
        for y in range(height):
            at = y * channels % 997
            f.write(row[at:] + row[:at])


def main():
    build, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5
    woad = os.path.join(build, "cli", "woad")
    inner = json.loads(subprocess.run(
        [os.path.join(build, "bench", "woad-bench-dither"), "--threads", str(os.cpu_count())],
        check=True, stdout=subprocess.PIPE).stdout)
    print("24 megapixels, seconds (medians):", inner)
    print("memcpy over grey to 2 levels: %.2f" % (inner["memcpy_grey"] / inner["grey_to_2_levels"]))
    with tempfile.TemporaryDirectory() as folder:
        path = lambda name: os.path.join(folder, name)
        write_netpbm(path("grey.pgm"), 6000, 4000, 1)
        write_netpbm(path("rgb.ppm"), 6000, 4000, 3)
        run(woad, "dither", path("rgb.ppm"), "--levels", "256", "-o", path("rgb.png"))
        magick = shutil.which("convert")
        times = {"woad": [], "magick": [], "png": []}
        for _ in range(rounds):
            times["woad"].append(
                run(woad, "dither", path("grey.pgm"), "-f", "-o", path("a.pbm"))[0])
            if magick:
                times["magick"].append(run(magick, path("grey.pgm"), "-ordered-dither", "o8x8",
                                           path("b.pbm"))[0])
            times["png"].append(run(woad, "dither", path("rgb.png"), "--bits", "5,6,5", "-f",
                                    "-o", path("c.png"))[0])
        times = {k: statistics.median(v) for k, v in times.items() if v}
        print("PGM to PBM: %.3f s" % times["woad"])
        print("ImageMagick's o8x8: %.3f s, %.0f times" % (
            times["magick"], times["magick"] / times["woad"]) if magick
            else "ImageMagick is not installed: not compared")
        print("RGB PNG to 5-6-5 PNG: %.2f s, dithering %.1f %% of it" % (
            times["png"], 100 * inner["rgb_to_565"] / times["png"]))
        write_netpbm(path("huge.pgm"), 20000, 20000, 1)
        seconds, peak = run(woad, "dither", path("huge.pgm"), "-o", path("huge.pbm"))
        print("400-megapixel PGM to PBM: %.2f s, %.1f MiB at most" % (seconds, peak / 1024))


if __name__ == "__main__":
    main()
