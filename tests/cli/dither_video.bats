#!/usr/bin/env bats
# dither_video.bats - `woad dither` of videos.

load support

# Three frames that move a little, raw and as Y4M, and a mask with frames.
videos() {
    check <<'PY'
frames = [bytes((5 * x + 9 * y + (20 * t if x > 16 else 0)) % 256 for y in range(24)
                for x in range(32)) for t in range(3)]
open("grey.raw", "wb").write(b"".join(frames))
open("grey.y4m", "wb").write(b"YUV4MPEG2 W32 H24 F25:1 Ip Cmono XCOLORRANGE=FULL\n" +
                             b"".join(b"FRAME\n" + f for f in frames))
rgb = bytes(v for f in frames for p in f for v in (p, 255 - p, p // 2))
open("rgb.raw", "wb").write(rgb)
for t, f in enumerate(frames):
    open(f"{t}.pgm", "wb").write(b"P5\n32 24\n255\n" + f)
    open(f"{t}.ppm", "wb").write(b"P6\n32 24\n255\n" + rgb[t * 2304:][:2304])
PY
    design --size 8x8x2 --preset void-and-cluster -o frames.npy
}

@test "each frame of a video is dithered as an image" {
    videos
    woad dither grey.raw --video gray:32x24 --levels 3 -o out.raw
    woad dither - --video rgb24:32x24 --palette bwry -o - < rgb.raw > rgb.out
    woad dither rgb.raw --video rgb24:32x24 --method atkinson --bits 1,2,1 -o diffused.out
    for t in 0 1 2; do
        woad dither $t.pgm --levels 3 -o $t-grey.pgm
        woad dither $t.ppm --palette bwry -o $t-palette.ppm
        woad dither $t.ppm --method atkinson --bits 1,2,1 -o $t-diffused.ppm
    done
    check <<'PY'
for name, like, size in ("out.raw", "grey.pgm", 768), ("rgb.out", "palette.ppm", 2304), \
                        ("diffused.out", "diffused.ppm", 2304):
    assert read(name) == b"".join(read(f"{t}-{like}")[-size:] for t in range(3)), name
PY
}

@test "Y4M keeps its rate and range, and its frames are the raw ones" {
    videos
    woad dither grey.y4m --levels 3 -o out.y4m
    woad dither - --video y4m --levels 3 -o - < grey.y4m > piped.y4m
    cmp out.y4m piped.y4m
    woad dither grey.raw --video gray:32x24 --levels 3 -o out.raw
    woad dither grey.y4m --palette '#000,#f00' -o red.y4m --resize 16x
    check <<'PY'
head, *frames = read("out.y4m").split(b"FRAME\n")
assert head == b"YUV4MPEG2 W32 H24 F25:1 Ip Cmono XCOLORRANGE=FULL\n"
assert b"".join(frames) == read("out.raw")
head, *frames = read("red.y4m").split(b"FRAME\n")
assert head == b"YUV4MPEG2 W16 H12 F25:1 Ip C444 XCOLORRANGE=FULL\n"
assert [len(f) for f in frames] == [3 * 192] * 3
assert {f[192 * k + i] for f in frames for k in (0,) for i in range(192)} == {0, 76}
PY
}

@test "a mask with frames steps, another one stays, and what is still stays still" {
    videos
    still='--video gray:32x24'
    woad dither grey.raw $still -o default.raw
    woad dither grey.raw $still --motion still -o still.raw
    woad dither grey.raw $still --mask frames.npy -o step.raw
    woad dither grey.raw $still --mask frames.npy --motion still -o first.raw
    woad dither grey.raw $still --motion offset -o moved.raw
    cmp default.raw still.raw
    for t in 0 1 2; do
        woad dither $t.pgm --mask frames.npy --frame $((t % 2)) -o $t-step.pgm
        woad dither $t.pgm --mask frames.npy -o $t-first.pgm
    done
    check <<'PY'
def frames(name):
    data = read(name)
    return [data[768 * t:][:768] for t in range(3)]
assert frames("step.raw") == [read(f"{t}-step.pgm")[-768:] for t in range(3)]
assert frames("first.raw") == [read(f"{t}-first.pgm")[-768:] for t in range(3)]
left = [[f[32 * y + x] for y in range(24) for x in range(16)] for f in frames("still.raw")]
assert left[0] == left[1] == left[2]
moved = [[f[32 * y + x] for y in range(24) for x in range(16)] for f in frames("moved.raw")]
assert moved[0] == left[0] and moved[1] != left[0] and moved[2] != moved[1]
PY
}

@test "a video that is cut or is none gets a sentence, and leaves no file" {
    videos
    head -c 2000 grey.y4m > cut.y4m
    head -c 800 grey.raw > cut.raw
    head -c 50 grey.y4m > empty.y4m
    fails 3 "cut.y4m is cut off in frame 2" dither cut.y4m -o x.y4m
    fails 3 "cut.raw is cut off in frame 1" dither cut.raw --video gray:32x24 -o x.raw
    fails 3 "empty.y4m has no frames" dither empty.y4m -o x.y4m
    fails 3 "no Y4M" dither grey.raw --video y4m -o x.y4m
    fails 3 "no Y4M" dither 0.pgm --video y4m -o x.y4m
    fails 3 "nothing.y4m" dither nothing.y4m -o x.y4m
    fails 2 "rgb24:640x480" dither grey.raw --video gray -o x.raw
    fails 2 "format is about images" dither grey.y4m --format png -o x.png
    fails 2 "invert is about images" dither grey.y4m --invert -o x.y4m
    fails 2 "one at a time" dither grey.raw grey.raw --video gray:32x24 -o x.raw
    cp grey.y4m x.y4m
    fails 4 "x.y4m exists" dither grey.y4m -o x.y4m
}
