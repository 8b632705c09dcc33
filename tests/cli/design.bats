#!/usr/bin/env bats
# design.bats - `woad design`: masks, recipes, reports.

load support

# ---- what is written -----------------------------------------------------------------------

@test "design writes 64x64 as untagged 16-bit grey, a permutation with mean one half" {
    woad design --set refine.trials=9 -o m.png
    check <<'PY'
m = Png("m.png")
assert m.shape == (64, 64, 16, GREY), m.shape
assert not {"gAMA", "sRGB", "iCCP", "cHRM"} & set(m.chunks), m.chunks
u = [(v + 0.5) / 65536 for v in m.values]
assert sorted(v // 16 for v in m.values) == list(range(4096))
assert abs(sum(u) / 4096 - 0.5) < 1e-4
PY
}

@test "generate is another name for design" {
    design -o a.png
    woad generate --preset spectral --size 16x16 --iterations 20 -o b.png
    cmp a.png b.png
}

@test "every size gives a permutation with mean one half" {
    for size in 1x1 1x7 7x1 40x40 13x7 9x15; do
        design --size $size -o $size.npy
    done
    check <<'PY'
for size in "1x1", "1x7", "7x1", "40x40", "13x7", "9x15":
    width, height = map(int, size.split("x"))
    m = Npy(size + ".npy")
    assert m.descr == "<f4" and m.shape == (height, width), (size, m.shape)
    assert is_permutation(m.values), size
    assert abs(sum(m.values) / len(m.values) - 0.5) < 1e-6, size
PY
}

@test "--size N is NxN" {
    design --size 12 -o m.npy
    check <<'PY'
assert Npy("m.npy").shape == (12, 12)
PY
}

@test "swaps of ranks lower the dither error of any start, and say so" {
    woad design --preset spectral --size 32 --iterations 200 -o start.npy
    for trials in 0 5 40; do
        woad design --size 32 --start start.npy --set refine.trials=$trials --json \
            -o $trials.npy --trace $trials.csv > $trials.json
    done
    check <<'PY'
reports = {n: load_json(f"{n}.json") for n in (0, 5, 40)}
errors = {n: sum(r["scores"]["dither_error_db"].values()) / 4 for n, r in reports.items()}
assert errors[5] < errors[0] - 2 and errors[40] < errors[5], errors
assert reports[0]["sweeps"] == 0 and reports[40]["sweeps"] == 40
assert reports[40]["swaps"] > 1000, reports[40]
assert reports[40]["loss"]["dither"] < reports[5]["loss"]["dither"] < reports[0]["loss"]["dither"]
rows = [row for row in csv.DictReader(open("40.csv")) if row["stage"] == "refine"]
assert [int(row["iteration"]) for row in rows] == list(range(1, 41))
assert float(rows[0]["rate"]) == 1.5 and float(rows[-1]["rate"]) == 0
assert abs(float(rows[-1]["dither"]) - reports[40]["loss"]["dither"]) < 1e-3 * float(rows[0]["dither"])
PY
}

@test "--iterations stretches the sweeps of a recipe without descent" {
    woad design --size 16 --iterations 7 --json > report.json
    check <<'PY'
report = load_json("report.json")
assert report["sweeps"] == 7 and report["iterations"] == 0, report
PY
}

@test "recipes of version 1 make what they made" {
    design --seed 5 -o now.npy
    design --seed 5 --print-recipe | sed 's/^recipe = .*/recipe = 1/; /^\[baseline\]/,/^$/d;
        /^\[loss.dither\]/,/^$/d; /^\[refine\]/,$d' > old.ini
    run ! grep -q refine old.ini
    woad design --recipe old.ini -o then.npy
    cmp now.npy then.npy
}

@test "the same seed gives the same bytes, another seed others" {
    for name in a b; do
        design --seed 7 -o $name.npy
    done
    design --seed 8 -o c.npy
    cmp a.npy b.npy
    run ! cmp -s a.npy c.npy
}

@test "the random multipliers of the notebook follow the seed too" {
    for name in a b; do
        design --preset notebook --seed 3 -o $name.png
    done
    design --preset notebook --seed 4 -o c.png
    cmp a.png b.png
    run ! cmp -s a.png c.png
}

@test "-o - writes the mask to standard output, and --format says how" {
    design -o m.png
    design -o - --format png > piped.png
    cmp m.png piped.png
    design -o mask.dat --format npy --scores none
    design -o m.npy
    cmp mask.dat m.npy
}

@test "--values and --bits choose what is written" {
    design -o threshold.npy
    design -o rank.npy --values rank
    design -o pdf.npy --values pdf
    design -o byte.png --bits 8
    design -o word.png --bits 16
    check <<'PY'
u = Npy("threshold.npy").values
rank, pdf = Npy("rank.npy"), Npy("pdf.npy")
assert rank.descr == "<u4" and rank.values == ranks(u)
assert pdf.descr == "<f4" and all(abs(p - (2 * v - 1)) < 1e-6 for p, v in zip(pdf.values, u))
byte, word = Png("byte.png"), Png("word.png")
assert byte.bits == 8 and byte.values == [int(v * 256) for v in u]
assert word.bits == 16 and word.values == [int(v * 65536) for v in u]
PY
}

@test "options may be short, joined to their value, or given twice: the last one counts" {
    design -p spectral -s 5 -t 60 -o long.npy
    design --preset=spectral --seed=9 -s5 -t60 -oshort.npy
    cmp long.npy short.npy
    design -s 6 -f -o long.npy
    run ! cmp -s long.npy short.npy
}

# ---- recipes -------------------------------------------------------------------------------

@test "the form that scripts rely on" {
    woad design --preset spectral --size 24x16 --seed 11 --set optimizer.iterations=20 \
        --set loss.spectral.grid=notebook -o m.npy
    check <<'PY'
assert Npy("m.npy").shape == (16, 24)
recipe = sections(open("m.npy.ini").read())
assert recipe["loss.spectral.grid"] == "notebook"
assert recipe["mask.size"] == "24x16" and recipe["mask.seed"] == "11"
PY
}

@test "--print-recipe prints every key and writes nothing" {
    woad design --preset spectral --print-recipe -o m.png > r.ini
    [ ! -e m.png ]
    check <<'PY'
recipe = sections(open("r.ini").read())
assert recipe["woad.recipe"] == "3"
assert recipe["mask.size"] == "64x64" and recipe["mask.seed"] == "1"
assert float(recipe["loss.spectral.weight"]) == 0.1
assert float(recipe["loss.uniformity.weight"]) == 0.01
assert float(recipe["loss.histogram.weight"]) == 2.2
assert abs(float(recipe["loss.spectral.cutoff"]) - 0.418330013) < 1e-9
assert recipe["loss.spectral.grid"] == "centred"
assert recipe["optimizer.method"] == "adam" and recipe["optimizer.iterations"] == "4000"
PY
}

@test "the notebook preset is the post's" {
    woad design --preset notebook --print-recipe > r.ini
    check <<'PY'
recipe = sections(open("r.ini").read())
assert recipe["mask.size"] == "64x64"
assert recipe["optimizer.method"] == "descent" and float(recipe["optimizer.rate"]) == 0.7
assert recipe["optimizer.schedule"] == "constant" and recipe["optimizer.stochastic"] == "yes"
assert recipe["optimizer.iterations"] == "100000"
assert recipe["loss.spectral.grid"] == "notebook" and recipe["finish.iterations"] == "10"
assert recipe["loss.histogram.target"] == "endpoints" and float(recipe["finish.rate"]) == 0.1
PY
}

@test "a recipe that is printed, read and printed again stays the same, and so does its mask" {
    changes=(--preset notebook --size 12x10 --seed 18446744073709551615 --iterations 20
        --set optimizer.rate=0.3 --set loss.spectral.cutoff=0.30000000000000004)
    woad design "${changes[@]}" --print-recipe > first.ini
    woad design --recipe first.ini --print-recipe > second.ini
    diff first.ini second.ini
    woad design "${changes[@]}" -o first.png
    woad design -r second.ini -o second.png
    cmp first.png second.png
    woad design --recipe - -o third.png < first.ini
    cmp first.png third.png
}

@test "--recipe takes a mask that carries one and makes it again" {
    design --seed 5 --set optimizer.method=nesterov -o m.png
    design --seed 5 --set optimizer.method=nesterov -o m.npy
    woad design --recipe m.png -o again.png
    woad design --recipe m.npy -o again.npy
    cmp m.png again.png
    cmp m.npy again.npy
    diff m.npy.ini again.npy.ini
}

@test "parameters come from preset, recipe, shorthands, --set, in this order" {
    printf '[mask]\nseed = 2\n[optimizer]\niterations = 30\n' > r.ini
    woad design --preset notebook --recipe r.ini --set mask.seed=4 --set mask.seed=5 --seed 3 \
        --iterations 40 --print-recipe > out.ini
    check <<'PY'
recipe = sections(open("out.ini").read())
assert recipe["mask.seed"] == "5", "the last --set wins"
assert recipe["optimizer.iterations"] == "40", "--iterations over the recipe"
assert recipe["optimizer.method"] == "descent", "what the recipe leaves out is the preset's"
PY
}

@test "a recipe may have comments, blank lines and no header" {
    printf '; a comment\n\n[mask]\n# another\nsize = 8x6 ; behind a value\n' > r.ini
    woad design --recipe r.ini --print-recipe | grep -x 'size = 8x6'
}

@test "a written mask carries recipe, seed, version and scores" {
    design --seed 77 -o m.png
    design --seed 77 -o m.npy
    design --seed 77 -o m.f32
    design --seed 77 --scores none -o unscored.npy
    woad --version > version
    check <<'PY'
version = read("version").decode().split()[1]
texts = [v for v in Png("m.png").text.values() if "[mask]" in v]
assert len(texts) == 1, Png("m.png").text
for text in texts + [open("m.npy.ini").read(), open("m.f32.ini").read()]:
    recipe = sections(text)
    assert recipe["mask.seed"] == "77" and recipe["woad.version"] == version
    for name in "dither_error_db 1.0", "low_band_db", "high_band_cv":
        assert re.search(rf"^; {name} = -?[\d.]+$", text, re.M), name
assert "low_band_db" not in open("unscored.npy.ini").read()
PY
}

# ---- the run -------------------------------------------------------------------------------

@test "--json tells recipe, seed, seconds, iterations, stop reason, losses and scores" {
    design --seed 3 --json -o m.png > report.json
    woad inspect --json m.png > inspect.json
    check <<'PY'
report = load_json("report.json")
assert report["recipe"]["mask"] == {"size": "16x16", "channels": "1", "pdf": "uniform",
                                    "seed": "3", "shift_x": "0", "shift_y": "0"}
assert report["recipe"]["loss.spectral"]["grid"] == "centred"
assert report["seed"] == 3 and report["iterations"] == 20
assert report["stop_reason"] == "iterations" and 0 < report["seconds"] < 10
terms = dict(report["loss"])
total = terms.pop("total")
assert set(terms) == {"spectral", "uniformity", "histogram", "dither", "target"}
assert abs(sum(terms.values()) - total) < 1e-6 * total
assert set(report["scores"]["dither_error_db"]) == {"1.0", "1.5", "2.5", "4.0"}
scores = load_json("inspect.json")["scores"]
for name in "low_band_db", "high_band_cv":
    assert abs(report["scores"][name] - scores[name]) < 1e-6, name
PY
}

@test "--json needs no file, and --scores none leaves the scores out" {
    design --json --scores none > report.json
    [ "$(ls)" = report.json ]
    check <<'PY'
assert "scores" not in load_json("report.json")
PY
    design --json --scores all | grep -q '"scores"'
}

@test "--iterations stretches the schedule" {
    for iterations in 10 40; do
        design --iterations $iterations --trace $iterations.csv
    done
    check <<'PY'
short, long = ([float(row["rate"]) for row in csv.DictReader(open(f"{n}.csv"))
                if row["stage"] == "optimize"] for n in (10, 40))
assert len(short) == 10 and len(long) == 40
assert short[0] == long[0] and abs(short[5] - long[20]) < 1e-6
PY
}

@test "--trace has a row an iteration and a column a loss term" {
    design --preset notebook --iterations 30 --trace t.csv -o m.png
    check <<'PY'
rows = list(csv.DictReader(open("t.csv")))
assert list(rows[0]) == ["stage", "iteration", "rate", "total", "spectral", "uniformity",
                         "histogram", "dither", "target"]
optimize = [row for row in rows if row["stage"] == "optimize"]
finish = [row for row in rows if row["stage"] == "finish"]
assert [int(row["iteration"]) for row in optimize] == list(range(30))
assert [int(row["iteration"]) for row in finish] == list(range(11))
assert float(finish[-1]["histogram"]) < 0.1 * float(optimize[-1]["histogram"])
for row in rows:
    terms = sum(float(row[t]) for t in ("spectral", "uniformity", "histogram"))
    assert abs(terms - float(row["total"])) < 1e-6 * terms, row
assert float(optimize[-1]["total"]) < float(optimize[0]["total"])
PY
}

@test "--trace-every thins the trace, and the trace changes no mask" {
    design --iterations 50 --trace t.csv --trace-every 10 -o traced.npy
    design --iterations 50 -o plain.npy
    cmp traced.npy plain.npy
    check <<'PY'
rows = [int(row["iteration"]) for row in csv.DictReader(open("t.csv"))
        if row["stage"] == "optimize"]
assert rows == [0, 10, 20, 30, 40], rows
PY
}

@test "--trace - writes the trace to standard output" {
    design --trace t.csv
    design --trace - > piped.csv
    cmp t.csv piped.csv
}

@test "--time-limit stops, says so, and the mask is whole" {
    design --iterations 100000000 --time-limit 0.2 --json -o m.npy > report.json
    check <<'PY'
report = load_json("report.json")
assert report["stop_reason"] == "time-limit", report["stop_reason"]
assert 0 < report["iterations"] < 100000000 and 0.15 < report["seconds"] < 5
assert is_permutation(Npy("m.npy").values)
PY
}

@test "a run without gain stops when its recipe says so" {
    design --iterations 100000 --set optimizer.tolerance=0.9 --set optimizer.patience=10 \
        --json -o m.npy > report.json
    check <<'PY'
report = load_json("report.json")
assert report["stop_reason"] == "no-gain" and report["iterations"] < 1000, report
assert is_permutation(Npy("m.npy").values)
PY
}

@test "--start begins with the order of a mask" {
    design --size 9x6 --seed 42 -o start.npy
    design --size 9x6 --iterations 0 --start start.npy -o same.npy
    cmp start.npy same.npy
    design --size 9x6 --start start.npy -o on.npy
    design --size 9x6 -o noise.npy
    run ! cmp -s on.npy noise.npy
    run ! cmp -s on.npy start.npy
}

@test "--start takes the options of the masks read" {
    design --size 9x6 --seed 42 -o start.npy
    design --size 9x6 --seed 42 --values pdf --format raw -o start.bin
    design --size 9x6 --iterations 0 --start start.bin --input-format raw --input-size 9x6 \
        --input-values pdf -o same.npy
    cmp start.npy same.npy
}

@test "every optimizer and every schedule lowers the loss" {
    for choice in method/optimizers schedule/schedules; do
        for name in $(woad list "${choice#*/}" | awk 'NR > 1 {print $1}'); do
            design --iterations 200 --set optimizer.rate=0.02 \
                --set "optimizer.${choice%/*}=$name" --trace "$name.csv" -o "$name.npy"
        done
    done
    check <<'PY'
names = [name[:-4] for name in os.listdir(".") if name.endswith(".csv")]
assert len(names) >= 7, names
for name in names:
    losses = [float(row["total"]) for row in csv.DictReader(open(name + ".csv"))]
    assert losses[-1] < 0.8 * losses[0], (name, losses[0], losses[-1])
    assert is_permutation(Npy(name + ".npy").values), name
PY
}

@test "a weight in the recipe changes the loss that is reported" {
    design --iterations 0 --json > one.json
    design --iterations 0 --json --set loss.spectral.weight=0.2 > two.json
    check <<'PY'
one, two = load_json("one.json")["loss"], load_json("two.json")["loss"]
assert abs(two["spectral"] - 2 * one["spectral"]) < 1e-6 * one["spectral"]
assert two["uniformity"] == one["uniformity"]
PY
}

# ---- progress ------------------------------------------------------------------------------

@test "--progress always shows stage, iteration, losses and time left; never shows nothing" {
    run --separate-stderr -0 design --iterations 100000000 --time-limit 0.3 --progress always \
        -o m.png
    [ -z "$output" ]
    [[ $stderr =~ optimize\ [0-9]+/100000000 ]]
    [[ $stderr == *loss*spectral*uniformity*histogram*left* ]]
    run --separate-stderr -0 design --progress never -o n.png
    [ -z "$output$stderr" ]
}

@test "progress is shown on a terminal only" {
    run --separate-stderr -0 design -o m.png
    [ -z "$output$stderr" ]
    check <<'PY'
import pty
near, far = pty.openpty()
for when, shown in ("auto", True), ("never", False):
    subprocess.run([os.environ["WOAD"], "design", "--preset", "spectral", "--size", "16", "--iterations", "5000", "-f",
                    "-o", "m.png", "--progress", when], stderr=far, check=True)
    os.write(far, b"END\n")
    said = os.read(near, 65536)
    assert (b"optimize" in said) == shown, said
PY
}

@test "a pipe where the recipe would go is left alone" {
    mkfifo m.npy.ini
    run --separate-stderr -4 woad design --preset spectral --size 8 --iterations 5 -o m.npy
    [[ $stderr == *"m.npy.ini"* ]]
    [ -p m.npy.ini ]
    [ ! -e m.npy ]
}

@test "the largest seed survives --json" {
    woad design --preset spectral --size 8 --iterations 5 --seed 18446744073709551615 --json >out.json
    grep -q '"seed": "18446744073709551615"' out.json
}

@test "channels and frames of vectors share --time-limit, and progress says which it is" {
    for kind in "spectral --set mask.channels=2" "vectors-descent --size 16x16x2"; do
        woad design --size 16 --iterations 100000000 --time-limit 1 --trace t.csv --force \
            --progress always --preset $kind -o m.npy 2> progress.txt
        grep -q 'part 1/2: optimize' progress.txt
        grep -q 'part 2/2: optimize' progress.txt
        check <<'PY'
steps = [int(line.split(",")[1]) for line in open("t.csv") if line.startswith("optimize,")]
second = steps.index(0, 1)
assert min(second, len(steps) - second) > 0.05 * len(steps), (second, len(steps))
PY
    done
}

@test "--time-limit ends the finishing steps too" {
    woad design --preset spectral --size 64 --iterations 5 --set finish.iterations=1000000 --time-limit 0.3 --json \
        >out.json
    grep -q '"stop_reason": "time-limit"' out.json
}

@test "the number of threads changes no byte" {
    for threads in 1 2 3 7; do
        woad design --preset spectral --size 400x350 --iterations 6 --threads $threads -o $threads.npy
    done
    for threads in 2 3 7; do
        cmp 1.npy $threads.npy
    done
    fails 2 '--threads is .0.' design --threads 0 -o m.npy
}

@test "--tune keeps wisdom, which later designs read" {
    export XDG_CACHE_HOME=$PWD/cache
    run --separate-stderr woad design --preset spectral --tune --size 96x80
    [[ $stderr != *"no wisdom"* ]] || skip "this build cannot be tuned"
    [ "$status" -eq 0 ]
    [ -s cache/woad/wisdom ]
    woad design --preset spectral --size 96x80 --iterations 9 -o a.npy
    woad design --preset spectral --size 96x80 --iterations 9 --wisdom cache/woad/wisdom -o b.npy
    cmp a.npy b.npy
    echo nonsense >bad
    fails 3 'bad: not wisdom' design --wisdom bad -o c.npy
    fails 3 'missing: it is not there|cannot read missing' design --wisdom missing -o c.npy
}

@test "tuning replaces no file that is not wisdom, and refuses what designing would" {
    echo keep >photo
    run --separate-stderr woad design --tune --size 16 --wisdom photo
    [[ $stderr != *"has no wisdom"* ]] || skip "this build cannot be tuned"
    [ "$status" -eq 4 ]
    [ "$(cat photo)" = keep ]
    woad design --tune --size 16 --wisdom photo --force
    [ "$(cat photo)" != keep ]
}

@test "a sparse trace does not keep the time limit waiting" {
    woad design --preset spectral --iterations 1000000 --trace t.csv --trace-every 100000000 --time-limit 0.3 --json \
        >out.json
    grep -q '"stop_reason": "time-limit"' out.json
}

@test "frames are each a permutation, and better through time than frames by themselves" {
    woad design --preset spatiotemporal --size 16x16x8 --iterations 20 -o together.npy
    woad design --size 16x16x8 --set loss.dither.time=0 --set loss.dither.both=0 \
        --set loss.dither.space=1 --iterations 20 -o apart.npy
    woad inspect together.npy --json > together.json
    woad inspect apart.npy --json > apart.json
    check <<'PY'
a, b = load_json("together.json"), load_json("apart.json")
assert a["permutation"] and (a["width"], a["height"], a["depth"]) == (16, 16, 8), a
t, s = (x["scores"]["spacetime_error_db"] for x in (a, b))
assert t["time_0.1"] < s["time_0.1"] - 3 and t["both_1_0.1"] < s["both_1_0.1"] - 2, (t, s)
assert s["space_1"] < -5, s
PY
}

@test "filters through time and their weights are checked" {
    fails 2 "loss.dither.temporal: 'ema:2' is not a filter.*ema:SHARE" \
        design --size 8x8x4 --set loss.dither.temporal=ema:2 -o m.npy
    fails 2 'loss.dither.space, .time and .both' design --size 8x8x4 -o m.npy \
        --set loss.dither.space=0 --set loss.dither.time=0 --set loss.dither.both=0
    fails 2 'mask of 4 frames.*loss.spectral.weight must be 0' \
        design --size 8x8x4 --set loss.spectral.weight=1 -o m.npy
    fails 2 "mask.size is '8x8x4x2'" design --size 8x8x4x2 -o m.npy
    [ ! -e m.npy ]
}

@test "the spectral terms empty the frequencies along their axes, and no others" {
    for axes in frame time frame+time volume; do
        woad design --preset spectral --size 16x12x8 --iterations 300 \
            --set loss.spectral.weight=1 --set loss.spectral.axes=$axes \
            --set loss.uniformity.axes=$axes -o $axes.npy
    done
    check <<'PY'
from cmath import exp, pi
from itertools import product
from math import log10, prod
SIZES = 16, 12, 8

def low_db(name, axes):
    """The power along the axes below 0.15, by a direct transform, against white noise in dB."""
    values = Npy(name + ".npy").values
    spread = sum((v - 0.5) ** 2 for v in values) / len(values)
    total = count = 0
    # Along the other axes it is a place.
    for bin in product(*map(range, SIZES)):
        f = sum((min(bin[a], SIZES[a] - bin[a]) / SIZES[a]) ** 2 for a in axes)
        if not 0 < f < 0.15 ** 2:
            continue
        spans = [range(SIZES[a]) if a in axes else [bin[a]] for a in range(3)]
        total += abs(sum((values[x + 16 * (y + 12 * t)] - 0.5) * exp(
            -2j * pi * sum(bin[a] * (x, y, t)[a] / SIZES[a] for a in axes))
            for x in spans[0] for y in spans[1] for t in spans[2])) ** 2
        count += 1
    return 10 * log10(total / count / prod(SIZES[a] for a in axes) / spread)

FRAME, TIME, VOLUME = (0, 1), (2,), (0, 1, 2)
low = {name: [low_db(name, axes) for axes in (FRAME, TIME, VOLUME)]
       for name in ("frame", "time", "frame+time", "volume")}
assert low["frame"][0] < -25 and low["frame"][1] > -2, low
assert low["time"][1] < -25 and low["time"][0] > -2, low
assert low["frame+time"][0] < -25 and low["frame+time"][1] < -25, low
assert low["volume"][2] < -25 and low["volume"][0] > -10 and low["volume"][1] > -5, low
PY
}

@test "axes that a mask lacks are refused, and targets that they cannot have" {
    fails 2 'loss.uniformity.axes is volume, but the mask has one frame.*mask.size' \
        design --preset spectral --set loss.uniformity.axes=volume -o m.npy
    fails 2 "'stretch:2:30,pink': other than in frames .loss.target.axes. it must depend on" \
        design --preset target --size 8x8x4 --set loss.target.axes=time \
        --set loss.target.spectrum=stretch:2:30,pink -o m.npy
    fails 2 "loss.spectral.axes is 'tme'.*time" design --set loss.spectral.axes=tme -o m.npy
    # A score of a frame says nothing of a target along time.
    woad design --preset target --size 8x8x4 --iterations 5 --set loss.target.axes=time --json \
        > time.json
    woad design --preset target --size 8x8x4 --iterations 5 --set loss.target.axes=frame+time \
        --json > both.json
    [ "$(grep -c relative_rms time.json)" = 0 ]
    grep -q relative_rms both.json
}

@test "channels have less in common than independent noise" {
    woad design --size 32 --set mask.channels=3 --iterations 10 -o rgb.png
    woad inspect rgb.png --json > rgb.json
    check <<'PY'
m = load_json("rgb.json")
assert m["channels"] == 3 and m["permutation"], m
c = m["scores"]["coherence"]
assert len(c["pairs"]) == 3 and all(x < c["white_noise"] for x in c["pairs"].values()), c
PY
    woad design --recipe rgb.png -o again.png
    cmp rgb.png again.png
    fails 2 'mask.channels is 5: it must be 1 to 4' design --set mask.channels=5 -o no.png
    fails 2 'mask.channels is 2: with a start it must be 1' \
        design --start again.png --set mask.channels=2 -o no.png
}
