#!/usr/bin/env bats
# mpi.bats - `woad-mpi`, in 1 to 3 processes, against `woad`.

load support

WOAD_MPI=${WOAD_MPI:-$project/build/mpi/woad-mpi}

# in_processes COUNT ARGUMENT...
in_processes() {
    local count=$1
    shift
    mpirun -n "$count" "$WOAD_MPI" "$@"
}

# refused CODE PATTERN ARGUMENT...: in 3 processes a sentence, once, and nothing is left.
refused() {
    local code=$1 pattern=$2 before
    shift 2
    before=$(folder_state)
    run --separate-stderr in_processes 3 "$@"
    # shellcheck disable=SC2154  # set by run
    [[ $status == "$code" && $(grep -c '^woad-mpi: ' <<< "$stderr") == 1 ]]
    grep -qE "^woad-mpi: .*$pattern" <<< "$stderr"
    [[ $(folder_state) == "$before" ]]
}

@test "processes make the mask that one makes" {
    for size in 32x32 33x17 64x9; do
        design --size $size --seed 5 -o one.npy --force
        for count in 1 2 3; do
            in_processes $count design --preset spectral --size $size --iterations 20 --seed 5 \
                -o many.npy --force
            cmp one.npy many.npy
        done
    done
    in_processes 2 design --recipe many.npy.ini -o again.npy
    cmp many.npy again.npy
}

tiles='--set baseline.method=void-and-cluster-tiles --seed 5 --force'

# A kernel of a few pixels: swaps of large masks take seconds by the usual one.
narrow='--set loss.dither.kernel=1 --set loss.dither.radius=3'

# made_alike OPTION...: by one process and by several, down to the bytes and to the loss.
made_alike() {
    woad design --scores none --json "$@" -o one.npy > one.json
    for count in 1 2 3; do
        in_processes $count design "$@" -o many.npy 2> said
        cmp one.npy many.npy
        check <<'PY'
said = float(read("said").decode().split("loss ")[1].split(",")[0])
loss = json.load(open("one.json"))["loss"]["total"]
assert abs(said - loss) <= 6e-4 * abs(loss), (said, loss)
PY
    done
}

@test "processes make the swaps that one makes" {
    # shellcheck disable=SC2086  # words
    {
        made_alike $tiles --size 40x30 --set refine.trials=4
        made_alike $tiles --size 24x20 --set refine.trials=3 --set loss.spectral.weight=1
        made_alike $tiles $narrow --size 400x389 --set refine.trials=2
        made_alike $tiles $narrow --size 20x520 --set refine.trials=3
        # Structure shows, and they go back to ranks without it.
        for size in 32x32 400x16; do
            made_alike $tiles --size $size --set refine.trials=60 --set refine.temperature=100 \
                --set refine.reach=0.2 --set loss.dither.kernel=0.5
            check <<< 'assert json.load(open("one.json"))["backoffs"] > 0'
        done
    }
}

@test "processes follow the dither term as one does" {
    for size in 32x32 33x150 64x9; do # the kernel reaches around, or to some of the others
        made_alike --preset dither-descent --size $size --iterations 12 --set refine.trials=1 --force
    done
    made_alike --preset dither-descent --size 30x80 --iterations 12 --set refine.trials=0 \
        --set mask.pdf=triangular --force
}

@test "swaps stop at a time limit, and go on from a checkpoint" {
    # shellcheck disable=SC2086  # words
    in_processes 2 design $tiles --size 64 --set refine.trials=1000000 --time-limit 0.5 -o a.npy
    woad inspect a.npy > /dev/null
    for size in 48x40 400x24; do
        # shellcheck disable=SC2206
        job=(design $tiles $narrow --size $size --set refine.trials=60 -o whole.npy)
        in_processes 2 "${job[@]}"
        rm -f state
        mpirun -n 3 "$WOAD_MPI" "${job[@]}" -o part.npy --checkpoint state --checkpoint-every 0 &
        pid=$!
        wait_until test -e state
        kill -KILL "$(pgrep -P $pid -n)"
        ! wait $pid
        [[ -e state && ! -e part.npy ]]
        in_processes 2 "${job[@]}" -o part.npy --checkpoint state --resume
        cmp whole.npy part.npy
        rm -f part.npy* .woad-*
    done
}

@test "ranks are written as ranks, and read again" {
    in_processes 3 design --preset notebook --size 20x12 --iterations 10 -o a.npy
    in_processes 2 design --preset notebook --size 20x12 --iterations 10 --values rank -o b.npy
    woad convert b.npy -o c.npy
    cmp a.npy c.npy
    woad inspect a.npy > /dev/null
}

@test "what processes cannot do gets one sentence" {
    refused 2 'npy' design --preset spectral -o a.png
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
    [[ ! -e a.npy ]]
}

