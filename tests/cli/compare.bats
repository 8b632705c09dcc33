#!/usr/bin/env bats
# compare.bats - `woad compare`: methods and masks beside each other.

load support

# Quick: later options win over these.
compare() {
    woad compare --size 16x16 --set optimizer.iterations=20 "$@"
}

# Two masks of 16x16 in files: no order, and far too much of it.
masks() {
    check <<'PY'
write_npy("white.npy", shuffled(256), (16, 16))
write_npy("bayer.npy", bayer(16), (16, 16))
PY
}

# ---- the table -----------------------------------------------------------------------------

@test "without operands every preset is compared" {
    compare --json > c.json
    woad list presets --json > presets.json
    check <<'PY'
c = load_json("c.json")
assert [e["name"] for e in c["entries"]] == list(load_json("presets.json")["presets"])
assert (c["width"], c["height"], c["seeds"]) == (16, 16, 1)
for e in c["entries"]:
    assert e["kind"] == "preset" and e["seconds"] > 0 and e["memory_bytes"] > 256, e
PY
}

@test "scores are those of inspect, in the order of the operands" {
    masks
    design --preset notebook -o n.npy
    woad inspect --json n.npy > n.json
    woad inspect --json white.npy > white.json
    compare white.npy notebook bayer.npy --json > c.json
    check <<'PY'
white, notebook, bayer = load_json("c.json")["entries"]
assert white["scores"] == load_json("white.json")["scores"]
assert notebook["scores"] == load_json("n.json")["scores"]
assert (white["name"], white["kind"]) == ("white.npy", "file") and "seconds" not in white
assert (white["structured"], bayer["structured"]) == (False, True)
errors = notebook["scores"]["dither_error_db"].values()
assert abs(notebook["mean_dither_error_db"] - sum(errors) / 4) < 1e-6
PY
}

@test "the table has a line a mask, and marks the best of each column" {
    masks
    compare white.npy spectral bayer.npy > table
    compare white.npy spectral bayer.npy --json > c.json
    check <<'PY'
lines = open("table").read().splitlines()
assert lines[0].split() == ("seconds MiB sigma 1.0 sigma 1.5 sigma 2.5 sigma 4.0 mean low band "
                            "high CV").split(), lines[0]
rows = [line.split() for line in lines[1:4]]
assert [row[0] for row in rows] == ["white.npy", "spectral", "bayer.npy"]
assert rows[0][1:3] == rows[2][1:3] == ["-", "-"]
assert rows[1][1].endswith("*") and rows[1][2].endswith("*")
assert [row[-1] == "structure" for row in rows] == [False, False, True]
entries = load_json("c.json")["entries"]
columns = [[e["scores"]["dither_error_db"][s] for e in entries] for s in ("1.0", "1.5", "2.5", "4.0")]
columns += [[e["mean_dither_error_db"] for e in entries]]
columns += [[e["scores"][name] for e in entries] for name in ("low_band_db", "high_band_cv")]
for c, values in enumerate(columns):
    cells = [row[3 + c] for row in rows]
    best = min(values) if c < 6 else None  # a low CV is no better
    assert [cell.endswith("*") for cell in cells] == [v == best for v in values], cells
    for cell, value in zip(cells, values):
        assert abs(float(cell.rstrip("*")) - value) < 0.006
assert not any(line.endswith(" ") for line in lines)
PY
}

@test "a sentence says who leads, and how far behind the best it is" {
    masks
    compare white.npy spectral | tail -1 > said
    compare white.npy spectral --json > c.json
    check <<'PY'
said, c = open("said").read(), load_json("c.json")
white, spectral = c["entries"]
assert spectral["mean_dither_error_db"] < white["mean_dither_error_db"]
assert said.startswith("spectral leads by the mean dither error, %.2f dB, and is within 0.3 dB"
                       % spectral["mean_dither_error_db"]), said
assert (c["leader"], c["leader_is_close"]) == ("spectral", True)
PY
}

