#!/usr/bin/env bats
# inspect.bats - `woad inspect`: what it says of a mask, what it checks, what it draws.

load support

# ---- numbers -------------------------------------------------------------------------------

@test "inspect tells size, permutation, thresholds and scores" {
    design --size 16x12 -o m.npy
    run -0 woad inspect m.npy
    [[ ${lines[0]} == "m.npy: 16x12, 1 frame, 1 channel, a permutation" ]]
    [[ ${lines[1]} == *"192 distinct"*"mean 0.5"* ]]
    [[ $output == *"sigma 1.0:"*"sigma 1.5:"*"sigma 2.5:"*"sigma 4.0:"* ]]
    [[ $output == *"low band"*"high-band CV"* ]]
}

@test "--json has every field that scripts rely on" {
    design --size 16x12 -o m.npy
    woad inspect --json m.npy > m.json
    check <<'PY'
m = load_json("m.json")
assert (m["width"], m["height"], m["depth"], m["channels"]) == (16, 12, 1, 1)
assert m["permutation"] is True and m["distinct_values"] == 192
scores = m["scores"]
assert set(scores) == {"dither_error_db", "low_band_db", "high_band_cv"}
assert list(scores["dither_error_db"]) == ["1.0", "1.5", "2.5", "4.0"]
assert all(isinstance(v, float) for v in scores["dither_error_db"].values())
assert m["recipe"] == open("m.npy.ini").read()
PY
}

@test "white noise scores zero, blue noise far below in the low band" {
    woad design --preset white-noise -o white.png
    woad design --preset spectral --iterations 500 -o blue.png
    woad inspect --json white.png > white.json
    woad inspect --json blue.png > blue.json
    check <<'PY'
white, blue = (load_json(name)["scores"] for name in ("white.json", "blue.json"))
assert abs(white["dither_error_db"]["1.0"]) < 0.5 and abs(white["low_band_db"]) < 1, white
assert abs(white["high_band_cv"] - 1) < 0.1, white
assert blue["low_band_db"] < -20 and blue["dither_error_db"]["1.5"] < -2, blue
PY
}

@test "--scores none leaves the scores out" {
    design -o m.png
    woad inspect --json --scores none m.png > m.json
    check <<'PY'
m = load_json("m.json")
assert "scores" not in m and m["permutation"] is True and m["distinct_values"] == 256
PY
    run -0 woad inspect --scores none m.png
    [[ $output != *"low band"* ]]
    woad inspect --scores all m.png | grep -q 'low band'
}

@test "ties are counted" {
    check <<'PY'
u = shuffled(64)
u[5] = u[6] = u[7]
write_npy("m.npy", u, (8, 8))
PY
    woad inspect --json m.npy > m.json
    check <<'PY'
m = load_json("m.json")
assert m["permutation"] is False and m["distinct_values"] == 62, m["distinct_values"]
PY
    woad inspect m.npy | grep -q 'not a permutation'
}

@test "--frame chooses the frame that is scored" {
    check <<'PY'
write_npy("m.npy", shuffled(256) + bayer(16), (2, 16, 16))
write_npy("second.npy", bayer(16), (16, 16))
PY
    woad inspect --json m.npy > 0.json
    woad inspect --json m.npy --frame 1 > 1.json
    woad inspect --json second.npy > second.json
    check <<'PY'
first, second, alone = (load_json(name) for name in ("0.json", "1.json", "second.json"))
assert (first["depth"], first["frame"], second["frame"]) == (2, 0, 1)
assert second["scores"].pop("spacetime_error_db") == first["scores"].pop("spacetime_error_db")
assert second["scores"] == alone["scores"] != first["scores"]
PY
    woad inspect m.npy --frame 1 | grep -q '^chosen  *frame 1, channel 0$'
}

@test "channels are counted" {
    check <<'PY'
write_npy("m.npy", [v for v in shuffled(48) for c in range(3)], (6, 8, 3))
PY
    woad inspect --json m.npy > m.json
    check <<'PY'
m = load_json("m.json")
assert m["channels"] == 3 and m["permutation"] is True
PY
}

