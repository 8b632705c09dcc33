#!/usr/bin/env bats
# dither_formats.bats - palettes, sizes and formats of dithered images.

load support

ramp() {
    check <<'PY'
write_png("ramp.png", [[x for x in range(256)] for y in range(64)])
write_png("rgb.png", [[c for x in range(64) for c in (4 * x, 4 * y, 255 - 4 * x)]
                      for y in range(64)], RGB)
PY
}

@test "one-bit files of every kind hold the same picture" {
    ramp
    woad dither ramp.png -o a.png
    woad dither ramp.png -o a.pbm
    woad dither ramp.png -o a.pgm
    woad dither ramp.png --format raw -o a.bin
    woad dither ramp.png --format raw --packing lsb --invert -o b.bin
    woad dither ramp.png --format raw --order columns -o c.bin
    woad dither - --format pgm -o - < ramp.png | cmp - a.pgm
    woad dither a.pgm -o again.png # two levels stay what they are
    cmp a.png again.png
    check <<'PY'
png = Png("a.png")
assert (png.bits, png.colour) == (1, GREY)
rows = png.rows
pgm, pbm = (open("a." + f, "rb").read() for f in ("pgm", "pbm"))
assert pgm == b"P5\n256 64\n255\n" + bytes(255 * v for row in rows for v in row)
packed = bytes(int("".join(map(str, row[x:x + 8])), 2) for row in rows for x in range(0, 256, 8))
assert pbm == b"P4\n256 64\n" + bytes(255 - b for b in packed)
assert open("a.bin", "rb").read() == packed
assert open("b.bin", "rb").read() == bytes(255 - int(f"{b:08b}"[::-1], 2) for b in packed)
columns = [[row[x] for row in rows] for x in range(256)]
assert open("c.bin", "rb").read() == bytes(
    int("".join(map(str, c[y:y + 8])), 2) for c in columns for y in range(0, 64, 8))
PY
}

@test "a netpbm image by rows is the same as from a PNG" {
    ramp
    check <<'PY'
png = Png("rgb.png")
with open("rgb.ppm", "wb") as f:
    f.write(b"P6\n64 64\n255\n" + bytes(v for row in png.rows for v in row))
PY
    for options in '--levels 4' '--palette cga' '--grey --levels 16' '--bits 5,6,5 --space linear'; do
        # shellcheck disable=SC2086
        woad dither rgb.png $options -f -o a.png
        # shellcheck disable=SC2086
        woad dither - $options -f -o b.png < rgb.ppm
        cmp a.png b.png
    done
}

@test "a palette file has the named colours, mixed as the measured ones" {
    ramp
    woad dither rgb.png --palette spectra6 -o s.png
    woad dither rgb.png --palette '#000,fff,f00' --measured '#101010,#eee,#a02020' -o m.png
    woad dither rgb.png --palette '#000,fff,f00' -o n.png
    woad dither rgb.png --palette s.png --match oklab -o again.png
    woad dither rgb.png --palette rgb565 -o r.png
    woad dither rgb.png --bits 5,6,5 -o bits.png
    woad dither ramp.png --palette bw --format raw -o bw.bin
    woad dither ramp.png --format raw -o levels.bin
    cmp r.png bits.png
    check <<'PY'
s, m, n = (Png(p + ".png") for p in "smn")
assert (s.bits, s.colour) == (4, 3) and (m.bits, m.colour) == (2, 3)
assert {v for row in s.rows for v in row} <= set(range(6))
assert m.rows != n.rows
bw, levels = (open(p + ".bin", "rb").read() for p in ("bw", "levels"))
assert len(bw) == len(levels)
assert sum(bin(a ^ b).count("1") for a, b in zip(bw, levels)) <= 4
PY
}

@test "an image is fitted to a panel" {
    ramp
    woad dither rgb.png --resize 80x48 --palette bwr -o contain.png
    woad dither rgb.png --resize 80x48 --fit cover --grey -o cover.png
    woad dither rgb.png --resize x20 --brightness 1 --contrast 0.2 --saturation 0.5 --sharpen 1 \
        -o small.png
    check <<'PY'
contain, cover, small = (Png(p + ".png") for p in ("contain", "cover", "small"))
assert (contain.width, contain.height, cover.width, cover.height) == (80, 48, 80, 48)
assert (small.width, small.height) == (20, 20)
for row in contain.rows: # white bars on both sides
    assert set(row[:16]) == set(row[64:]) == {1}
PY
}

