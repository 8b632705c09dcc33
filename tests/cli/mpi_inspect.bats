#!/usr/bin/env bats
# mpi_inspect.bats - `woad-mpi inspect` in 1 to 3 processes, against `woad inspect`.

load mpi_support

@test "processes find the scores that one finds" {
    woad design --preset void-and-cluster --size 40x30 -o a.npy
    design --preset spectral --size 33x47 --iterations 100 -o b.npy
    check <<'PY'
import numpy # few values, so that many are equal
values = numpy.random.default_rng(3).integers(0, 16, (64, 48)) / 16
numpy.save("c.npy", (values + 1 / 32).astype("<f4"))
PY
    for mask in a b c; do
        woad inspect $mask.npy --json > one.json
        for count in $counts; do
            in_processes $count inspect $mask.npy --json > many.json
            check <<'PY'
one, many = (json.load(open(path)) for path in ("one.json", "many.json"))
assert all(one[key] == many[key] for key in ("file", "width", "height", "structure_limit"))
one, many = one["scores"], many["scores"]
pairs = [(one[key], many[key]) for key in ("low_band_db", "high_band_cv")]
pairs += [(one["dither_error_db"][s], many["dither_error_db"][s]) for s in one["dither_error_db"]]
assert len(pairs) == 6
for a, b in pairs:
    assert abs(a - b) <= 1e-6 * abs(a), (a, b)
PY
        done
        woad inspect $mask.npy | grep -E '^(dither|low|high)' > one
        in_processes 2 inspect $mask.npy | grep -E '^(dither|low|high)' | cmp one -
    done
}

@test "frames have the scores of one process, each and through time, from NPY and raw" {
    woad design --preset spatiotemporal --size 24x18x6 --iterations 5 -o frames.npy
    for format in npy raw; do
        woad convert frames.npy -o ranks.$format --values rank
    done
    woad convert frames.npy -o frames.raw
    woad inspect frames.npy --frame 4 --json > one.json
    woad inspect frames.npy --frame 4 | grep -E '^(dither|low|high|through)' > one
    [ "$(wc -l < one)" -eq 4 ]
    for arguments in ${counts// /:frames.npy }:frames.npy 2:ranks.npy \
        "2:frames.raw --input-size 24x18x6" \
        "3:ranks.raw --input-size 24x18x6 --input-values rank"; do
        # shellcheck disable=SC2086 # words
        in_processes ${arguments%%:*} inspect ${arguments#*:} --frame 4 --json > many.json
        check <<'PY'
one, many = (json.load(open(path)) for path in ("one.json", "many.json"))
keys = ("width", "height", "depth", "frame", "structure_limit")
assert all(one[key] == many[key] for key in keys)
one, many = one["scores"], many["scores"]
assert one.keys() == many.keys()
pairs = [(one[key], many[key]) for key in ("low_band_db", "high_band_cv")]
for key in ("dither_error_db", "spacetime_error_db"):
    pairs += [(one[key][s], many[key][s]) for s in one[key]]
assert len(pairs) == 10
for a, b in pairs:
    assert abs(a - b) <= 1e-6 * abs(a), (a, b)
PY
    done
    in_processes 2 inspect frames.npy --frame 4 > text
    grep -E '^(dither|low|high|through)' text | cmp one -
    grep -q '^frames.npy: 24x18, 6 frames$' text
    grep -q '^chosen  *frame 4$' text
}

@test "ranks of a file are kept, and must be there once each" {
    check <<'PY'
import numpy
ranks = numpy.random.default_rng(5).permutation(48 * 40).astype("<u4").reshape(40, 48)
numpy.save("ranks.npy", ranks)
twice = numpy.where(ranks == 7, 8, ranks)
numpy.save("twice.npy", twice)
numpy.save("last.npy", numpy.stack([ranks] * 5 + [twice])) # of the last process only
PY
    woad inspect ranks.npy | grep -E '^(dither|low|high)' > one
    for count in $counts; do
        in_processes "$count" inspect ranks.npy | grep -E '^(dither|low|high)' | cmp one -
    done
    refused 3 'twice.npy: its ranks are not there once each' inspect twice.npy
    refused 3 'last.npy: its ranks are not there once each in every frame' inspect last.npy
}

@test "what processes cannot score gets one sentence" {
    design --size 16x12 -o a.npy
    design --size 16x5 -o few.npy
    head -c 500 a.npy > cut.npy
    check <<'PY'
import numpy
mask = numpy.load("a.npy")
mask[7, 3] = numpy.nan
numpy.save("nan.npy", mask)
PY
    refused 3 'missing.npy' inspect missing.npy
    refused 3 'cut.npy has 500 bytes' inspect cut.npy
    refused 3 'nan.npy: the value at \(3, 7\) is nan' inspect nan.npy
    refused 3 'use 2 processes' inspect few.npy
    refused 2 '--frame is 1: a.npy has frames 0 to 0' inspect a.npy --frame 1
    refused 2 '--input-size is' inspect a.raw --input-size 16xx
    refused 2 'needs a FILE' inspect
}
