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
        for count in $WOAD_PROCESSES; do
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

@test "what processes cannot score gets one sentence" {
    design --size 16x12 -o a.npy
    design --size 16x12 -o ranks.npy --values rank
    design --size 16x5 -o few.npy
    head -c 500 a.npy > cut.npy
    echo text > text.npy
    check <<'PY'
import numpy
mask = numpy.load("a.npy")
mask[7, 3] = numpy.nan
numpy.save("nan.npy", mask)
numpy.save("frames.npy", mask.reshape(2, 6, 16))
PY
    refused 3 'missing.npy' inspect missing.npy
    refused 3 'float32 thresholds' inspect ranks.npy
    refused 3 'float32 thresholds' inspect frames.npy
    refused 3 'cut.npy has 500 bytes' inspect cut.npy
    refused 3 'text.npy' inspect text.npy
    refused 3 'nan.npy: the value at \(3, 7\) is nan' inspect nan.npy
    refused 3 'use 2 processes' inspect few.npy
    refused 2 'needs a FILE' inspect
}
