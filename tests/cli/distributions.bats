#!/usr/bin/env bats
# distributions.bats - masks of other values than uniform ones: made, written, read, scored, used.

load support

# Quantiles by other formulas than the library's.
quantiles() {
    cat <<'PY'
import statistics
normal = statistics.NormalDist()
quantile = {
    "uniform": lambda u: 2 * u - 1,
    "triangular": lambda u: math.sqrt(2 * u) - 1 if u < 0.5 else 1 - math.sqrt(2 - 2 * u),
    "gaussian": normal.inv_cdf,
    "laplace": lambda u: (math.log(2 * u) if u < 0.5 else -math.log(2 - 2 * u)) / math.sqrt(2),
}
PY
}

@test "each distribution: exact quantiles in the file, a blue spectrum of the values" {
    for pdf in triangular gaussian laplace; do
        woad design --preset spectral --size 32 --iterations 500 --set mask.pdf=$pdf --values pdf \
            -o $pdf.npy --json > $pdf.json
        woad inspect $pdf.npy --input-values pdf --json > i.json
        { quantiles; cat <<'PY'; } | check $pdf
pdf = sys.argv[1]
values = Npy(pdf + ".npy").values
wanted = [quantile[pdf]((r + 0.5) / 1024) for r in range(1024)]
assert max(abs(a - b) for a, b in zip(sorted(values), wanted)) < 1e-6
made, seen = load_json(pdf + ".json"), load_json("i.json")
assert made["recipe"]["mask"]["pdf"] == pdf == seen["scores"]["values"]["pdf"]
assert seen["permutation"] and seen["scores"]["values"]["kolmogorov"] < 0.51 / 1024
low = made["scores"]["values"]["low_band_db"]
assert abs(low - seen["scores"]["values"]["low_band_db"]) < 1e-3
assert low < -25 and low < made["scores"]["low_band_db"] - 8
PY
    done
}

@test "a table of quantiles and a histogram, also where a value stands often" {
    printf 'u,value\n0,-2\n0.25,0\n0.5,0\n1,1\n' > table.csv
    printf '0 1\n1 0\n2 3\n3 0\n' > bins.csv
    woad design --preset spectral --size 16 --iterations 200 --set mask.pdf=table:table.csv \
        --values pdf -o t.npy
    woad design --preset spectral --size 16 --iterations 200 --set mask.pdf=histogram:bins.csv \
        --values pdf -o h.npy
    check <<'PY'
table, bins = sorted(Npy("t.npy").values), sorted(Npy("h.npy").values)
u = [(r + 0.5) / 256 for r in range(256)]
assert all(abs(v - (8 * p - 2 if p < 0.25 else 0 if p < 0.5 else 2 * p - 1)) < 1e-6
           for v, p in zip(table, u))
assert all(abs(v - (4 * p if p < 0.25 else 2 + (p - 0.25) / 0.75)) < 1e-6 for v, p in zip(bins, u))
PY
    woad inspect t.npy --input-values pdf --json > i.json
    check <<'PY'
scores = load_json("i.json")["scores"]["values"]
assert scores["kolmogorov"] < 0.51 / 256 and scores["low_band_db"] < -10
PY
}

@test "a mask of any kind is written on the scale of --pdf, and read again" {
    woad design --size 16 -o m.npy
    woad convert m.npy --values pdf --pdf gaussian -o g.npy
    woad convert g.npy --input-values pdf --pdf gaussian -o back.npy
    woad inspect m.npy --pdf gaussian | grep -q '^values        gaussian'
    { quantiles; cat <<'PY'; } | check
u, g, back = (Npy(n).values for n in ("m.npy", "g.npy", "back.npy"))
assert all(abs(b - quantile["gaussian"]((r + 0.5) / 256)) < 1e-6 for b, r in zip(g, ranks(u)))
assert all(abs(a - b) < 1e-6 for a, b in zip(u, back))
PY
}