@test "help and version are said once" {
    run --separate-stderr in_processes 3 --version
    [[ $status == 0 && $output == "woad-mpi "* && ${#lines[@]} == 1 ]]
    run --separate-stderr in_processes 2 design --help
    [[ $status == 0 && ${lines[0]} == "usage: woad-mpi design [options]" ]]
    [[ $(grep -c '^usage' <<< "$output") == 1 ]]
}

@test "a time limit ends all processes with the best mask so far" {
    in_processes 2 design --preset spectral --size 64 --iterations 100000000 --time-limit 0.5 -o a.npy
    check <<'PY'
import numpy
mask = numpy.load("a.npy")
ranks = numpy.sort((mask * mask.size - 0.5).round().astype(int), axis=None)
assert (ranks == numpy.arange(mask.size)).all()
PY
}

@test "a killed process ends the job, and no half file is left" {
    mpirun -n 3 "$WOAD_MPI" design --preset spectral --size 64 --iterations 100000000 -o a.npy \
        --progress always 2> log &
    job=$!
    wait_until grep -q optimize log
    kill -KILL "$(pgrep -P $job -n)"
    status=0
    wait $job || status=$?
    [[ $status != 0 ]]
    grep -q 'signal 9' log
    [[ ! -e a.npy && ! -e a.npy.ini ]]
}

@test "a killed job goes on from its checkpoint, in any number of processes" {
    job='design --preset spectral --size 48 --iterations 3000 --seed 4'
    # shellcheck disable=SC2086  # words
    in_processes 2 $job -o whole.npy
    for again in 2 3; do
        rm -f state part.npy*
        # shellcheck disable=SC2086
        mpirun -n 2 "$WOAD_MPI" $job -o part.npy --checkpoint state --checkpoint-every 0.05 2> log &
        pid=$!
        wait_until test -e state
        kill -KILL "$(pgrep -P $pid -n)"
        ! wait $pid
        [[ ! -e part.npy ]]
        # shellcheck disable=SC2086
        in_processes $again $job -o part.npy --checkpoint state --resume
        [[ ! -e state && $(find . -name '.woad-*' | wc -l) -le 1 ]]
        rm -f .woad-*
        [[ $again == 3 ]] || cmp whole.npy part.npy
    done
}

@test "a checkpoint that is not of this design is refused" {
    job='design --preset spectral --size 24 --iterations 100000000 -o a.npy --checkpoint state'
    # shellcheck disable=SC2086
    mpirun -n 2 "$WOAD_MPI" $job --checkpoint-every 0 2> log &
    pid=$!
    wait_until test -e state
    kill -INT $pid
    ! wait $pid
    cp state good
    refused 2 'need --checkpoint' design --preset spectral --resume -o a.npy
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
        for count in 1 2 3; do
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

# same_rows A B: two tables of a sweep, but for the seconds.
same_rows() {
    check "$@" <<'PY'
tables = [list(csv.DictReader(open(path))) for path in sys.argv[1:]]
assert len(tables[0]) == 9
for table in tables:
    for row in table:
        del row["seconds"]
assert tables[0] == tables[1]
PY
}

grid='sweep --preset spectral --size 24 --vary loss.spectral.cutoff=0.2,0.3,0.4 --seeds 3'

@test "processes share the rows of a sweep, and make the table that one makes" {
    # shellcheck disable=SC2086  # words
    woad $grid --iterations 100 -o one.csv
    for count in 1 2 3; do
        # shellcheck disable=SC2086
        in_processes $count $grid --iterations 100 -o many.csv --force
        same_rows one.csv many.csv
    done
    # A row that fails is a row, and the others are made.
    run --separate-stderr in_processes 3 sweep --preset spectral --size 16 --iterations 20 \
        --set optimizer.method=descent --vary optimizer.rate=0.1,1000 -o failed.csv
    [[ $status == 1 && $stderr == *"1 of 2 rows failed"* && $(grep -c diverged failed.csv) == 1 ]]
    refused 2 "nowhere to put its table" sweep --vary refine.trials=1,2
}

has_lines() { # COUNT FILE: is it there, with so many?
    [[ -e $2 && $(wc -l < "$2") -ge $1 ]]
}

# A sweep of three processes, one of which is killed once there is a row; $status is mpirun's.
sweep_with_a_kill() { # [OPTION OF MPIRUN]
    rm -f many.csv
    # shellcheck disable=SC2086  # words
    mpirun "$@" -n 3 "$WOAD_MPI" $grid --iterations 4000 -o many.csv 2> said &
    local pid=$!
    wait_until has_lines 2 many.csv
    kill -KILL "$(pgrep -P $pid -n)"
    status=0
    wait $pid || status=$?
}

@test "a sweep of which a process is killed goes on without it, or from its table" {
    # shellcheck disable=SC2086
    woad $grid --iterations 4000 -o one.csv
    # Now and then mpirun itself (Open MPI 4.1) crashes when it is told of the death.
    for _ in 1 2 3; do
        sweep_with_a_kill --enable-recovery
        [[ $status == 139 ]] || break
    done
    [[ $status == 0 ]]
    grep -q 'is not heard any more' said
    same_rows one.csv many.csv
    sweep_with_a_kill
    [[ $status != 0 && $(wc -l < many.csv) -lt 10 ]]
    # shellcheck disable=SC2086
    in_processes 2 $grid --iterations 4000 -o many.csv --resume
    same_rows one.csv many.csv
}

@test "an interrupted sweep ends in all processes, with whole rows" {
    # shellcheck disable=SC2086
    mpirun -n 3 "$WOAD_MPI" $grid --iterations 20000000 -o a.csv 2> said &
    pid=$!
    wait_until test -s a.csv
    sleep 0.5
    kill -TERM $pid
    ! wait $pid
    grep -q 'interrupted: 0 of 9 rows are there; --resume goes on' said
    ! pgrep -P $pid
}
