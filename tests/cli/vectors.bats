#!/usr/bin/env bats
# vectors.bats - masks whose pixels are vectors: made, written, read, scored, refused.

load support

@test "each distribution of vectors: its components in the file, inspected and checked" {
    for pdf in square disk circle cube sphere hemisphere; do
        woad design --preset vectors --size 24 --set mask.pdf=$pdf --values pdf -o $pdf.npy
        woad inspect --check --input-values pdf --json $pdf.npy > $pdf.json
        check $pdf <<'PY'
pdf = sys.argv[1]
mask, seen = Npy(pdf + ".npy"), load_json(pdf + ".json")
components = 3 if pdf in ("cube", "sphere", "hemisphere") else 2
assert mask.descr == "<f4" and mask.shape == (24, 24, components)
vectors = [tuple(mask.values[i:i + components]) for i in range(0, len(mask.values), components)]
squares = [sum(x * x for x in v) for v in vectors]
if pdf in ("circle", "sphere", "hemisphere"):
    assert all(abs(s - 1) < 1e-6 for s in squares)
if pdf == "disk":
    assert max(squares) < 1 and abs(sum(squares) / len(squares) - 0.5) < 1e-6
assert pdf != "hemisphere" or min(v[2] for v in vectors) > 0
assert len(set(vectors)) == len(vectors)
assert seen["vectors"]["pdf"] == pdf and seen["vectors"]["distance"] < 1e-6
assert seen["channels"] == components == len(seen["scores"]["channels"])
assert all(c["low_band_db"] < -14 for c in seen["scores"]["channels"]), seen["scores"]
PY
    done
}

@test "a unit vector a pixel: every component is blue, without structure" {
    woad design --preset vectors --size 40 -o s.png
    woad inspect --check --json s.png > s.json
    check <<'PY'
seen = load_json("s.json")
for c in seen["scores"]["channels"]:
    assert c["low_band_db"] < -25 and c["high_band_cv"] < seen["structure_limit"]
PY
    woad inspect s.png > s.txt
    grep -q 's.png: 40x40, 1 frame, 3 channels, vectors of sphere' s.txt
    run ! grep 'permutation\|values  ' s.txt
}

@test "frames, other presets, 8 bits, and the recipe makes it again" {
    woad design --preset vectors-descent --size 12x10x3 --iterations 20 --set mask.pdf=disk -o a.npy
    woad inspect --check a.npy | grep -q 'checks passed'
    woad design --recipe a.npy.ini --threads 3 -o b.npy
    cmp a.npy b.npy
    woad design --set mask.pdf=cube --set mask.channels=3 --size 16 -o c.npy
    woad convert c.npy --bits 8 -o c.png
    woad inspect --check --pdf cube c.png
    run -1 woad inspect --check --pdf sphere c.png
    [[ $output == *"c.png is not the points of sphere, each once"* ]]
}

@test "a set of masks of vectors, each by its recipe alone" {
    woad design --preset vectors --size 16 --count 3 -o v.npy
    ls v*.npy
    for file in v*[0-9].npy; do
        woad design --recipe "$file.ini" -o again.npy --force
        cmp again.npy "$file"
        woad inspect --check "$file" | grep -q 'checks passed'
    done
}

@test "what makes no vectors is refused in one sentence" {
    design -o start.npy
    fails 2 'mask.channels is 2: vectors of mask.pdf = sphere have 3 components' \
        design --preset vectors --set mask.channels=2 -o no.npy
    fails 2 'a start, but mask.pdf is sphere' \
        design --preset vectors --size 16 --start start.npy -o no.npy
    fails 2 'finish.iterations: for vectors' \
        design --preset vectors --set finish.iterations=3 -o no.npy
    fails 2 'loss.target.weight: for vectors' \
        design --preset target --set mask.pdf=disk -o no.npy
    fails 2 'loss.dither.space: for vectors' \
        design --preset vectors --size 8x8x2 --set loss.dither.space=0.3 -o no.npy
    woad design --size 8x8x2 --set mask.pdf=sphere -o sphere.npy
    fails 2 "'spere' is not a distribution: did you mean 'sphere'" \
        design --set mask.pdf=spere -o no.npy
    fails 2 '1 channel: vectors of sphere have 3' inspect --pdf sphere start.npy
    fails 2 'noise is of numbers' dither "$data/blocks_16x16.jpg" --noise sphere -o no.png
    woad list distributions | grep -q '^  hemisphere '
}
