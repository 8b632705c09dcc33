#!/usr/bin/env bats
# quality.bats - how good whole masks are: what presets reach, and what a weight buys.

load support

@test "the spectral preset reaches the figures of a blue mask" {
    woad design --preset spectral --json -o m.png > report.json
    check <<'PY'
report = load_json("report.json")
assert report["loss"]["total"] <= 0.042, report["loss"]
assert report["scores"]["low_band_db"] <= -45, report["scores"]
PY
}

@test "the default preset dithers better than any peer, without structure" {
    woad design --json -o m.png > report.json
    check <<'PY'
scores = load_json("report.json")["scores"]
errors = [scores["dither_error_db"][sigma] for sigma in ("1.0", "1.5", "2.5", "4.0")]
assert sum(errors) / 4 <= -15.65, errors
assert all(e <= most for e, most in zip(errors, (-9.6, -13.65, -17.9, -21.2))), errors
assert scores["high_band_cv"] <= 1.12, scores
PY
}

@test "the dither-descent preset gets near from white noise, by descent, without structure" {
    woad design --preset dither-descent --json -o m.png > report.json
    woad inspect --json m.png > inspect.json
    check <<'PY'
assert load_json("report.json")["recipe"]["baseline"]["method"] == "white-noise"
assert load_json("report.json")["iterations"] > 0
scores = load_json("inspect.json")["scores"]
errors = scores["dither_error_db"].values()
assert len(errors) == 4 and sum(errors) / 4 <= -14.5, scores
assert scores["high_band_cv"] <= 1.10, scores
PY
}

@test "the spectral weight buys a low band with dither error" {
    for weight in 0 0.01 0.1 1; do
        woad design --size 48 --set refine.trials=30 --set loss.spectral.weight=$weight --json \
            > $weight.json
    done
    check <<'PY'
low_band, dither = 0, 0
for weight in ("0", "0.01", "0.1", "1"):
    report = load_json(f"{weight}.json")
    assert report["scores"]["low_band_db"] < low_band - 1, (weight, report)
    assert report["loss"]["dither"] > 1.02 * dither, (weight, report)
    low_band, dither = report["scores"]["low_band_db"], report["loss"]["dither"]
assert low_band < -50, low_band
PY
}