@test "an interrupted image leaves nothing behind" {
    check <<'PY'
import signal, subprocess
process = subprocess.Popen([os.environ["WOAD"], "dither", "-", "-o", "x.pbm"],
                           stdin=subprocess.PIPE, stderr=subprocess.PIPE)
process.stdin.write(b"P5\n1000 3000\n255\n" + bytes(1100000)) # more than is dithered at a time
process.stdin.flush()
wait_until_caught(process, signal.SIGINT)
process.send_signal(signal.SIGINT)
_, error = process.communicate(bytes(1900000))
assert process.returncode == 130, process.returncode
assert error == b"woad: interrupted: x.pbm is not written\n", error
assert [name for name in os.listdir(".") if "x.pbm" in name or "woad" in name] == []
PY
}

@test "what palettes, sizes and formats are not gets a sentence" {
    ramp
    printf 'GIMP Palette\n1 2 999\n' > bad.gpl
    printf 'P5\n64 64\n255\nshort' > short.pgm
    fails 2 "no palette: spectra6," dither ramp.png --palette spektra6 -o x.png
    fails 2 'no palette: names of' dither ramp.png --palette something -o x.png
    fails 3 'bad.gpl:2:' dither ramp.png --palette bad.gpl -o x.png
    fails 2 '1 colour:' dither ramp.png --palette '#000' -o x.png
    fails 2 '3 measured colours' dither ramp.png --palette bw --measured bwr -o x.png
    fails 2 'measured is about' dither ramp.png --measured bwr -o x.png
    fails 2 'levels is about' dither ramp.png --palette bw --levels 3 -o x.png
    fails 2 'like 800x480' dither ramp.png --resize 800 -o x.png
    fails 2 'like 800x480' dither ramp.png --resize 0x480 -o x.png
    fails 2 'fit is about' dither ramp.png --resize 80x --fit cover -o x.png
    fails 2 'from -8 to 8' dither ramp.png --brightness 9 -o x.png
    fails 2 'a colour is like' dither ramp.png --background white -o x.png
    fails 2 'packing is about' dither ramp.png --packing lsb -o x.png
    fails 2 'msb' dither ramp.png --packing big -o x.bin
    fails 2 'png, pbm' dither ramp.png --format bmp -o x.bmp
    fails 2 'pbm does not hold' dither ramp.png --levels 3 -o x.pbm
    fails 3 'row 0 of 64' dither short.pgm -o x.pbm
}

@test "WebP and TIFF hold what was dithered, where they are built in" {
    ramp
    for format in webp tiff; do
        woad list image-formats | grep -q " $format " || continue
        woad dither ramp.png --levels 5 -o grey.$format
        woad dither ramp.png --palette spectra6 -o colours.$format
        woad dither ramp.png --levels 5 -o grey.png --force
        woad dither ramp.png --palette spectra6 -o colours.png --force
        for name in grey colours; do
            # At 256 levels nothing is dithered: it is what was read.
            woad dither $name.$format --levels 256 --grey -o a.pgm --force
            woad dither $name.png --levels 256 --grey -o b.pgm --force
            cmp a.pgm b.pgm
        done
        woad dither colours.$format --levels 256 -o a.ppm --force
        woad dither colours.png --levels 256 -o b.ppm --force
        cmp a.ppm b.ppm
        head -c 100 colours.$format > cut.$format
        fails 3 "cut.$format is a broken" dither cut.$format -o x.png
    done
}

@test "PFM is linear light, from the bottom up, and comes back as it was" {
    check <<'PY'
write_png("rgb.png", [[(37 * x + 91 * y + 5 * x * y) % 256 for x in range(3 * 9)]
                      for y in range(5)], colour=RGB)
PY
    woad dither rgb.png --levels 256 -o a.pfm
    woad dither a.pfm --levels 256 -o b.png
    woad dither rgb.png --grey --levels 2 -o two.pfm
    check <<'PY'
png, pfm = Png("rgb.png"), read("a.pfm")
assert Png("b.png").values == png.values
assert pfm.startswith(b"PF\n9 5\n-1.0\n") and len(pfm) == 12 + 4 * 135
values = struct.unpack("<135f", pfm[12:])
for y in range(5):
    for i in range(27):
        v = png.rows[y][i] / 255
        light = v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4
        assert abs(values[27 * (4 - y) + i] - light) < 1e-6
assert set(struct.unpack("<45f", read("two.pfm")[-180:])) == {0.0, 1.0}
open("big.pfm", "wb").write(b"Pf\n2 1\n1.0\n" + struct.pack(">2f", 0.5, float("nan")))
PY
    woad dither big.pfm --levels 256 -o big.png
    check <<'PY'
assert Png("big.png").values in ([187, 0], [188, 0])
PY
    head -c 100 a.pfm > cut.pfm
    printf 'Pf\n0 4\n1.0\n' > none.pfm
    printf 'Pf\n99999 99999\n1.0\nxxxx' > bomb.pfm
    fails 3 "cut.pfm is cut off" dither cut.pfm -o x.png
    fails 3 "none.pfm has 0x4" dither none.pfm -o x.png
    fails 3 "bomb.pfm" dither bomb.pfm -o x.png
}
