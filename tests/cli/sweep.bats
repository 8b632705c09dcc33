#!/usr/bin/env bats
# sweep.bats - `woad sweep`: a grid of recipes into one table.

load support

# Quick: later options win over these.
sweep() {
    woad sweep --preset spectral --size 12 --iterations 20 "$@"
}

# ---- the grid and the table ----------------------------------------------------------------

@test "rows are the product in the order given, the seeds fastest" {
    sweep --vary optimizer.method=adam,nesterov --vary optimizer.rate=0.1,0.20 --seed 5 --seeds 2 -o t.csv
    check <<'PY'
rows = list(csv.DictReader(open("t.csv")))
assert [(r["optimizer.method"], r["optimizer.rate"], r["seed"]) for r in rows] == [
    (m, t, s) for m in ("adam", "nesterov") for t in ("0.1", "0.2") for s in ("5", "6")]
assert len({r["recipe_hash"] for r in rows}) == 8 and not any(r["error"] for r in rows)
PY
}

@test "a row is what design says of the same recipe, and its numbers read back exactly" {
    sweep --vary loss.spectral.cutoff=0.3 --vary loss.uniformity.weight=0.01,0.1 --seed 3 -o t.csv
    design --size 12 --set loss.spectral.cutoff=0.3 --set loss.uniformity.weight=0.1 --seed 3 \
        -o m.npy --json > d.json
    woad inspect m.npy --json > i.json
    check <<'PY'
row = list(csv.DictReader(open("t.csv")))[1]
d, scores = load_json("d.json"), load_json("i.json")["scores"]
def flat(prefix, value):
    if not isinstance(value, dict):
        return {prefix: value}
    return {n: v for k, w in value.items() for n, v in flat(f"{prefix}.{k}".lstrip("."), w).items()}
wanted = flat("", {k: d[k] for k in ("seed", "iterations", "sweeps", "swaps", "backoffs",
                                     "stop_reason", "loss", "loss_before_projection")})
wanted.update(flat("", scores))
assert len(wanted) > 20
errors = [float(row[f"dither_error_db.{s}"]) for s in ("1.0", "1.5", "2.5", "4.0")]
assert float(row.pop("mean_dither_error_db")) == (((errors[0] + errors[1]) + errors[2]) + errors[3]) / 4
for name, value in wanted.items():
    got = row.pop(name)
    if isinstance(value, float):
        assert abs(float(got) - value) <= 1e-8 * abs(value), name  # JSON has nine digits
    else:
        assert got == str(value), (name, got, value)
assert float(row.pop("seconds")) > 0
for name, value in d["scores"]["values"].items():
    assert name == "pdf" or abs(float(row.pop(f"values.{name}")) - value) < 1e-8
assert row.pop("target_relative_rms") == ""
assert set(row) == {"loss.spectral.cutoff", "loss.uniformity.weight", "recipe_hash", "error"}, row
PY
}

@test "the table is the same for any number of jobs" {
    for jobs in 1 2 5; do
        sweep --vary loss.spectral.cutoff=0.1:0.5:0.1 --seeds 3 --jobs $jobs -o $jobs.csv
    done
    check <<'PY'
def table(name):
    rows = list(csv.DictReader(open(name)))
    assert len(rows) == 15
    return [{k: v for k, v in r.items() if k != "seconds"} for r in rows]
assert table("1.csv") == table("2.csv") == table("5.csv")
PY
}

@test "lists, ranges, sizes, choices and presets" {
    woad sweep --vary preset=r2,void-and-cluster --vary mask.size=4:16:x2 -o p.csv
    sweep --vary optimizer.iterations=1:9:4,20 --vary optimizer.stochastic=yes,no -o c.csv
    sweep --vary loss.spectral.cutoff=0.1:0.3:0.1 -o r.csv
    sweep --vary loss.spectral.cutoff=0.3:0.1:-0.1 -o f.csv
    sweep --vary loss.spectral.weight=0.001:10:x10 -o g.csv
    check <<'PY'
def column(name, key):
    return [r[key] for r in csv.DictReader(open(name))]
assert column("p.csv", "preset") == ["r2"] * 3 + ["void-and-cluster"] * 3
assert column("p.csv", "mask.size") == ["4x4", "8x8", "16x16"] * 2
assert column("c.csv", "optimizer.iterations") == [n for n in ("1", "5", "9", "20") for _ in "yn"]
assert column("c.csv", "iterations") == column("c.csv", "optimizer.iterations")
assert column("r.csv", "loss.spectral.cutoff") == ["0.1", "0.2", "0.3"]
assert column("f.csv", "loss.spectral.cutoff") == ["0.3", "0.2", "0.1"]
assert column("g.csv", "loss.spectral.weight") == ["0.001", "0.01", "0.1", "1", "10"]
PY
}

