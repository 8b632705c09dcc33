#!/usr/bin/env bats
# dither.bats - `woad dither`: what becomes of images.

load support

# Pictures that most tests use: a grey ramp, an RGB one, and a mask that is not square.
pictures() {
    check <<'PY'
ramp = [[(7 * x + 3 * y) % 256 for x in range(40)] for y in range(20)]
write_png("grey.png", ramp)
write_png("rgb.png", [[c for v in row for c in (v, 255 - v, (v + 90) % 256)] for row in ramp],
          colour=RGB)
PY
    design --size 13x7 -o mask.npy
}

# ---- the rule ------------------------------------------------------------------------------

@test "a value becomes floor(v (L - 1) + u) of L levels, the mask tiled" {
    pictures
    for levels in 2 3 4 16 200; do
        woad dither grey.png --mask mask.npy --levels $levels -o $levels.png
    done
    check <<'PY'
grey, u = Png("grey.png").rows, Npy("mask.npy").values
for levels in 2, 3, 4, 16, 200:
    out = Png(f"{levels}.png")
    top = (1 << out.bits) - 1
    for y, row in enumerate(grey):
        for x, v in enumerate(row):
            q = int(v / 255 * (levels - 1) + u[y % 7 * 13 + x % 13])
            assert out.rows[y][x] == round(q / (levels - 1) * top), (levels, x, y)
PY
}

