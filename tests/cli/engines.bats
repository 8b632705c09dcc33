#!/usr/bin/env bats
# engines.bats - `woad convert` to the files that engines and other tools load, and back.

load support

# 8 frames of 16x12, each a permutation.
frames() {
    check <<'PY'
write_npy("frames.npy", [v for f in range(8) for v in shuffled(192, f)], (8, 12, 16))
PY
    woad convert frames.npy --force -o frames.npy # as float32
}

@test "every type and layout of DDS and KTX2 comes back" {
    frames
    for format in dds ktx2; do
        for layout in array 3d 2d; do
            woad convert frames.npy --type float --layout $layout -o $layout.$format
            woad convert $layout.$format --input-size 16x12x8 -o $layout.$format.npy
            cmp frames.npy $layout.$format.npy
        done
        for type in u8 u16 half; do
            woad convert frames.npy --type $type -o $type.$format
            woad convert $type.$format -o $type.$format.npy
        done
    done
    check <<'PY'
u = Npy("frames.npy").values
for name in "dds", "ktx2":
    for type, most in ("u8", 2 ** -9), ("u16", 2 ** -17 + 1e-7), ("half", 2 ** -12):
        back = Npy(f"{type}.{name}.npy")
        assert back.shape == (8, 12, 16)
        assert all(abs(a - b) <= most for a, b in zip(u, back.values)), (name, type)
PY
}

@test "PFM is little-endian float32 from the bottom up" {
    design --size 9x5 -o m.npy
    woad convert m.npy -o m.pfm
    woad convert m.pfm -o back.npy
    cmp m.npy back.npy
    check <<'PY'
data = read("m.pfm")
assert data[:12] == b"Pf\n9 5\n-1.0\n"[:12]
samples = struct.unpack("<45f", data[12:])
assert [v for y in range(4, -1, -1) for v in samples[9 * y:9 * y + 9]] == Npy("m.npy").values
PY
}

@test "EXR has linear channels R, G, B, half or float, line by line" {
    woad list formats | grep -q '^ *exr ' || skip "built without OpenEXR"
    design --size 9x5 --set mask.channels=3 -o m.npy
    woad convert m.npy -o m.exr
    woad convert m.npy --type half -o half.exr
    woad convert m.exr -o back.npy
    woad convert half.exr -o half.npy
    cmp m.npy back.npy
    diff m.npy.ini half.npy.ini
    check <<'PY'
data, at, head = read("m.exr"), 8, {}
assert data[:8] == b"\x76\x2f\x31\x01\x02\0\0\0" # no tiles, no parts, no long names
while data[at]:
    name, kind, rest = data[at:].split(b"\0", 2)
    at += len(name) + len(kind) + 2
    size = struct.unpack("<i", data[at:at + 4])[0]
    head[name.decode()] = data[at + 4:at + 4 + size]
    at += 4 + size
assert head["compression"] == b"\0" and struct.unpack("<4i", head["dataWindow"]) == (0, 0, 8, 4)
assert head["woad:recipe"].decode() == open("m.npy.ini").read()
u, lines = Npy("m.npy").values, struct.unpack("<5Q", data[at + 1:at + 41])
for y, line in enumerate(lines):
    assert struct.unpack("<2i", data[line:line + 8]) == (y, 9 * 3 * 4)
    samples = struct.unpack("<27f", data[line + 8:line + 8 + 108]) # blue, green, red
    assert list(samples) == [u[(y * 9 + x) * 3 + c] for c in (2, 1, 0) for x in range(9)]
assert all(abs(a - b) <= 2 ** -12 for a, b in zip(u, Npy("half.npy").values))
PY
    command -v exrinfo > /dev/null || skip "no exrinfo"
    exrinfo -v m.exr | tr -s ' \n' ' ' > info
    grep -q "dataWindow: box2i .* 9 x 5.* 3 channels 'B': float samp 1 1 'G': float .* 'R': float" info
    exrinfo -v half.exr | grep -q "'R': half samp 1 1"
}

@test "ImageMagick reads the same samples from PFM" {
    command -v convert > /dev/null || skip "no ImageMagick"
    design --size 9x5 -o m.npy
    woad convert m.npy -o m.pfm
    convert m.pfm -depth 16 theirs.pgm
    check <<'PY'
theirs = struct.unpack(">45H", read("theirs.pgm")[-90:])
assert all(abs(a - b * 65535) <= 1 for a, b in zip(theirs, Npy("m.npy").values))
PY
}

