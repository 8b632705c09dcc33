#!/usr/bin/env bats
# mpi_checkpoint.bats - designs in processes that are stopped or killed, and go on.

load mpi_support

@test "a time limit ends all processes with the best mask so far" {
    in_processes 2 design --preset spectral --size 64 --iterations 100000000 --time-limit 0.5 -o a.npy
    check <<'PY'
import numpy
mask = numpy.load("a.npy")
ranks = numpy.sort((mask * mask.size - 0.5).round().astype(int), axis=None)
assert (ranks == numpy.arange(mask.size)).all()
PY
}

@test "swaps stop at a time limit, and go on from a checkpoint" {
    # shellcheck disable=SC2086  # words
    in_processes 2 design $tiles --size 64 --set refine.trials=1000000 --time-limit 0.5 -o a.npy
    woad inspect a.npy > /dev/null
    for size in 48x40 400x24; do
        # shellcheck disable=SC2206
        job=(design $tiles $narrow --size $size --set refine.trials=60 -o whole.npy)
        in_processes 2 "${job[@]}" 2> whole
        killed_with_a_checkpoint 3 "${job[@]}" --checkpoint-every 0
        in_processes 2 "${job[@]}" -o part.npy --checkpoint state --resume 2> part
        cmp whole.npy part.npy
        [[ $(grep -o 'loss [^,]*' whole) == "$(grep -o 'loss [^,]*' part)" ]]
        rm -f part.npy* .woad-*
    done
}

@test "a killed process ends the job, and no half file is left" {
    "$WOAD_MPIRUN" -n 3 "$WOAD_MPI" design --preset spectral --size 64 --iterations 100000000 -o a.npy \
        --progress always > log 2>&1 &
    job=$!
    wait_until grep -q optimize log
    kill -KILL "$(newest_process $job)"
    status=0
    wait $job || status=$?
    [[ $status != 0 ]]
    grep -qi 'signal:* 9' log
    [[ ! -e a.npy && ! -e a.npy.ini ]]
}

@test "a killed job goes on from its checkpoint, in any number of processes" {
    job='design --preset spectral --size 48 --iterations 3000 --seed 4'
    # shellcheck disable=SC2086  # words
    in_processes 2 $job -o whole.npy
    for again in 2 3; do
        # shellcheck disable=SC2086
        killed_with_a_checkpoint 2 $job --checkpoint-every 0.05
        # shellcheck disable=SC2086
        in_processes $again $job -o part.npy --checkpoint state --resume
        [[ ! -e state && $(find . -name '.woad-*' | wc -l) -le 1 ]]
        rm -f .woad-*
        cmp whole.npy part.npy
    done
}

@test "a checkpoint that is not of this design is refused" {
    job='design --preset spectral --size 24 --iterations 100000000 -o a.npy --checkpoint state'
    # shellcheck disable=SC2086
    "$WOAD_MPIRUN" -n 2 "$WOAD_MPI" $job --checkpoint-every 0 2> log &
    pid=$!
    wait_until test -e state || { cat log; false; }
    kill -INT $pid
    code=0
    wait $pid || code=$?
    [[ $code != 0 ]]
    cp state good
    refused 2 'need --checkpoint' design --preset spectral --resume -o a.npy
    mkfifo pipe b.npy.ini
    echo precious > notes
    for name in pipe - a.npy.ini; do
        refused 2 'a file of its own' design --preset spectral -o a.npy --checkpoint $name
    done
    refused 4 'notes exists' design --preset spectral -o a.npy --checkpoint notes
    refused 4 'b.npy.*device or a pipe' design --preset spectral --size 16 --iterations 1 -o b.npy
    # shellcheck disable=SC2086
    refused 3 'by other parameters' $job --seed 7 --resume
    check <<'PY'
good = read("good")
with open("state", "wb") as f:
    f.write(good[:-4])
PY
    # shellcheck disable=SC2086
    refused 3 'state is cut off' $job --resume
    check <<'PY'
good = bytearray(read("good"))
good[-100] ^= 1
with open("state", "wb") as f:
    f.write(good)
PY
    # shellcheck disable=SC2086
    refused 3 'state is damaged' $job --resume
    echo nonsense > state
    # shellcheck disable=SC2086
    refused 3 'no checkpoint' $job --resume
}