@test "kernels are separated by semicolons, and quoted in the table" {
    woad sweep --size 8 --set refine.trials=2 --vary 'loss.dither.kernel=1:9,1.5:24;2.5:50' -o k.csv
    woad sweep --size 8 --set refine.trials=2 --vary loss.dither.kernel=1:9,1.5:24 -o one.csv
    woad sweep --size 8 --set refine.trials=2 --vary 'loss.dither.kernel=1:9,1.5:24;2.5:50;' -o k.csv --resume
    check <<'PY'
kernels = [r["loss.dither.kernel"] for r in csv.DictReader(open("k.csv"))]
assert kernels == ["1:9,1.5:24", "2.5:50"]
assert [r["loss.dither.kernel"] for r in csv.DictReader(open("one.csv"))] == kernels[:1]
PY
}

@test "on standard output" {
    sweep --vary optimizer.rate=0.1,0.2 -o t.csv
    sweep --vary optimizer.rate=0.1,0.2 -o - > s.csv
    [ "$(cut -d, -f1-2,4- t.csv)" = "$(cut -d, -f1-2,4- s.csv)" ]
}

@test "a row that fails says why, and the others are made" {
    run --separate-stderr sweep --set optimizer.method=descent --vary optimizer.rate=0.1,900 \
        --iterations 200 -o t.csv --plot-file p.png
    [ "$status" = 1 ]
    # shellcheck disable=SC2154
    [[ $stderr == "woad: 1 of 2 rows failed"* ]]
    check <<'PY'
good, bad = csv.DictReader(open("t.csv"))
assert good["error"] == "" and good["low_band_db"] != ""
assert "diverged" in bad["error"] and bad["low_band_db"] == bad["seconds"] == bad["stop_reason"] == ""
assert bad["optimizer.rate"] == "900" and bad["seed"] == "1"
Png("p.png")
PY
}

@test "--time-limit is of each design" {
    sweep --iterations 100000000 --vary optimizer.rate=0.1,0.2 --time-limit 0.05 -o t.csv
    check <<'PY'
for r in csv.DictReader(open("t.csv")):
    assert r["stop_reason"] == "time-limit" and 0.05 <= float(r["seconds"]) < 5
PY
}

# ---- going on ------------------------------------------------------------------------------

@test "--resume keeps what is there and makes what is missing" {
    sweep --vary loss.spectral.cutoff=0.1:0.4:0.1 --seeds 2 -o all.csv
    # The third row marked, two rows lost, the last one cut off in its middle.
    check <<'PY'
lines = open("all.csv").read().splitlines()
cells = lines[3].split(",")
cells[2] = "12345"
lines[3] = ",".join(cells)
open("t.csv", "w").write("\n".join(lines[:1] + lines[3:8:2]) + "\n" + lines[8][:40])
PY
    sweep --vary loss.spectral.cutoff=0.1:0.4:0.1 --seeds 2 -o t.csv --resume
    check <<'PY'
all, t = [list(csv.DictReader(open(n))) for n in ("all.csv", "t.csv")]
assert t[2]["seconds"] == "12345"
for r in all + t:
    del r["seconds"]
assert all == t
PY
}

@test "--resume takes more values and more seeds, and begins where there is nothing" {
    sweep --vary optimizer.rate=0.1,0.2 -o t.csv --resume
    before=$(grep '^0.2,' t.csv)
    sweep --vary optimizer.rate=0.05,0.1,0.2 --seeds 2 -o t.csv --resume
    [ "$(wc -l < t.csv)" = 7 ]
    [ "$(grep '^0.2,1,' t.csv)" = "$before" ]
}