# Of two masks that are each best at one end of the blurs.
@test "a leader that is behind at a blur is told from one that is not" {
    check <<'PY'
u = shuffled(256)
write_npy("noise.npy", u, (16, 16))
for seed in range(2, 12):
    write_npy(f"noise{seed}.npy", shuffled(256, seed), (16, 16))
PY
    woad compare noise*.npy --json > c.json
    woad compare noise*.npy | tail -1 > said
    check <<'PY'
c, said = load_json("c.json"), open("said").read()
errors = {e["name"]: e["scores"]["dither_error_db"] for e in c["entries"]}
behind = {s: errors[c["leader"]][s] - min(e[s] for e in errors.values()) for s in ("1.0", "1.5", "2.5", "4.0")}
assert c["leader"] == min(errors, key=lambda n: sum(errors[n].values()))
assert c["leader_is_close"] is all(d <= 0.3 for d in behind.values()) is False, behind
for sigma, distance in behind.items():
    assert (f"by {distance:.2f} dB at sigma {sigma}" in said) == (distance > 0.3), (said, behind)
PY
}

@test "one mask alone leads nothing, and has no best" {
    masks
    compare white.npy > table
    [ "$(grep -c '[*]' table)" = 0 ]
    run ! grep -q leads table
}

@test "--scores none leaves the cost" {
    compare spectral notebook --scores none > table
    [ "$(head -1 table | xargs)" = "seconds MiB" ]
    compare spectral notebook --scores none --json > c.json
    check <<'PY'
c = load_json("c.json")
assert "leader" not in c and all("scores" not in e and "seconds" in e for e in c["entries"])
PY
}

@test "--seeds shows medians over seeds" {
    for seed in 4 5 6; do
        compare spectral --seed $seed --json > $seed.json
    done
    compare spectral --seed 4 --seeds 3 --json > all.json
    compare spectral --seed 4 --seeds 2 --json > two.json
    check <<'PY'
import statistics
def low(name):
    return load_json(name)["entries"][0]["scores"]["low_band_db"]
each = [low(f"{seed}.json") for seed in (4, 5, 6)]
assert len(set(each)) == 3 and low("all.json") == statistics.median(each)
assert abs(low("two.json") - statistics.mean(each[:2])) < 1e-6
PY
}

@test "--set is for every method, and --seed for those of presets and recipes" {
    design --print-recipe --preset notebook --seed 7 > mine.ini
    compare mine.ini notebook --set loss.spectral.cutoff=0.2 --json > c.json
    compare mine.ini notebook --set loss.spectral.cutoff=0.2 --seed 7 --json > same.json
    compare notebook --seed 7 --json > other.json
    check <<'PY'
recipe, preset = load_json("c.json")["entries"]
assert (recipe["kind"], recipe["seed"], preset["seed"]) == ("recipe", 7, 1)
assert recipe["scores"] != preset["scores"]
recipe, preset = load_json("same.json")["entries"]
assert recipe["scores"] == preset["scores"] != load_json("other.json")["entries"][0]["scores"]
PY
}

# ---- sizes and files -----------------------------------------------------------------------

@test "the size is --size, else the first file's, else 64x64" {
    design --size 12x10 -o small.npy
    for given in "--size 20x10 spectral" "spectral small.npy" "spectral" "--set mask.size=9 spectral"; do
        # shellcheck disable=SC2086
        woad compare --json --scores none --set optimizer.iterations=1 $given |
            grep -E '"(width|height)"' | tr -dc '0-9\n' | xargs
    done > sizes
    [ "$(xargs < sizes)" = "20 10 12 10 64 64 9 9" ]
    fails 3 'small\.npy is 12x10 .*20x10' compare --size 20x10 small.npy
    fails 3 'small\.npy is 12x10 .*12x12' compare --size 12x12 small.npy
    design --size 10x12 -o turned.npy
    fails 3 'turned\.npy is 10x12 .*12x10' compare small.npy turned.npy
}

