#!/usr/bin/env bats
# spectra.bats - masks of a spectrum that the user says, and how near they come.

load support

# Files of the three spectra that issue reports ask for: flat, a band, 1/f.
write_profiles() {
    printf 'frequency,power\n0,1\n0.75,1\n' > flat.csv
    printf '0,0\n0.1,0\n0.15,1\n0.25,1\n0.3,0\n' > band.csv
    /usr/bin/python3 -c 'for i in range(1, 92): print(i / 128, 128 / i)' > pink.csv
}

@test "the preset target reaches any profile within a hundredth a ring" {
    write_profiles
    for name in flat band pink; do
        woad design --preset target --size 64 --iterations 300 -o $name.npy \
            --set loss.target.spectrum=profile:$name.csv --json > $name.json
        woad inspect $name.npy --scores none --target profile:$name.csv --json \
            > $name-inspect.json
    done
    check <<'PY'
for name in ("flat", "band", "pink"):
    target = load_json(name + ".json")["target"]
    assert target["spectrum"] == f"profile:{name}.csv" and target["annuli"] > 10, target
    assert 0 < target["relative_rms"] < 0.01, target
    assert target["relative_rms"] <= abs(target["worst"]) < 0.05, target
    assert 0 < target["worst_frequency"] < 0.71, target
    assert load_json(name + "-inspect.json")["target"] == target
    assert f"; target_relative_rms = {target['relative_rms']:.6f}" in open(name + ".npy.ini").read()
assert load_json("band.json")["target"]["stop_band_db"] < -30
assert load_json("flat.json")["target"]["stop_band_db"] is None
PY
}

@test "inspect tells the distance to a target" {
    woad design --preset white-noise --size 32 -o w.png
    run -0 woad inspect --target high-pass:0.2 w.png
    [[ ${lines[-1]} == "target        off by "*" % in "*" annuli (rms), most at 0."*"stop band "*" dB" ]]
    run -0 woad inspect --target white w.png
    [[ ${lines[-1]} == *"stop band -" ]]
    run -0 woad inspect w.png
    [[ $output != *target* ]]
}

@test "without a target term design tells no distance, nor without scores" {
    design --json > plain.json
    design --preset target --iterations 5 --scores none --json > unscored.json
    check <<'PY'
assert "target" not in load_json("plain.json") and "target" not in load_json("unscored.json")
PY
}

@test "rings, measures and a picture: each leads to its own mask, near the target" {
    woad design --preset green-noise --size 32 --iterations 300 -o green.npy --json > bin.json
    for options in bucket=ring measure=power measure=log; do
        woad design --preset green-noise --size 32 --iterations 300 \
            --set loss.target.$options -o $options.npy --json > $options.json
    done
    woad inspect green.npy --scores none --pictures pictures
    woad design --preset target --size 32 --iterations 300 -o picture.npy \
        --set loss.target.spectrum=image:pictures/spectrum.png
    woad inspect picture.npy --target band-pass:0.1:0.25 --json > picture.json
    check <<'PY'
for name, most in (("bin", 0.01), ("bucket=ring", 0.01), ("measure=power", 0.05),
                   ("measure=log", 0.25), ("picture", 0.01)):
    assert 0 < load_json(name + ".json")["target"]["relative_rms"] < most, name
masks = [open(name + ".npy", "rb").read()
         for name in ("green", "bucket=ring", "measure=power", "measure=log")]
assert len(set(masks)) == 4
PY
}

@test "list names every spectrum" {
    run -0 woad list spectra
    [[ $output == *"band-pass:LOW:HIGH"*"profile:PATH"*"image:PATH"*"stretch:S:ANGLE"* ]]
}

@test "a target that is none is refused in one sentence" {
    printf '0,1\n0.2,-1\n' > negative.csv
    printf '0,0\n0.5,0\n' > zero.csv
    printf '0,1\n0.3,1\n0.2,1\n' > falls.csv
    printf 'no picture' > picture.png
    woad design --preset white-noise --size 16 -o m.npy
    set_to() {
        fails "$1" "$2" design --preset target --size 16 --set "loss.target.spectrum=$3" -o n.npy
        [[ $3 == *none.csv ]] || fails "$1" "$2" inspect --target "$3" m.npy
    }
    set_to 2 "list spectra" plaid
    fails 2 "0.3 to 0.2: the first must be the lower" inspect --target band-pass:0.3:0.2 m.npy
    set_to 3 "negative.csv:2: the power is -1" profile:negative.csv
    set_to 3 "zero.csv has no power at any frequency" profile:zero.csv
    set_to 3 "falls.csv:3: the frequency falls from 0.3 to 0.2" profile:falls.csv
    set_to 3 "none.csv" profile:none.csv
    set_to 2 "picture.png is neither PNG nor JPEG" image:picture.png
    set_to 2 "no power at any frequency of 16x16" low-pass:0.05
    fails 2 "amplitude, power, log" design --preset target --set loss.target.measure=db -o n.npy
    fails 2 "bin, ring" design --preset target --set loss.target.bucket=disk -o n.npy
}