@test "each of 256 grey levels has the right mean over a tiled flat field" {
    check <<'PY'
write_png("flat.png", [[16 * (y // 64) + x // 64 for x in range(1024)] for y in range(1024)])
PY
    woad design --preset spectral --iterations 20 -o mask.npy
    woad dither flat.png -o builtin.png
    woad dither flat.png --mask mask.npy -o mask.png
    woad dither flat.png --mask mask.npy --levels 6 -o six.png
    check <<'PY'
def mean(picture, level):
    """Of the field's mean in [0, 1]; its 64 pixels a row are whole bytes."""
    first, width = level // 16 * 64, picture.bits * 8
    fields = [line[level % 16 * width:][:width] for line in picture.lines[first:first + 64]]
    if picture.bits == 1:
        return sum(bin(byte).count("1") for f in fields for byte in f) / 4096
    return sum(sum(f) for f in fields) / 4096 / 255
for name in "builtin.png", "mask.png", "six.png":
    picture = Png(name)
    for level in range(256):
        off = mean(picture, level) - level / 255
        assert abs(off) <= 1 / 4096, (name, level, off)
    assert mean(picture, 0) == 0 and mean(picture, 255) == 1
PY
}

@test "black stays black and white stays white, whatever the space, levels and masks" {
    check <<'PY'
write_png("ends.png", [[v for x in range(64) for v in ((0, 0, 0), (255, 255, 255))[x // 32]]] * 64,
          colour=RGB)
PY
    for space in srgb linear; do
        for masks in same shift independent; do
            woad dither ends.png --space $space --channel-masks $masks --levels 2,7,256 \
                -o $space-$masks.png
            outputs+=("$space-$masks.png")
        done
    done
    check "${outputs[@]}" <<'PY'
for name in sys.argv[1:]:
    assert Png(name).values == Png("ends.png").values, name
PY
}

@test "--space linear keeps the mean of the light" {
    check <<'PY'
write_png("flat.png", [[188] * 64] * 64)
PY
    woad dither flat.png -o srgb.png
    woad dither flat.png --space srgb -o named.png
    woad dither flat.png --space linear -o linear.png
    woad dither flat.png --space linear --levels 4 -o four.png
    cmp srgb.png named.png
    check <<'PY'
def light(v):
    return v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4
want = light(188 / 255)
def mean(name, f):
    picture = Png(name)
    top = (1 << picture.bits) - 1
    return sum(f(v / top) for v in picture.values) / 4096
assert abs(mean("srgb.png", lambda v: v) - 188 / 255) <= 1 / 4096
assert abs(mean("linear.png", light) - want) <= 1 / 4096, (mean("linear.png", light), want)
assert abs(mean("four.png", light) - want) <= 1 / 4096, (mean("four.png", light), want)
PY
}

# ---- levels and depth ----------------------------------------------------------------------

@test "grey of 2, 4 and 16 levels has true 1, 2 and 4 bits" {
    pictures
    for levels in 2 3 4 5 16 17 256; do
        woad dither grey.png --levels $levels -o $levels.png
    done
    for bits in 1 2 4 8; do
        woad dither grey.png --bits $bits -o bits$bits.png
    done
    check <<'PY'
want = {2: 1, 3: 8, 4: 2, 5: 8, 16: 4, 17: 8, 256: 8}
for levels, bits in want.items():
    picture = Png(f"{levels}.png")
    assert picture.shape == (40, 20, bits, GREY), (levels, picture.shape)
    assert len(set(picture.values)) <= levels
for bits in 1, 2, 4, 8:
    assert read(f"bits{bits}.png") == read(f"{1 << bits}.png")
assert Png("256.png").values == Png("grey.png").values
PY
}

@test "--bits 5,6,5 is --levels 32,64,32" {
    pictures
    woad dither rgb.png --bits 5,6,5 -o bits.png
    woad dither rgb.png --levels 32,64,32 -o levels.png
    cmp bits.png levels.png
    check <<'PY'
picture = Png("bits.png")
assert picture.shape == (40, 20, 8, RGB)
for c, levels in enumerate((32, 64, 32)):
    allowed = {round(q / (levels - 1) * 255) for q in range(levels)}
    assert set(picture.values[c::3]) <= allowed, c
PY
}

@test "without options: two levels and the built-in mask of 64x64" {
    pictures
    woad dither rgb.png -o out.png
    check <<'PY'
assert set(Png("out.png").values) == {0, 255}
write_png("flat.png", [[100] * 128] * 128)
PY
    woad dither flat.png -o flat_out.png
    check <<'PY'
rows = Png("flat_out.png").rows
assert all(row[:64] == row[64:] for row in rows) and rows[:64] == rows[64:]
assert any(row[:32] != row[32:64] for row in rows)
PY
}

# ---- masks ---------------------------------------------------------------------------------

@test "--channel-masks: the same mask, shifted copies, or independent ones" {
    check <<'PY'
write_png("flat.png", [[128] * 192] * 64, colour=RGB)
PY
    for masks in same shift independent; do
        woad dither flat.png --channel-masks $masks -o $masks.png
    done
    woad dither flat.png -o default.png
    cmp default.png same.png
    check <<'PY'
def channels(name):
    return [Png(name).values[c::3] for c in range(3)]
def shifts(a, b):
    """Is b the plane a, moved on the torus?"""
    rows, want = [a[64 * y:64 * y + 64] for y in range(64)], b
    return any([v for y in range(64) for v in rows[(y + dy) % 64][dx:] + rows[(y + dy) % 64][:dx]]
               == want for dy in range(64) for dx in range(64) if rows[dy][dx] == want[0])
r, g, b = channels("same.png")
assert r == g == b
r, g, b = channels("shift.png")
assert len({tuple(r), tuple(g), tuple(b)}) == 3 and shifts(r, g) and shifts(r, b)
r, g, b = channels("independent.png")
agree = sum(x == y for x, y in zip(r, g)) / 4096
assert 0.4 < agree < 0.6, agree
PY
}

@test "independent masks: three files, or one with three channels" {
    pictures
    for seed in 1 2 3; do
        design --size 9x6 --seed $seed -o $seed.npy
    done
    check <<'PY'
planes = [Npy(f"{seed}.npy").values for seed in (1, 2, 3)]
write_npy("three.npy", [plane[i] for i in range(54) for plane in planes], (6, 9, 3))
PY
    woad dither rgb.png --channel-masks independent -m 1.npy -m 2.npy -m 3.npy -o files.png
    woad dither rgb.png --channel-masks independent --mask three.npy -o channels.png
    cmp files.png channels.png
    check <<'PY'
rgb, out = Png("rgb.png"), Png("files.png")
for c in range(3):
    u = Npy(f"{c + 1}.npy").values
    for y in range(20):
        for x in range(40):
            want = int(rgb.rows[y][3 * x + c] / 255 + u[y % 6 * 9 + x % 9])
            assert out.rows[y][3 * x + c] == 255 * want, (c, x, y)
PY
}

@test "--frame takes that frame of the mask, and goes round" {
    pictures
    check <<'PY'
write_npy("frames.npy", shuffled(54) + shuffled(54, 2), (2, 6, 9))
write_npy("second.npy", shuffled(54, 2), (6, 9))
PY
    woad dither grey.png --mask frames.npy --frame 1 -o frame.png
    woad dither grey.png --mask second.npy -o second.png
    woad dither grey.png --mask frames.npy -o first.png
    woad dither grey.png --mask frames.npy --frame 3 -o round.png
    cmp frame.png second.png
    cmp round.png second.png
    run ! cmp -s first.png second.png
}

@test "the options of the masks read: format, size, values" {
    pictures
    woad convert mask.npy --values pdf --format raw -o mask.bin
    woad dither grey.png --mask mask.npy -o a.png
    woad dither grey.png --mask mask.bin --input-format raw --input-size 13x7 \
        --input-values pdf -o b.png
    cmp a.png b.png
}

@test "thresholds are used as decoded, not as ranks" {
    pictures
    check <<'PY'
write_npy("low.npy", [v / 4 for v in shuffled(54)], (6, 9))
write_png("half.png", [[128] * 54] * 6)
PY
    woad dither half.png --mask low.npy -o out.png
    check <<'PY'
assert set(Png("out.png").values) == {0}, "0.502 + u stays below 1 for every u < 0.25"
PY
}

# ---- images --------------------------------------------------------------------------------

@test "alpha is kept, in RGBA and grey" {
    check <<'PY'
write_png("rgba.png", [[v for x in range(16) for v in (x * 16, 128, 255 - x * 16, x * y)]
                       for y in range(16)], colour=RGBA)
write_png("ga.png", [[v for x in range(16) for v in (x * 16, x * y)] for y in range(16)],
          colour=GREY_ALPHA)
PY
    woad dither rgba.png -o rgba_out.png
    woad dither ga.png -o ga_out.png
    check <<'PY'
a, b = Png("rgba.png"), Png("rgba_out.png")
assert b.shape == (16, 16, 8, RGBA) and a.values[3::4] == b.values[3::4]
assert all(set(b.values[c::4]) <= {0, 255} for c in range(3))
a, b = Png("ga.png"), Png("ga_out.png")
assert b.shape == (16, 16, 8, GREY_ALPHA) and a.values[1::2] == b.values[1::2]
assert set(b.values[0::2]) == {0, 255}
PY
}

@test "palette pictures are dithered as their colours, transparency kept" {
    check <<'PY'
colours = [(0, 0, 0), (255, 255, 255), (200, 100, 50), (10, 220, 130)]
rows = [[(x + y) % 4 for x in range(30)] for y in range(20)]
plte = png_chunk(b"PLTE", bytes(v for colour in colours for v in colour))
write_png("palette.png", rows, colour=PALETTE, bits=2, extra=plte)
write_png("same.png", [[v for i in row for v in colours[i]] for row in rows], colour=RGB)
write_png("clear.png", rows, colour=PALETTE, bits=8,
          extra=plte + png_chunk(b"tRNS", bytes([255, 0, 99])))
PY
    woad dither palette.png -o a.png
    woad dither same.png -o b.png
    woad dither clear.png -o c.png
    cmp a.png b.png
    check <<'PY'
clear = Png("c.png")
assert clear.colour == RGBA
want = [(255, 0, 99, 255)[(x + y) % 4] for y in range(20) for x in range(30)]
assert clear.values[3::4] == want
PY
}

@test "16-bit and 1, 2 and 4-bit pictures are read to their depth" {
    check <<'PY'
write_png("word.png", [[(x * 971 + y * 13) % 65536 for x in range(40)] for y in range(40)], bits=16)
for bits in 1, 2, 4:
    top = (1 << bits) - 1
    rows = [[(x + y) & top for x in range(40)] for y in range(40)]
    write_png(f"{bits}.png", rows, bits=bits)
    write_png(f"{bits}as8.png", [[v * 255 // top for v in row] for row in rows])
PY
    woad design --preset spectral --iterations 20 -o mask.npy
    woad dither word.png --mask mask.npy -o word_out.png
    for bits in 1 2 4; do
        woad dither $bits.png -o a.png -f
        woad dither ${bits}as8.png -o b.png -f
        cmp a.png b.png
    done
    check <<'PY'
u, word, out = Npy("mask.npy").values, Png("word.png"), Png("word_out.png")
for y in range(40):
    for x in range(40):
        assert out.rows[y][x] == int(word.rows[y][x] / 65535 + u[64 * y + x]), (x, y)
PY
}

@test "JPEG is read" {
    woad dither "$data/blocks_16x16.jpg" -o out.png
    check <<'PY'
out = Png("out.png")
assert out.shape == (16, 16, 8, RGB)
pixel = lambda x, y: tuple(out.rows[y][3 * x:3 * x + 3])
for y in range(1, 7):
    for x in range(1, 7):
        assert pixel(x, y) == (0, 0, 0) and pixel(x + 8, y) == (255, 255, 255)
        assert pixel(x, y + 8)[1:] == (0, 0)
grey = [pixel(x, y)[0] for y in range(8, 16) for x in range(8, 16)]
assert 20 < grey.count(255) < 44, grey
PY
}

@test "pictures of one pixel, and smaller than the mask" {
    check <<'PY'
write_png("one.png", [[255]])
write_png("few.png", [[0, 255, 0, 255, 255]])
PY
    woad dither one.png -o one_out.png
    woad dither few.png -o few_out.png
    check <<'PY'
assert Png("one_out.png").rows == [[1]] and Png("few_out.png").rows == [[0, 1, 0, 1, 1]]
PY
}

@test "from standard input to standard output" {
    pictures
    woad dither rgb.png -o out.png
    woad dither - -o - < rgb.png > piped.png
    cmp out.png piped.png
}

@test "an existing file is kept, and replaced with --force" {
    pictures
    echo mine > out.png
    fails 4 'out\.png exists' dither grey.png -o out.png
    woad dither grey.png -o out.png --force
    check <<'PY'
assert Png("out.png").shape == (40, 20, 1, GREY)
PY
}

# ---- error diffusion -----------------------------------------------------------------------

@test "--method floyd-steinberg sends each error to the pixels after it" {
    pictures
    woad dither grey.png --method floyd-steinberg --levels 4 -o out.png
    woad dither rgb.png --method floyd-steinberg --bits 1,2,3 --space linear -o colour.png
    check <<'PY'
rows = [[v / 255 for v in row] for row in Png("grey.png").rows]
height, width = len(rows), len(rows[0])
out = Png("out.png")
assert out.bits == 2
for y, row in enumerate(rows):
    step = -1 if y % 2 else 1
    for x in range(width)[::step]:
        q = min(max(int(row[x] * 3 + 0.5), 0), 3)
        off = row[x] - q / 3
        assert out.rows[y][x] == q, (x, y)
        for dx, dy, share in (1, 0, 7), (-1, 1, 3), (0, 1, 5), (1, 1, 1):
            if 0 <= x + step * dx < width and y + dy < height:
                rows[y + dy][x + step * dx] += off * share / 16
for c, levels in enumerate((2, 4, 8)):
    codes = {round(255 * q / (levels - 1)) for q in range(levels)}
    assert set(Png("colour.png").values[c::3]) == codes, c
PY
    woad dither grey.png --method mask -o mask.png
    woad dither grey.png -o default.png
    cmp mask.png default.png
}

@test "--method floyd-steinberg takes no options about masks" {
    pictures
    for option in mask=mask.npy channel-masks=same frame=0 input-format=raw input-size=8 \
        input-values=pdf; do
        fails 2 "--${option%=*} .*floyd-steinberg" dither grey.png --method floyd-steinberg \
            --$option -o out.png
    done
    fails 2 "no method .floyd." dither grey.png --method floyd -o out.png
}

@test "each method diffuses to levels and palettes, its scan and strength change what it does" {
    pictures
    methods=$(woad list methods --json)
    for method in floyd-steinberg jarvis-judice-ninke stucki burkes sierra sierra-two-row \
        sierra-lite atkinson; do
        [[ $methods == *"\"$method\""* ]]
        woad dither grey.png --method $method -o $method.png
        woad dither grey.png --method $method --scan serpentine --strength 1 -o same.png -f
        cmp $method.png same.png
        woad dither grey.png --method $method --scan raster -o $method-raster.png
        woad dither rgb.png --method $method --palette spectra6 --match oklab -o p-$method.png
        woad dither rgb.png --method $method --strength 0 -o none-$method.png
    done
    woad dither rgb.png --strength 0 -o none.png
    check <<'PY'
names = [name[2:-4] for name in os.listdir(".") if name.startswith("p-")]
assert len(names) == 8
pictures = {read(f"{name}{scan}.png") for name in names for scan in ("", "-raster")}
assert len(pictures) == 16
assert len({read(f"p-{name}.png") for name in names}) == 8
rgb = Png("rgb.png").values
for name in names + [""]: # no error goes on, and no threshold says more than the middle
    out = Png(f"none-{name}.png" if name else "none.png").values
    assert out == [255 if v > 127 else 0 for v in rgb], name
PY
    fails 2 "error diffusion" dither grey.png --scan raster -o x.png
    fails 2 "from 0 to 1" dither grey.png --strength 2 -o x.png
    fails 2 "did you mean 'atkinson'" dither grey.png --method atkinsn -o x.png
}

@test "a palette's colours are written as such where a format has none" {
    pictures
    woad dither rgb.png --palette '#123456,#fedcba,#00ff00' -o out.png
    woad dither rgb.png --palette '#123456,#fedcba,#00ff00' -o out.ppm
    check <<'PY'
png = Png("out.png")
colours = [bytes.fromhex(c) for c in ("123456", "fedcba", "00ff00")]
ppm = read("out.ppm")
assert ppm.startswith(b"P6\n40 20\n255\n")
assert ppm[13:] == b"".join(colours[v] for v in png.values), ppm[:60]
PY
}

@test "a colour profile that cannot be applied is noted, and the image is dithered" {
    pictures
    check <<'PY'
profile = (160).to_bytes(4, "big") + bytes(8) + b"mntrRGB XYZ " + bytes(12) + b"acsp" + bytes(24) + b"\0\0\xf6\xd6\0\1\0\0\0\0\xd3\x2d" + bytes(84)
assert len(profile) == 160
rows = [[c for v in range(8) for c in (30 * v, 20 * v, 200)] for y in range(4)]
write_png("profiled.png", rows, colour=RGB,
          extra=png_chunk(b"iCCP", b"name\0\0" + zlib.compress(profile, 0)))
write_png("plain.png", rows, colour=RGB)
PY
    run --separate-stderr woad dither profiled.png -o out.png
    [[ $status == 0 && ${#stderr_lines[@]} == 1 ]]
    [[ $stderr == "woad: note: profiled.png has a colour profile that is not applied"* ]]
    woad dither plain.png -o plain_out.png
    cmp out.png plain_out.png
}