@test "of a mask with frames or channels the first is compared, and that is said" {
    check <<'PY'
write_npy("first.npy", shuffled(256), (16, 16))
write_npy("frames.npy", shuffled(256) + bayer(16), (2, 16, 16))
write_npy("channels.npy", [v for a, b in zip(shuffled(256), bayer(16)) for v in (a, b, b)], (16, 16, 3))
PY
    run --separate-stderr woad compare first.npy frames.npy channels.npy --json
    [ "$status" = 0 ]
    # shellcheck disable=SC2154
    [[ $stderr == *"frames.npy: only the first of its 2 frames"*"channels.npy: only the first of its 3 channels"* ]]
    echo "$output" > c.json
    check <<'PY'
one, frames, channels = load_json("c.json")["entries"]
assert one["scores"] == frames["scores"] == channels["scores"]
PY
}

@test "a preset is a preset, also where a file has its name; other files are known by theirs" {
    masks
    echo nonsense > spectral
    mkdir a b
    cp white.npy a/m.npy
    cp bayer.npy b/m.npy
    cp bayer.npy b/n.npy
    compare spectral a/m.npy b/m.npy b/n.npy | awk 'NR > 1 && NR < 6 {print $1}' > names
    [ "$(xargs < names)" = "spectral a/m.npy b/m.npy n.npy" ]
}

@test "the options of the masks read" {
    design -o m.npy
    woad convert m.npy --values pdf --format raw -o m.bin
    woad compare m.bin --input-format raw --input-size 16x16 --input-values pdf --json > raw.json
    woad compare - --input-format npy --json < m.npy > stdin.json
    woad compare m.npy --json > npy.json
    check <<'PY'
scores = [load_json(n)["entries"][0]["scores"] for n in ("raw.json", "stdin.json", "npy.json")]
assert scores[0] == scores[1] == scores[2]
PY
}

@test "of all presets those that cannot are left out, but not one that is named" {
    run --separate-stderr compare --set optimizer.rate=900 --json
    [ "$status" = 0 ]
    [[ $stderr == "woad: note: notebook is left out: "*diverged* ]]
    echo "$output" > c.json
    check <<'PY'
names = [e["name"] for e in load_json("c.json")["entries"]]
assert "spectral" in names and "notebook" not in names, names
PY
    fails 2 'notebook: .*diverged' compare spectral notebook --size 16 \
        --set optimizer.rate=900 --set optimizer.iterations=20
}

# ---- pictures ------------------------------------------------------------------------------

