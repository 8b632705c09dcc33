#!/usr/bin/env bats
# convert.bats - `woad convert`: masks between formats, depths and kinds of value.

load support

@test "npy to PNG and back is right to the depth, and the PNG stays the same" {
    design --size 13x7 -o m.npy
    woad convert m.npy -o m.png
    woad convert m.png -o back.npy
    woad convert back.npy -o back.png
    check <<'PY'
u, png, back = Npy("m.npy").values, Png("m.png"), Npy("back.npy")
assert png.shape == (13, 7, 16, GREY) and back.shape == (7, 13)
assert png.values == [int(v * 65536) for v in u]
assert all(abs(b - (v + 0.5) / 65536) < 1e-7 for b, v in zip(back.values, png.values))
assert png.values == Png("back.png").values
PY
}

@test "--bits 8 writes floor(256 u) and is read as (v + 0.5) / 256" {
    design --size 20x20 -o m.npy
    woad convert m.npy --bits 8 -o m.png
    woad convert m.png -o back.npy
    check <<'PY'
u, png, back = Npy("m.npy").values, Png("m.png"), Npy("back.npy").values
assert png.bits == 8 and png.values == [int(v * 256) for v in u]
assert back == [(v + 0.5) / 256 for v in png.values]
assert 0 < min(back) and max(back) < 1
PY
}

@test "--values rank writes integers that come back exactly" {
    design --size 13x7 -o m.npy
    woad convert m.npy --values rank -o rank.npy
    woad convert rank.npy -o from_npy.npy
    woad convert m.npy --values rank -o rank.png
    woad convert rank.png -o from_png.npy
    woad convert m.npy --values rank --format raw -o rank.u32
    check <<'PY'
u, rank = Npy("m.npy").values, Npy("rank.npy")
assert rank.descr == "<u4" and rank.values == ranks(u)
assert Png("rank.png").values == ranks(u)
assert list(struct.unpack("<91I", read("rank.u32"))) == ranks(u)
PY
    cmp m.npy from_npy.npy
    cmp m.npy from_png.npy
}

@test "raw ranks are read with --input-values rank, and refused as floats" {
    design --size 8x8 -o m.npy
    woad convert m.npy --values rank -o rank.raw
    fails 3 'rank\.raw .*--input-values rank' convert rank.raw -o back.npy
    fails 3 'rank\.raw .*--input-values rank' inspect rank.raw
    woad convert rank.raw --input-values rank -o back.npy
    cmp m.npy back.npy
    woad help convert | grep -A 2 -e '--input-values' | grep -qw rank
}

@test "--values pdf writes 2u - 1, and --input-values pdf reads it" {
    design --size 8x6 -o m.npy
    woad convert m.npy --values pdf -o pdf.npy
    woad convert pdf.npy --input-values pdf -o back.npy
    check <<'PY'
u, pdf, back = (Npy(name).values for name in ("m.npy", "pdf.npy", "back.npy"))
assert all(abs(p - (2 * v - 1)) < 1e-6 for p, v in zip(pdf, u)) and min(pdf) < 0
assert all(abs(b - v) < 1e-6 for b, v in zip(back, u))
PY
}

@test "raw is bare little-endian float32; --input-size says its size unless it is square" {
    design --size 8x6 -o m.npy
    woad convert m.npy -o m.f32
    woad convert m.f32 --input-size 8x6 -o back.npy
    cmp m.npy back.npy
    design --size 16x16 -o square.npy
    woad convert square.npy -o square.f32
    woad convert square.f32 -o square_back.npy
    cmp square.npy square_back.npy
    check <<'PY'
assert list(struct.unpack("<48f", read("m.f32"))) == Npy("m.npy").values
PY
}

@test "--input-format and --format overrule the extensions" {
    design -o m.npy
    cp m.npy m.png
    woad convert m.png --input-format npy -o out.npy --format raw
    check <<'PY'
assert list(struct.unpack("<256f", read("out.npy"))) == Npy("m.npy").values
PY
}

@test "from standard input to standard output" {
    design -o m.npy --values rank
    woad convert m.npy -o m.f32
    woad convert - --input-format npy --format raw -o - < m.npy > piped.f32
    cmp m.f32 piped.f32
    woad convert - --input-format raw --format npy --values rank -o - < m.f32 > piped.npy
    cmp m.npy piped.npy
}

@test "the recipe goes along, in whatever way the format has" {
    design --seed 99 -o m.npy
    woad convert m.npy -o m.png
    woad convert m.png -o again.npy
    diff m.npy.ini again.npy.ini
    check <<'PY'
assert any(text == open("m.npy.ini").read() for text in Png("m.png").text.values())
PY
    woad design --recipe m.png -o remade.npy
    cmp m.npy remade.npy
}

@test "channels and frames are kept" {
    check <<'PY'
write_npy("rgb.npy", [v for i in range(48) for v in (shuffled(48, c)[i] for c in range(3))],
          (6, 8, 3))
write_npy("frames.npy", shuffled(48) + shuffled(48, 2), (2, 6, 8), "<f8")
PY
    woad convert rgb.npy -o rgb.png
    woad convert rgb.png -o rgb_back.npy
    woad convert frames.npy -o frames_back.npy
    check <<'PY'
rgb, png, back = Npy("rgb.npy"), Png("rgb.png"), Npy("rgb_back.npy")
assert png.shape == (8, 6, 16, RGB) and back.shape == (6, 8, 3)
assert png.values == [int(v * 65536) for v in rgb.values]
assert all(abs(a - b) < 1e-5 for a, b in zip(rgb.values, back.values))
frames, back = Npy("frames.npy"), Npy("frames_back.npy")
assert back.shape == (2, 6, 8) and back.descr == "<f4"
assert all(abs(a - b) < 1e-6 for a, b in zip(frames.values, back.values))
PY
}

@test "integer arrays are read by their depth" {
    check <<'PY'
write_npy("byte.npy", list(range(256)), (16, 16), "|u1")
write_npy("word.npy", list(range(0, 65536, 256)), (16, 16), "<u2")
PY
    woad convert byte.npy -o from_byte.npy
    woad convert word.npy -o from_word.npy
    check <<'PY'
assert Npy("from_byte.npy").values == [(v + 0.5) / 256 for v in range(256)]
assert Npy("from_word.npy").values == [(256 * v + 0.5) / 65536 for v in range(256)]
PY
}

@test "PNG thresholds of 1 to 16 bits are read, and gAMA does not change them" {
    check <<'PY'
for bits in 1, 2, 4, 8:
    write_png(f"{bits}.png", [[v % (1 << bits) for v in range(16)]] * 2, bits=bits)
rows = [list(range(16))] * 2
write_png("plain.png", rows)
write_png("gamma.png", rows, extra=png_chunk(b"gAMA", struct.pack(">I", 45455)))
PY
    for name in 1 2 4 8 plain gamma; do
        woad convert $name.png -o $name.npy
    done
    cmp plain.npy gamma.npy
    check <<'PY'
for bits in 1, 2, 4, 8:
    levels = 1 << bits
    assert Npy(f"{bits}.npy").values == [(v % levels + 0.5) / levels for v in range(16)] * 2, bits
PY
}

@test "a mask may be converted onto itself with --force" {
    design -o m.png
    woad convert m.png --bits 8 --force -o m.png
    check <<'PY'
assert Png("m.png").bits == 8
PY
}