@test "masks with frames have scores in space and through time" {
    check <<'PY'
values = []
for pair in range(8): # each random frame, then its negative: they cancel in time
    noise = shuffled(256, pair)
    values += noise + [1 - u for u in noise]
write_npy("m.npy", values, (16, 16, 16))
PY
    woad inspect --json m.npy > m.json
    run -0 woad inspect m.npy --report m.html
    [[ $output == *"through time  space_1: "*"space_2.5: "*"time_0.1: "*"both_1_0.1: "* ]]
    [[ $output != *"coherence"* ]]
    grep -q 'time_0.1: ' m.html
    check <<'PY'
scores = load_json("m.json")["scores"]
error = scores["spacetime_error_db"]
assert list(error) == ["space_1", "space_2.5", "time_0.1", "both_1_0.1"]
assert abs(error["space_1"]) < 1 and error["time_0.1"] < -2 and error["both_1_0.1"] < -2, error
assert "coherence" not in scores
PY
}

@test "the coherence of channels stands beside that of white noise" {
    check <<'PY'
noise, other = shuffled(256, 1), shuffled(256, 2)
write_npy("m.npy", [v for u, w in zip(noise, other) for v in (u, w, 1 - u)], (16, 16, 3))
PY
    woad inspect --json m.npy > m.json
    run -0 woad inspect m.npy --report m.html
    [[ $output == *"channels 0 and 1: 0."*"0 and 2: 1.0000"*"1 and 2: 0."*"white noise: 0."* ]]
    [[ $output != *"through time"* ]]
    grep -q 'channels 0 and 2: 1.0000' m.html
    check <<'PY'
scores = load_json("m.json")["scores"]
coherence = scores["coherence"]
white, deviation = coherence["white_noise"], coherence["white_noise_deviation"]
assert list(coherence["pairs"]) == ["0-1", "0-2", "1-2"]
assert abs(coherence["pairs"]["0-2"] - 1) < 1e-6
assert abs(coherence["pairs"]["0-1"] - white) < 4 * deviation and 0.01 < white < 0.1, coherence
assert "spacetime_error_db" not in scores
PY
}

@test "raw ranks of 16 bits with frames are read by their size" {
    check <<'PY'
frames = [ranks(shuffled(48, seed)) for seed in range(4)]
values = [r for frame in frames for r in frame]
open("m.raw", "wb").write(struct.pack("<192H", *values))
write_npy("m.npy", [(r + 0.5) / 48 for r in values], (4, 6, 8))
PY
    woad inspect --json m.raw --input-values rank --input-size 8x6x4 > raw.json
    woad inspect --json m.npy > npy.json
    check <<'PY'
raw, npy = load_json("raw.json"), load_json("npy.json")
assert (raw["depth"], raw["height"], raw["width"], raw["permutation"]) == (4, 6, 8, True)
assert raw["scores"] == npy["scores"]
PY
    fails 3 'm\.raw has 384 bytes.*half of that with 16-bit ranks' inspect m.raw \
        --input-values rank --input-size 8x6x5
    fails 2 'frame is 4' inspect m.raw --input-values rank --input-size 8x6x4 --frame 4
}

@test "frames of one pixel have scores without NaN" {
    check <<'PY'
write_npy("m.npy", [0.5] * 6, (3, 1, 1, 2))
PY
    woad inspect --json m.npy > m.json
    woad inspect m.npy > m.txt
    run ! grep -wi nan m.txt
    check <<'PY'
assert load_json("m.json")["scores"]["coherence"]["pairs"] == {"0-1": None}
PY
}

@test "masks of one pixel and of one row have scores without NaN" {
    for size in 1x1 1x7; do
        design --size $size -o $size.npy
        woad inspect --json $size.npy > $size.json
        woad inspect $size.npy > $size.txt
        run ! grep -wi nan $size.txt
    done
    check <<'PY'
assert load_json("1x1.json")["distinct_values"] == 1
assert load_json("1x7.json")["distinct_values"] == 7
PY
}