@test "frames on a sheet stand from left to right, then down" {
    frames
    woad convert frames.npy --layout 2d -o sheet.png
    woad convert sheet.png --input-size 16x12x8 -o back.npy
    check <<'PY'
u, sheet = Npy("frames.npy").values, Png("sheet.png")
assert sheet.shape == (64, 24, 16, GREY)
for f in range(8):
    for y in range(12):
        row = sheet.rows[f // 4 * 12 + y][f % 4 * 16:f % 4 * 16 + 16]
        assert row == [int(v * 65536) for v in u[(f * 12 + y) * 16:(f * 12 + y) * 16 + 16]]
back = Npy("back.npy")
assert back.shape == (8, 12, 16) and ranks(back.values[:192]) == ranks(u[:192])
PY
    fails 3 'sheet\.png has 64x24 pixels' convert sheet.png --input-size 16x12x7 -o x.npy
    fails 3 'sheet\.png has 64x24 pixels' convert sheet.png --input-size 12x16x8 -o x.npy
}

@test "each frame in a file of its own, and one mask of them again" {
    woad design --preset spatiotemporal --size 8x8x4 --iterations 5 -o frames.npy
    woad convert frames.npy --slices --type u8 -o s.png
    woad convert frames.npy --slices -o 'f%03d.npy'
    woad convert s_0[0-3].png -o u8.npy
    woad convert f00[0-3].npy -o back.npy
    cmp frames.npy back.npy
    cmp frames.npy.ini back.npy.ini
    check <<'PY'
u = Npy("frames.npy").values
for f in range(4):
    assert Png(f"s_0{f}.png").values == [int(v * 256) for v in u[64 * f:64 * f + 64]]
assert Npy("u8.npy").shape == (4, 8, 8)
PY
    rm f000.npy* f001.npy* f003.npy*
    fails 4 'f002\.npy' convert frames.npy --slices -o 'f%03d.npy'
}

@test "slices that do not fit each other are refused" {
    design --size 8 -o a.npy
    design --size 8x7 -o b.npy
    frames
    fails 3 'b\.npy is of 8x7 .* 8x8' convert a.npy b.npy -o c.npy
    fails 3 'frames\.npy has 8 frames' convert a.npy frames.npy -o c.npy
    woad convert a.npy -o a.png
    design --size 8 --seed 2 -o other.npy
    woad convert a.png a.npy -o same.npy
    woad convert a.npy other.npy -o c.npy
    [ -e same.npy.ini ] && [ ! -e c.npy.ini ]
    fails 2 'files of their own' convert frames.npy --slices --format npy -o -
}

@test "what a format cannot hold is a sentence that names those that can" {
    frames
    design --set mask.channels=2 -o two.npy
    fails 2 'png .*half: dds, ktx2' convert frames.npy --type half --layout 2d -o x.png
    fails 2 'pfm holds one frame .* 8: npy' convert frames.npy -o x.pfm
    fails 2 'npy .* layout 3d: dds, ktx2' convert frames.npy --layout 3d -o x.npy
    fails 2 'pfm .* 2 channels: png' convert two.npy -o x.pfm
    fails 2 "'u17'.*'u16'" convert two.npy --type u17 -o x.dds
    fails 2 "'4d'" convert two.npy --layout 4d -o x.dds
    fails 2 'bits is 8' convert two.npy --bits 8 --type float -o x.dds
}

@test "a design that its file could not hold is refused before it begins" {
    local start=$SECONDS
    fails 2 'png holds one frame .* 32' design --preset spatiotemporal --size 64x64x32 -o x.png
    fails 2 '90000 ranks do not fit' design --size 300 --values rank -o x.png
    fails 2 'gaussian have no ends' design --set mask.pdf=gaussian --values pdf -o x.png
    fails 2 'didder does not hold 3 channels' design --preset vectors --set mask.pdf=sphere -o x.json
    fails 2 'npy does not hold .* half' design --size 2048 --type half -o x.npy
    ((SECONDS - start < 5))
    woad design --preset spatiotemporal --size 8x8x4 --iterations 3 --type u8 --layout 3d -o x.ktx2
    woad convert x.ktx2 -o x.npy
    check <<'PY'
assert Npy("x.npy").shape == (4, 8, 8)
assert struct.unpack("<6I", read("x.ktx2")[12:36]) == (9, 1, 8, 8, 4, 0)
PY
}

@test "recipe and distribution go along, in the file or beside it" {
    woad design --preset spectral --size 16 --iterations 20 --set mask.pdf=triangular -o m.npy
    for name in m.dds m.ktx2 m.pfm; do
        woad convert m.npy --values pdf --type float -o $name
        woad convert $name -o $name.npy
        diff m.npy.ini $name.npy.ini
    done
    [ -e m.dds.ini ] && [ ! -e m.ktx2.ini ]
    check <<'PY'
u = Npy("m.npy").values
for name in "m.dds", "m.ktx2", "m.pfm":
    assert all(abs(a - b) < 1e-6 for a, b in zip(u, Npy(name + ".npy").values)), name
PY
}

@test "ends of a distribution that half must round come back" {
    woad design --preset void-and-cluster --size 64 -o m.npy
    printf '0,0\n1,0.3\n' > q.csv # the nearest half is above
    woad convert m.npy --values pdf --pdf table:q.csv --type half -o m.ktx2
    woad convert m.ktx2 -o back.npy
    check <<'PY'
assert all(abs(a - b) < 1e-3 for a, b in zip(Npy("m.npy").values, Npy("back.npy").values))
PY
}

@test "files that are cut off or of other kinds are refused" {
    design --size 8 -o m.npy
    for name in m.dds m.ktx2 m.pfm; do
        woad convert m.npy -o $name
        head -c 150 $name > cut_$name
        fails 3 "cut_$name.*truncated" convert cut_$name -o x.npy
        cp m.npy other_$name
        fails 3 "other_$name is not a" convert other_$name -o x.npy
    done
}