@test "a file of values says what they are: read, inspected and made again without being told" {
    printf '0 0.1\n0.2 0.1\n0.2 0.3\n0.6 0.7\n0.9 0.7\n1 0.9\n' > jumps.csv # no floats
    woad design --preset spectral --size 16 --iterations 50 --set mask.pdf=table:jumps.csv \
        --values pdf -o j.npy
    woad inspect j.npy --json > j.json
    woad design --recipe j.npy --values pdf -o again.npy
    cmp j.npy again.npy
    woad design --size 16 -o m.npy
    woad convert m.npy --values pdf --pdf laplace -o l.npy
    grep -qx '; values = pdf laplace' l.npy.ini
    woad convert l.npy -o back.npy
    cmp <(grep -v '^; values' l.npy.ini) back.npy.ini
    check <<'PY'
assert load_json("j.json")["scores"]["values"]["kolmogorov"] < 0.51 / 256
assert all(abs(a - b) < 1e-6 for a, b in zip(Npy("m.npy").values, Npy("back.npy").values))
PY
    woad design --preset vectors --size 16 --values pdf -o v.npy
    woad inspect --check v.npy | grep -q 'vectors of sphere'
    woad inspect v.npy --report v.html --target blue
    grep -q 'vectors       off by' v.html && grep -q 'target        off by' v.html
}

@test "integers hold the values of distributions that end, as textures of them do" {
    woad design --size 16 -o m.npy
    for bits in 8 16; do
        woad convert m.npy --values pdf --pdf triangular --bits $bits -o t$bits.png
        woad convert t$bits.png -o t$bits.npy
    done
    woad convert m.npy --values pdf --pdf uniform -o u.png
    woad convert m.npy -o plain.png
    woad design --preset vectors --size 8 --values pdf -o v.png
    woad design --preset vectors --size 8 --values pdf -o v.npy
    woad convert v.png --values pdf -o again.npy
    fails 3 'gaussian have no ends' convert plain.png --input-values pdf --pdf gaussian -o x.npy
    check <<'PY'
u = Npy("m.npy").values
def triangular(p):
    return (2 * p) ** 0.5 - 1 if p < 0.5 else 1 - (2 - 2 * p) ** 0.5
for bits in 8, 16:
    samples = [v for row in Png(f"t{bits}.png").rows for v in row]
    assert samples == [int((triangular((r + 0.5) / 256) + 1) / 2 * 2 ** bits) for r in ranks(u)]
    back = Npy(f"t{bits}.npy").values
    assert all(abs(triangular(a) - triangular(b)) <= 2.0 ** -bits + 1e-6 for a, b in zip(u, back))
assert Png("u.png").rows == Png("plain.png").rows
data = open("u.png", "rb").read()
chunk = b"tEXtwoad:values\0pdf laplace" # without ends, by another program
at = data.index(b"tEXtwoad:values\0")
forged = data[:at] + chunk + struct.pack(">I", zlib.crc32(chunk)) + data[at + len(chunk) + 4:]
open("forged.png", "wb").write(forged)
assert all(abs(a - b) < 2.0 ** -15 for a, b in zip(Npy("v.npy").values, Npy("again.npy").values))
PY
    fails 3 'laplace have no ends' convert forged.png -o x.npy
}