@test "--resume with a complete table only plots" {
    sweep --vary optimizer.rate=0.1,0.2 -o t.csv
    cp -p t.csv before.csv
    sweep --vary optimizer.rate=0.1,0.2 -o t.csv --resume --plot-file p.png
    cmp t.csv before.csv
    [ ! t.csv -nt before.csv ]
    check <<< 'assert Png("p.png").width > 400'
}

@test "--resume tries rows again that failed" {
    failing() {
        sweep --set optimizer.method=descent --vary optimizer.rate=0.1,900 --iterations 200 -o t.csv "$@"
    }
    run failing
    sed -i 's/the values diverged.*/the moon was full/' t.csv
    run failing --resume
    [ "$status" = 1 ]
    grep -q diverged t.csv
    run ! grep -q moon t.csv
}

@test "--resume refuses the table of another sweep" {
    sweep --vary optimizer.rate=0.1,0.2 -o t.csv
    again() {
        pattern=$1
        shift
        fails 3 "$pattern" sweep --preset spectral --size 12 --iterations 20 -o t.csv --resume "$@"
    }
    again 'columns' --vary loss.spectral.cutoff=0.1,0.2
    again 't\.csv:3: .*not in the grid' --vary optimizer.rate=0.1,0.3
    again 't\.csv:2: .*not in the grid' --vary optimizer.rate=0.1,0.2 --seed 2
    again 't\.csv:2: .*other parameters' --vary optimizer.rate=0.1,0.2 --set loss.spectral.cutoff=0.3
    sed -i '3s/,iterations,/,iterations,1,/' t.csv
    again 't\.csv:3: .*cells' --vary optimizer.rate=0.1,0.2
    echo nonsense > t.csv
    again 'columns' --vary optimizer.rate=0.1,0.2
    printf nonsense > t.csv
    again 'no table' --vary optimizer.rate=0.1,0.2
}

@test "after Ctrl-C and after a kill the rows that were made are there" {
    check <<'PY'
arguments = ["sweep", "--size", "32", "--preset", "spectral", "--vary",
             "optimizer.iterations=1:40:1,100000000", "--jobs", "2", "--progress", "always", "-o"]
def rows(name):
    return open(name).read().splitlines()
for number, name in (signal.SIGINT, "int.csv"), (signal.SIGKILL, "kill.csv"):
    process = subprocess.Popen([os.environ["WOAD"], *arguments, name], stderr=subprocess.PIPE)
    for _ in range(500):
        time.sleep(0.02)
        if os.path.exists(name) and len(rows(name)) >= 41:
            break
    # ThreadSanitizer keeps a signal for itself that comes as a thread begins to wait, here for the
    # one that has the long row.
    time.sleep(0.5)
    process.send_signal(number)
    try:
        said = process.communicate(timeout=20)[1].decode()
    finally:
        process.kill() # one that hangs would go on for hours
    assert len(rows(name)) == 41, name
    if number == signal.SIGINT:
        assert process.returncode == 130
        assert said.endswith("woad: interrupted: 40 of 41 rows are there; --resume goes on\n"), said
        assert [r.split(",")[0] for r in rows(name)[1:]] == [str(n) for n in range(1, 41)]
assert sorted(os.listdir(".")) == ["int.csv", "kill.csv"]
PY
    sweep --size 32 --vary optimizer.iterations=1:41:1 -o kill.csv --resume
    [ "$(cut -d, -f1 kill.csv | xargs)" = "optimizer.iterations $(seq 1 41 | xargs)" ]
}

# ---- plots ---------------------------------------------------------------------------------

