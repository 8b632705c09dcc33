#!/usr/bin/env bats
# set.bats - `woad design --count`: several masks with little in common.

load support

set16() {
    woad design --size 16 --set refine.trials=4 "$@"
}

@test "--count writes numbered masks with little in common, each as good as one" {
    woad design --preset void-and-cluster --size 32 --count 11 --json -o mask.png > set.json
    woad design --preset void-and-cluster --size 32 --json > one.json
    check <<'PY'
import glob
report, one = load_json("set.json"), load_json("one.json")
names = [m["file"] for m in report["masks"]]
assert names == ["mask_%02d.png" % i for i in range(11)]
assert sorted(glob.glob("*.png")) == names
assert report["seed"] == 1 and report["seconds"] > 0
together = report["coherence"]
assert together["mean"] < 0.95 * together["white_mean"], together
assert together["mean"] < together["largest"] < together["white_mean"] + 2 * together["white_deviation"]
assert len({m["seed"] for m in report["masks"]}) == 11
assert report["masks"][0]["scores"] == one["scores"]
for m in report["masks"]:
    for sigma, error in m["scores"]["dither_error_db"].items():
        assert abs(error - one["scores"]["dither_error_db"][sigma]) < 1, m
assert len({open(n, "rb").read() for n in names}) == 11
PY
}

@test "the recipe in each file makes it alone" {
    set16 --count 3 --seed 9 --set mask.channels=2 -o m.npy
    for i in 0 1 2; do
        woad design --recipe m_0$i.npy.ini -o again$i.npy
        cmp again$i.npy m_0$i.npy
    done
    set16 --seed 9 --set mask.channels=2 -o first.npy
    cmp first.npy m_00.npy
}

@test "a %d in the name takes the number" {
    set16 --count 2 -o 'm%03d.png'
    set16 --count 2 -o 'a.%d.png'
    mkdir 5%
    woad design --preset void-and-cluster --size 4 --count 101 -o 5%/n.png
    check <<'PY'
import glob
assert sorted(glob.glob("*.png")) == ["a.0.png", "a.1.png", "m000.png", "m001.png"]
assert sorted(glob.glob("5%/*")) == ["5%%/n_%03d.png" % i for i in range(101)]
PY
}

@test "all files are looked at before the first design" {
    touch m_02.png
    fails 4 "m_02.png" design --size 2048 --count 3 -o m.png
    set16 --count 3 -o m.png --force
    woad inspect --scores none m_02.png
}

@test "a set of one has a number, and is the mask alone" {
    set16 --count 1 -o m.png
    set16 -o alone.png
    cmp m_00.png alone.png
}

@test "what goes with one mask only is refused" {
    set16 -o s.png
    fails 2 "--count and --start" design --size 16 --count 2 --start s.png -o m.png
    fails 2 "--count and --trace" design --size 16 --count 2 --trace t.csv -o m.png
    fails 2 "-o -: a set is written to files" design --size 16 --count 2 -o -
    fails 2 "--count is '0': it must be a whole number from 1 to 256" design --count 0 -o m.png
    fails 2 "of memory" design --count 256 --size 16384x16384 -o m.png
}

@test "--time-limit is of the whole set, and shared" {
    woad design --preset spectral --size 32 --count 4 --iterations 100000000 --time-limit 2 \
        --json -o m.png > set.json
    check <<'PY'
report = load_json("set.json")
assert 2 <= report["seconds"] < 20, report["seconds"]
assert [m["stop_reason"] for m in report["masks"]] == ["time-limit"] * 4
assert min(m["iterations"] for m in report["masks"]) > 0
PY
}

@test "a set that is stopped ends: what was made is written, and how many is said" {
    run --separate-stderr -0 woad design --preset spectral --size 32 --count 4 --json \
        --time-limit 0.000001 -o t.npy
    [[ $stderr == "woad: note: stopped: time-limit, 1 of 4 masks were made" ]]
    echo "$output" > set.json
    check <<'PY'
report = load_json("set.json")
assert report["count"] == 4 and report["made"] == len(report["masks"]) == 1
assert sorted(os.listdir(".")) == ["set.json", "t_00.npy", "t_00.npy.ini"]
code, said = signalled(signal.SIGINT, "design", "--preset", "spectral", "--size", "32", "--iterations", "100000000",
                       "--count", "4", "--progress", "always", "-o", "m.npy")
assert code == 130 and said.endswith("stopped: interrupted, 1 of 4 masks were made\n"), (code, said)
assert not os.path.exists("m_01.npy") and "interrupted" in open("m_00.npy.ini").read()
PY
}

@test "masks of one pixel have no coherence" {
    woad design --preset white-noise --size 1 --count 3 --json > set.json
    check <<'PY'
together = load_json("set.json")["coherence"]
assert together["mean"] is None and together["largest"] is None, together
PY
}

@test "--scores none leaves scores and coherence out" {
    set16 --count 2 --scores none --json > set.json
    check <<'PY'
report = load_json("set.json")
assert "coherence" not in report and "scores" not in report["masks"][0]
assert "file" not in report["masks"][0]
PY
}
