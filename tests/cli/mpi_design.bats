#!/usr/bin/env bats
# mpi_design.bats - `woad-mpi design` in 1 to 3 processes, against `woad design`.

load mpi_support

@test "processes make the mask that one makes" {
    for size in 32x32 33x17 64x9; do
        design --size $size --seed 5 -o one.npy --force
        for count in $counts; do
            in_processes $count design --preset spectral --size $size --iterations 20 --seed 5 \
                -o many.npy --force
            cmp one.npy many.npy
        done
    done
    in_processes 2 design --recipe many.npy.ini -o again.npy
    cmp many.npy again.npy
}

@test "a tolerance stops processes where it stops one" {
    made_alike --preset spectral --size 32x32 --set optimizer.tolerance=0.02 --force \
        --set optimizer.patience=25
    grep -q 'stopped: ' said
    check <<< 'assert 25 < json.load(open("one.json"))["iterations"] < 1000'
}

@test "processes make the swaps that one makes" {
    # shellcheck disable=SC2086  # words
    {
        made_alike $tiles --size 40x30 --set refine.trials=4
        made_alike $tiles --size 24x20 --set refine.trials=3 --set loss.spectral.weight=1
        made_alike $narrow --size 400x389 --set baseline.method=white-noise \
            --set refine.trials=2 --seed 5 --force
        made_alike $tiles $narrow --size 20x520 --set refine.trials=3
        # Structure shows, and they go back to ranks without it.
        for size in 32x32 400x16; do
            made_alike $tiles --size $size --set refine.trials=60 --set refine.temperature=100 \
                --set refine.reach=0.2 --set loss.dither.kernel=0.5
            check <<< 'assert json.load(open("one.json"))["backoffs"] > 0'
        done
    }
}

@test "processes make the tiles of voids and clusters that one makes" {
    # shellcheck disable=SC2086  # words
    made_alike $tiles --size 400x389 --set refine.trials=0
}

@test "processes make the spectrum that is wanted" {
    made_alike --preset green-noise --size 64x64 --iterations 40 --force
    made_alike --preset target --set loss.target.spectrum=pink --set loss.target.bucket=ring \
        --size 64x64 --iterations 40 --force
}

@test "processes follow the dither term as one does" {
    for size in 32x32 33x150 64x9; do # the kernel reaches around, or to some of the others
        made_alike --preset dither-descent --size $size --iterations 12 --set refine.trials=1 --force
    done
    made_alike --preset dither-descent --size 30x80 --iterations 12 --set refine.trials=0 \
        --set mask.pdf=triangular --force
}

@test "processes write NPY, raw and PNG" {
    job='design --preset spectral --size 33x21 --iterations 9 --force'
    # shellcheck disable=SC2086  # words
    woad $job -o alone.npy
    for values in threshold rank; do
        for name in npy raw png; do
            woad convert alone.npy -o one.$name --values $values --force
            for count in $counts; do
                # shellcheck disable=SC2086
                in_processes $count $job --values $values -o many.$name
                [[ $name == png ]] || cmp one.$name many.$name
            done
        done
        # One stream of all bands: the same pixels, and texts.
        [[ $(compare -metric AE one.png many.png null: 2>&1) == 0 ]]
        identify -verbose many.png > said
        grep -q 'woad:recipe: \[woad\]' said
        [[ $(grep -c 'woad:values: rank' said) == $([[ $values == rank ]] && echo 1 || echo 0) ]]
        woad convert one.png -o again.npy --force
        woad convert many.png -o back.npy --force
        cmp again.npy back.npy
    done
    [[ ! -e many.png.ini && -s many.raw.ini ]]
    in_processes 2 design --recipe many.png -o again.npy --force
    in_processes 3 design --preset spectral --size 400x300 --iterations 0 -o large.png
    in_processes 2 design --preset spectral --size 400x300 --iterations 0 -o large.npy
    woad convert large.npy -o one.png --force
    [[ $(compare -metric AE one.png large.png null: 2>&1) == 0 ]]
}

@test "ranks are written as ranks, and read again" {
    in_processes 3 design --preset notebook --size 20x12 --iterations 10 -o a.npy
    in_processes 2 design --preset notebook --size 20x12 --iterations 10 --values rank -o b.npy
    woad convert b.npy -o c.npy
    cmp a.npy c.npy
    woad inspect a.npy > /dev/null
}

@test "what processes cannot do gets one sentence" {
    refused 2 'processes write .npy, .raw and .png' design --preset spectral -o a.tif
    refused 2 'one frame as PNG, and there are 6' \
        design --preset spectral --size 16x16x6 -o a.png
    refused 2 'PNG has 16 bits, and there are 90000 ranks' \
        design --preset spectral --size 300 --values rank -o a.png
    refused 2 'baseline.method is void-and-cluster: .* white-noise' design --size 16 -o a.npy
    refused 2 'swaps of 400x16 pixels .*the dither term alone' design --preset spectral \
        --size 400x16 --set refine.trials=1 -o a.npy
    refused 2 'diverged' design --preset spectral --set optimizer.method=descent \
        --set optimizer.rate=1000 --size 16 -o a.npy
    refused 2 "no option '--colour'" design --colour
    refused 4 'nowhere' design --preset spectral --size 16 --iterations 1 -o nowhere/a.npy
    touch there.npy
    refused 4 'there.npy exists' design --preset spectral --size 16 --iterations 1 -o there.npy
    run --separate-stderr in_processes 3 design --preset spectral --size 16x5 -o a.npy
    [[ $status == 2 && $stderr == *"5 rows for 3 processes leave 1 to one"*"use 2 processes"* ]]
    run --separate-stderr in_processes 3 design --preset spectral --size 16x5x4 -o a.npy
    [[ $status == 2 && $stderr == *"4 frames for 3 processes leave 0 to one"*"use 2 processes"* ]]
    [[ ! -e a.npy ]]
    refused 2 'refine.trials is 80: in processes a mask of 6 frames has no swaps' \
        design --size 16x16x6 -o a.npy
    refused 2 'loss.dither.weight is 1: in processes a mask of 6 frames has no dither term' \
        design --size 16x16x6 --set refine.trials=0 -o a.npy
    refused 2 'mask.channels is 2' design --preset spectral --set mask.channels=2 -o a.npy
}

@test "--max-memory is for each process" {
    if grep -q '__[at]san_init' "$WOAD_MPI"; then
        skip "a sanitizer takes all the address space there is"
    fi
    "$WOAD_MPIRUN" -n 2 "$WOAD_MPI" design --preset spectral --size 64 --iterations 100000000 \
        --max-memory 300M -o a.npy --progress always 2> log &
    job=$!
    wait_until grep -q optimize log
    for process in $(pgrep -f -P "$job,$(pgrep -d, -P "$job")" "$WOAD_MPI"); do
        awk '/^Max data size/ {print $4}' "/proc/$process/limits"
    done > limits
    kill -INT $job
    wait $job || true
    [[ $(wc -l < limits) == 2 && $(sort -u limits | wc -l) == 1 ]]
    run ! grep unlimited limits
}

@test "help and version are said once" {
    run --separate-stderr in_processes 3 --version
    echo "$status: $output: $stderr" # for who sees it fail
    [[ $status == 0 && $output == "woad-mpi "* && ${#lines[@]} == 1 ]]
    run --separate-stderr in_processes 2 design --help
    [[ $status == 0 && ${lines[0]} == "usage: woad-mpi design [options]" ]]
    [[ $(grep -c '^usage' <<< "$output") == 1 ]]
}