@test "the options of the masks read: standard input, format, size, values" {
    design --size 8x6 -o m.npy
    woad convert m.npy --values pdf --format raw -o m.pdf
    woad inspect --json --scores none m.npy > file.json
    woad inspect --json --scores none - --input-format npy < m.npy > stdin.json
    woad inspect --json --scores none m.pdf --input-format raw --input-size 8x6 \
        --input-values pdf > raw.json
    check <<'PY'
file, stdin, raw = (load_json(f"{name}.json") for name in ("file", "stdin", "raw"))
assert (raw["width"], raw["height"], raw["permutation"]) == (8, 6, True)
assert file["thresholds"] == stdin["thresholds"]
assert abs(raw["thresholds"]["minimum"] - file["thresholds"]["minimum"]) < 1e-6
PY
}

# ---- --check -------------------------------------------------------------------------------

# check_fails PATTERN ARGUMENT...: --check exits with 1 and each fault has its sentence.
check_fails() {
    local pattern=$1
    shift
    run --separate-stderr -1 woad inspect --check "$@"
    [[ $stderr =~ $pattern ]] || { echo "$stderr"; return 1; }
    for line in "${stderr_lines[@]}"; do
        [[ $line == "woad: $1 "* ]]
    done
}

@test "--check is content with designed masks of any size" {
    for size in 1x1 1x7 13x7 40x40 64x64; do
        woad design --preset spectral --size $size --iterations 50 -o $size.png
        run --separate-stderr -0 woad inspect --check $size.png
        [ -z "$stderr" ]
        [ "${lines[-1]}" = "checks passed" ]
        woad inspect --check --json $size.png > $size.json
        check <<PY
load_json("$size.json")
PY
    done
}

@test "--check is content with the ties that 8 bits force" {
    for size in 10x10 16x16 40x40 64x64; do
        woad design --preset spectral --size $size --iterations 50 --bits 8 -o $size.png
        woad inspect --check $size.png
    done
    check <<'PY'
write_npy("m.npy", [int(v * 256) for v in shuffled(1024)], (32, 32), "|u1")
PY
    woad inspect --check m.npy
}

@test "--check finds ties" {
    check <<'PY'
u = shuffled(1024)
u[5] = u[6]
write_npy("float.npy", u, (32, 32))
levels = [int(v * 256) for v in shuffled(1024)]
write_npy("byte.npy", levels, (32, 32), "|u1")
levels[levels.index(7)] = 8
levels[levels.index(7)] = 8
write_npy("uneven.npy", levels, (32, 32), "|u1")
PY
    check_fails 'not a permutation: 1023 distinct' float.npy
    woad inspect --check byte.npy
    check_fails 'not a permutation' uneven.npy
}

@test "--check looks for ties in every frame and channel, 8-bit files included" {
    check <<'PY'
good = [int(v * 256) for v in shuffled(1024)]
write_npy("frames.npy", good + [7] * 1024, (2, 32, 32), "|u1")
write_png("rgb.png", [[v for g in good[32 * y:32 * y + 32] for v in (g, 7, g)]
                      for y in range(32)], colour=RGB)
write_npy("float.npy", shuffled(1024) + [0.5] * 1024, (2, 32, 32))
PY
    check_fails 'not a permutation' float.npy
    check_fails 'not a permutation' frames.npy
    check_fails 'not a permutation' rgb.png
}

@test "--check finds gamma that was decoded or encoded on the way" {
    check <<'PY'
u = shuffled(4096)
write_npy("decoded.npy", [v ** 2.2 for v in u], (64, 64))
write_npy("encoded.npy", [v ** (1 / 2.2) for v in u], (64, 64))
write_png("decoded.png", [[int(v ** 2.2 * 65536) for v in u[64 * y:64 * y + 64]]
                          for y in range(64)], bits=16)
PY
    check_fails 'power 2\.2.*gamma-decoded' decoded.npy
    check_fails 'gamma-encoded' encoded.npy
    check_fails 'gamma-decoded' decoded.png
}

@test "--check finds other distributions, and thresholds of 0 and 1" {
    check <<'PY'
u = shuffled(4096)
write_npy("narrow.npy", [0.1 + 0.8 * v for v in u], (64, 64))
write_npy("ends.npy", [r / 4095 for r in ranks(u)], (64, 64))
PY
    check_fails 'not uniform' narrow.npy
    check_fails 'from 0 to 1' ends.npy
}