@test "--sheet has a row a mask, dot for dot" {
    masks
    compare white.npy spectral --sheet two.png > /dev/null
    compare white.npy spectral bayer.npy notebook --sheet four.png > /dev/null
    check <<'PY'
two, four = Png("two.png"), Png("four.png")
assert two.width == four.width and 2000 <= two.width <= 2600
assert 1.8 < four.height / two.height < 2
# The mask in the first file, sixteen pixels a value, at the upper left under its name.
rows, at, zoom = two.rows, None, 16
values = [int(v * 256) for v in shuffled(256)]
for y in range(10, 60):
    row = rows[y]
    if all(row[3 * (12 + x * zoom)] == values[x] for x in range(16)):
        at = y
        break
assert at is not None
for y in range(256):
    for x in range(256):
        assert rows[at + y][3 * (12 + x)] == values[y // zoom * 16 + x // zoom]
PY
}

@test "the sheet names its masks" {
    masks
    cp white.npy other.npy
    woad compare white.npy --sheet white.png > /dev/null
    woad compare other.npy --sheet other.png > /dev/null
    check <<'PY'
white, other = Png("white.png"), Png("other.png")
different = [y for y in range(white.height) if white.lines[y] != other.lines[y]]
assert different and max(different) < 32, different
PY
}

@test "--report is one HTML file with the table, plots and pictures" {
    masks
    compare white.npy spectral bayer.npy --report r.html > /dev/null
    check <<'PY'
import base64
page = open("r.html").read()
assert page.lower().startswith("<!doctype html") and page.rstrip().endswith("</html>")
assert "://" not in page.replace("http://www.w3.org", "")
sources = re.findall(r'src="([^"]*)"', page)
assert len(sources) == 1 + 4 + 3 * 9, len(sources)
sizes = []
for source in sources:
    assert source.startswith("data:image/png;base64,"), source[:40]
    with open("figure.png", "wb") as f:
        f.write(base64.b64decode(source.split(",", 1)[1], validate=True))
    sizes.append(Png("figure.png").width)
assert min(sizes) > 100 and max(sizes) <= 1120
assert page.count('class="best"') >= 8
assert "leads by the mean" in page and "&dagger;" in page
for name in "white.npy", "spectral", "bayer.npy":
    assert f"<h2>{name}</h2>" in page
PY
}

@test "--report escapes what it quotes" {
    design -o '<b>&.npy'
    woad compare '<b>&.npy' --report r.html > /dev/null
    grep -q '&lt;b&gt;&amp;\.npy' r.html
    run ! grep -q '<b>&\.npy' r.html
}

@test "--image takes the place of the scene" {
    compare spectral --image "$data/blocks_16x16.jpg" --sheet own.png > /dev/null
    compare spectral --sheet scene.png > /dev/null
    check <<'PY'
assert Png("own.png").width < Png("scene.png").width
PY
    fails 2 'image.*sheet' compare spectral --image "$data/blocks_16x16.jpg"
    fails 3 'missing\.png' compare spectral --image missing.png --sheet s.png
}

@test "sheet or report on standard output take the table's place" {
    compare spectral --sheet - > s.png
    compare spectral --report - > r.html
    check <<'PY'
Png("s.png")
assert open("r.html").read().startswith("<!DOCTYPE html")
PY
    fails 2 'both want standard output' compare spectral --sheet - --json
    fails 2 'both want standard output' compare spectral --report - --json
    fails 2 'both want standard output' compare spectral --sheet - --report -
    fails 2 'both name' compare spectral --sheet a.png --report ./a.png
}

@test "sheet and report can be drawn of masks of one pixel, of one row, and large ones" {
    for size in 1x1 1x7 400x300 1x5000; do
        woad compare --size $size --set optimizer.iterations=1 spectral notebook \
            --sheet $size.png --report $size.html > $size.txt
        run ! grep -wi nan $size.txt
        grep -q '</html>' $size.html
    done
    check <<'PY'
for size in "1x1", "1x7", "400x300", "1x5000":
    assert Png(size + ".png").width < 2600
PY
}

# ---- what goes wrong -----------------------------------------------------------------------

@test "a word that is neither preset nor file gets the nearest preset" {
    fails 2 "'notebok' is neither.*'notebook'" compare spectral notebok
    fails 2 "'xyzzyplugh' is neither.*list presets" compare xyzzyplugh
}

@test "options and files that are wrong cost one sentence, before long work" {
    echo mine > there.png
    long="--set optimizer.iterations=1000000000"
    # shellcheck disable=SC2086
    {
        fails 4 'there\.png exists' compare $long --sheet there.png
        fails 4 'there\.png exists' compare $long --report there.png
        fails 3 'missing\.npy' compare $long spectral missing.npy
        fails 3 'missing\.ini' compare $long spectral missing.ini
        fails 3 'there\.png' compare $long spectral there.png
        fails 2 'seeds' compare $long --seeds 0
        fails 2 "'loss\.spectrl'|spectrl" compare $long --set loss.spectrl.weight=1
        fails 2 'size' compare $long --size 0
        fails 2 'threads' compare $long --threads 0
        fails 2 "'nome'.*'none'" compare $long --scores nome
        fails 2 'GiB' compare $long --size 32768
    }
    compare spectral --sheet there.png --force > /dev/null
    [ "$(head -c 4 there.png | tail -c 3)" = PNG ]
}

@test "Ctrl-C writes nothing" {
    check <<'PY'
code, said = signalled(signal.SIGINT, "compare", "notebook", "--set",
                       "optimizer.iterations=100000000", "--sheet", "s.png", "--progress", "always")
assert code == 130 and said.endswith("woad: interrupted: nothing was written\n"), (code, said)
assert os.listdir(".") == []
PY
}

@test "the progress line names the method" {
    compare spectral --progress always 2> said > /dev/null
    grep -q 'spectral: optimize' said
    compare spectral --progress never 2> said > /dev/null
    [ ! -s said ]
}

@test "the table that cannot be written is an error" {
    check <<'PY'
code, said = with_closed_pipe("compare", "spectral", "--size", "8", "--set", "optimizer.iterations=1")
assert code == 4 and "standard output" in said, (code, said)
PY
}