@test "--plot draws a picture a column" {
    sweep --vary optimizer.rate=0.001:1:x10 --vary optimizer.method=adam,nesterov --seeds 3 -o t.csv \
        --plot-file one.png
    sweep --vary optimizer.rate=0.001:1:x10 --vary optimizer.method=adam,nesterov --seeds 3 -o t.csv \
        --resume --plot low_band_db,loss.total,seconds --plot-file three.png
    check <<'PY'
one, three = Png("one.png"), Png("three.png")
assert three.width > 2 * one.width and three.height > 2 * one.height
# Both lines, in the first two colours of the palette.
pixels = set()
for row in one.rows:
    pixels.update(zip(row[0::3], row[1::3], row[2::3]))
assert {(0x00, 0x72, 0xB2), (0xD5, 0x5E, 0x00)} <= pixels
PY
}

# ---- what goes wrong -----------------------------------------------------------------------

@test "a grid that cannot be costs one sentence, before anything runs" {
    long="sweep --preset spectral --iterations 100000000 -o t.csv"
    refused() {
        # shellcheck disable=SC2086
        fails 2 "$1" $long "${@:2}"
    }
    refused 'nothing to vary'
    refused "'foo'.*section.key=V1,V2" --vary foo
    refused "'loss\.spectral'" --vary los.spectral.weight=1
    refused "'weight'" --vary loss.spectral.wieght=1
    refused "'presett' is not a key" --vary presett=a
    refused 'neither --preset' --vary preset=dither
    refused 'empty value' --vary loss.spectral.weight=
    refused 'empty value' --vary loss.spectral.weight=1,,2
    refused 'empty value' --vary loss.spectral.weight=1,
    refused 'is 1 twice' --vary loss.spectral.weight=1,1.0
    refused 'varied twice' --vary loss.spectral.weight=1 --vary loss.spectral.weight=2
    refused 'must be 0 to 1000000' --vary loss.spectral.weight=1,-2
    refused "it must be a number" --vary loss.spectral.weight=1,two
    refused '--seeds' --vary mask.seed=1,2
    for range in 1:2 1:2:0 1:2:-1 1:2:x0.5 0:2:x2 1:2:3:4 1:2:x 1:inf:1 1:nan:1; do
        refused 'range' --vary loss.spectral.weight=$range
    done
    refused 'too many' --vary refine.trials=0:1000000:1
    refused 'rows' --vary refine.trials=1:1000:1 --vary finish.iterations=1:1001:1
    refused 'GiB' --vary mask.size=32768
    refused 'seeds' --vary finish.iterations=1 --seeds 0
    refused 'jobs' --vary finish.iterations=1 --jobs 0
    fails 2 "'dither'" sweep --vary preset=r2,dithr -o t.csv
    fails 2 'nowhere' sweep --vary finish.iterations=1
    fails 2 'bayer mask.size=48x48: .*powers of two' sweep -o t.csv \
        --vary baseline.method=r2,bayer --vary mask.size=32,48
    fails 2 'dither.weight=0 refine.trials=1: .*nothing to lower' sweep -o t.csv \
        --vary loss.dither.weight=1,0 --vary refine.trials=0,1
}

@test "outputs that cannot be are refused before long work" {
    long="sweep --preset spectral --iterations 100000000 --vary optimizer.rate=0.1,0.2"
    echo mine > there.csv
    echo mine > there.png
    # shellcheck disable=SC2086
    {
        fails 4 'there\.csv exists' $long -o there.csv
        fails 4 'there\.png exists' $long -o t.csv --plot-file there.png
        fails 4 'missing' $long -o missing/t.csv
        fails 2 'both name' $long -o t.csv --plot-file ./t.csv
        fails 2 'standard output' $long -o - --plot-file -
        fails 2 'needs a file' $long -o - --resume
        fails 2 'plot-file' $long -o t.csv --plot low_band_db
        fails 2 "'low_band_db'" $long -o t.csv --plot low_band_dbb --plot-file p.png
    }
    fails 2 'numbers' sweep --vary preset=r2,bayer -o t.csv --plot-file p.png
    sweep --vary optimizer.rate=0.1,0.2 -o there.csv --plot-file there.png --force
    [ "$(wc -l < there.csv)" = 3 ]
    check <<< 'Png("there.png")'
}

@test "a disk that is full is an error" {
    [ -w /dev/full ] || skip "there is no /dev/full"
    run --separate-stderr sweep --vary optimizer.rate=0.1 -o /dev/full
    [ "$status" = 4 ]
}