@test "--check tells what befell a mask: levels rescaled, blurred, enlarged" {
    design --size 32 -o m.npy
    check <<'PY'
u = Npy("m.npy").values
write_npy("levels.npy", [int(16 + 219 * v) for v in u], (32, 32), "|u1")
write_npy("blurred.npy", [sum(u[(y + j) % 32 * 32 + (x + i) % 32] for i in (0, 1) for j in (0, 1)) / 4
                          for y in range(32) for x in range(32)], (32, 32))
write_npy("enlarged.npy", [u[y // 2 * 32 + x // 2] for y in range(64) for x in range(64)],
          (64, 64))
PY
    check_fails 'levels rescaled: they are even from 0\.0' levels.npy
    check_fails 'was scaled or blurred' blurred.npy
    check_fails 'was enlarged' enlarged.npy
}

@test "--check finds structure" {
    check <<'PY'
write_npy("bayer64.npy", bayer(64), (64, 64))
write_png("bayer16.png", [[int(v * 256) for v in bayer(16)[16 * y:16 * y + 16]]
                          for y in range(16)])
PY
    check_fails 'structure' bayer64.npy
    check_fails 'structure' bayer16.png
}

@test "--check and --json go together: the object, and the exit code" {
    check <<'PY'
write_npy("m.npy", bayer(16), (16, 16))
PY
    run --separate-stderr -1 woad inspect --check --json m.npy
    echo "$output" > m.json
    check <<'PY'
assert load_json("m.json")["permutation"] is True
PY
}

# ---- pictures ------------------------------------------------------------------------------

@test "--report is one HTML file that holds its pictures" {
    design --size 32x32 -o m.png
    woad inspect m.png --report r.html
    [ "$(ls | tr '\n' ' ')" = "m.png r.html " ]
    check <<'PY'
import base64
page = open("r.html").read()
assert page.lower().startswith("<!doctype html") and page.rstrip().endswith("</html>")
sources = re.findall(r'src="([^"]*)"', page)
assert len(sources) >= 5 and "://" not in page.replace("http://www.w3.org", "")
for source in sources:
    assert source.startswith("data:image/png;base64,"), source[:40]
    with open("figure.png", "wb") as f:
        f.write(base64.b64decode(source.split(",", 1)[1], validate=True))
    assert Png("figure.png").width > 16
assert "low band" in page.lower() and "[loss.spectral]" in page
PY
}

@test "--report escapes what it quotes" {
    design -o '<b>&.npy'
    woad inspect '<b>&.npy' --report r.html
    grep -q '&lt;b&gt;&amp;\.npy' r.html
    run ! grep -q '<b>&\.npy' r.html
}

@test "--pictures writes a folder of pictures, kept without --force" {
    design --size 32x32 -o m.png
    woad inspect m.png --pictures out
    for name in mask spectrum radial histogram patterns; do
        [ -s out/$name.png ]
    done
    check <<'PY'
for name in os.listdir("out"):
    assert Png("out/" + name).width >= 32, name
PY
    fails 4 'exists' inspect m.png --pictures out
    echo old > out/radial.png
    mkdir other
    cp out/radial.png other
    fails 4 'radial\.png exists' inspect m.png --pictures other
    woad inspect m.png --pictures out --force
    [ "$(head -c 4 out/radial.png | tail -c 3)" = PNG ]
}

@test "--report onto an existing file needs --force" {
    design -o m.png
    echo mine > r.html
    fails 4 'r\.html exists' inspect m.png --report r.html
    woad inspect m.png --report r.html --force
    grep -q '</html>' r.html
}

@test "the report counts frames and channels in English" {
    design -o m.npy
    woad inspect m.npy --report m.html
    grep -q '1 frame, 1 channel;' m.html
}

@test "pictures can be drawn of the longest masks" {
    for size in 1x32768 9000x1; do
        woad design --preset spectral --size $size --iterations 1 --set finish.iterations=0 -o $size.npy
        woad inspect $size.npy --report $size.html --pictures $size
        grep -q 'first 2048 columns and rows' $size.html
    done
}

@test "pictures can be drawn of masks of one pixel and of one row" {
    for size in 1x1 1x7; do
        design --size $size -o $size.png
        woad inspect $size.png --report $size.html --pictures $size
        [ -s $size.html ] && [ -s $size/mask.png ]
    done
}