@test "triangular noise: means stay, black and white stay" {
    check <<'PY'
write_png("in.png", [[x // 4 for x in range(1024)] for y in range(64)])
PY
    woad dither in.png --levels 9 --noise triangular -o out.png
    woad dither in.png --levels 9 -o plain.png
    check <<'PY'
out, plain = Png("out.png").rows, Png("plain.png").rows
def mean(rows, first, last):
    values = [row[x] for row in rows for x in range(first, last)]
    return sum(values) / len(values)
for first in range(0, 1024, 64):
    wanted = sum(x // 4 for x in range(first, first + 64)) / 64
    assert abs(mean(out, first, first + 64) - wanted) < 0.5, (first, mean(out, first, first + 64))
assert all(row[x] == 0 for row in out for x in range(4))
assert all(row[x] == 255 for row in out for x in range(1020, 1024))
# Between two levels the noise reaches a third one; thresholds do not.
kinds = lambda rows, x: len({row[c] for row in rows for c in range(x, x + 4)})
assert max(kinds(out, x) for x in range(0, 1024, 4)) == 3
assert max(kinds(plain, x) for x in range(0, 1024, 4)) == 2
PY
}

@test "what is no distribution, or does not fit, gets one sentence" {
    design -o m.npy
    printf '0 1\n0.5 2\n1 1.5\n' > falls.csv
    printf '0 -9\n1 9\n' > wide.csv
    check <<'PY'
write_png("in.png", [[x for x in range(16)]])
PY
    fails 2 "mask.pdf: 'gausian' is not a distribution: did you mean 'gaussian'" \
        design --set mask.pdf=gausian -o x.npy
    fails 3 'falls.csv:3: the quantile falls from 2 to 1.5' \
        design --set mask.pdf=table:falls.csv -o x.npy
    fails 3 'nowhere.csv' design --set mask.pdf=table:nowhere.csv -o x.npy
    fails 2 'mask.pdf must be uniform' \
        design --preset notebook --set mask.pdf=gaussian -o x.npy
    fails 2 'loss.spectral.weight must be 0, or refine.trials' \
        design --preset dither-descent --set mask.pdf=gaussian --set loss.spectral.weight=1 -o x.npy
    fails 2 '--values pdf and --input-values pdf' convert m.npy --pdf gaussian -o x.npy
    fails 2 "'normal' is not a distribution" convert m.npy --values pdf --pdf normal -o x.npy
    fails 2 'gaussian have no ends' convert m.npy --values pdf --pdf gaussian -o x.png
    fails 2 'reaches 9 levels' dither in.png --noise table:wide.csv -o out.png
    fails 2 'space must be srgb' dither in.png --noise triangular --space linear -o out.png
    fails 2 '--noise is about masks' \
        dither in.png --noise triangular --method floyd-steinberg -o out.png
    woad design --preset vectors --set mask.pdf=circle --size 16 -o c.npy
    fails 2 'c.npy is a mask of vectors of circle' dither in.png --mask c.npy -o out.png
    fails 2 'ranks do not hold vectors of circle' convert c.npy --values rank -o r.npy
    fails 2 'pdf says what --input-values pdf means' dither in.png --pdf gaussian -o out.png
    fails 2 'leave out --scores none' inspect m.npy --pdf gaussian --scores none
    fails 2 'the name of a distribution is missing' design --set mask.pdf= -o x.npy
    woad list distributions | grep -q '^  laplace'
}

@test "a file that a mask or a parameter names is a file: nothing else is waited for" {
    design -o mask.npy
    mkfifo pipe
    { echo '; values = pdf histogram:pipe'; cat mask.npy.ini; } > noted.ini
    cp mask.npy noted.npy
    cp noted.ini noted.npy.ini
    fails 3 'pipe: it is a device or a pipe' inspect noted.npy
    woad convert mask.npy --format c -o mask.h
    sed '/woad:recipe/a // ; values = pdf table:pipe' mask.h > noted.h
    fails 3 'pipe: it is a device or a pipe' inspect noted.h
    cp mask.npy beside.npy
    mkfifo beside.npy.ini
    fails 3 'beside.npy.ini: it is a device or a pipe' inspect beside.npy
    for key in mask.pdf=table: loss.dither.kernel=file: loss.target.spectrum=profile: \
        loss.target.spectrum=image:; do
        for path in pipe - /dev/stdin; do
            fails 3 'a device or a pipe' design --set loss.dither.weight=1 \
                --set loss.target.weight=1 --set "$key$path" -o x.npy
        done
    done
}
