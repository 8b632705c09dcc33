#!/usr/bin/env bats
# mpi_sweep.bats - `woad-mpi sweep` in 1 to 3 processes, against `woad sweep`.

load mpi_support

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
    for count in $counts; do
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

# A sweep of three processes, one of which is killed once the table has so many lines; $status is
# mpirun's. Freed memory is left as it is: mpirun reads some of its own when it is told of a death.
sweep_with_a_kill() { # LINES [OPTION OF MPIRUN]
    local lines=$1
    shift
    rm -f many.csv
    # shellcheck disable=SC2086  # words
    MALLOC_PERTURB_=0 "$WOAD_MPIRUN" "$@" -n 3 "$WOAD_MPI" $grid --iterations 16000 -o many.csv \
        2> said &
    local pid=$!
    wait_until has_lines "$lines" many.csv
    kill -KILL "$(newest_process $pid)"
    status=0
    wait $pid || status=$?
}

@test "a sweep of which a process is killed goes on without it" {
    [[ $("$WOAD_MPIRUN" --version) == *"Open MPI"* ]] || skip "mpirun is not Open MPI's"
    # shellcheck disable=SC2086
    woad $grid --iterations 16000 -o one.csv
    # Now and then mpirun itself (Open MPI 4.1) crashes all the same, and once the job did not end:
    # 139, or 110 after the minute.
    for _ in 1 2 3 4; do
        sweep_with_a_kill 1 --enable-recovery --timeout 60
        [[ $status == 139 || $status == 110 ]] || break
    done
    [[ $status == 0 ]]
    grep -q 'is not heard any more' said
    same_rows one.csv many.csv
}

@test "a sweep of which a process is killed goes on from its table" {
    # shellcheck disable=SC2086
    woad $grid --iterations 16000 -o one.csv
    sweep_with_a_kill 2
    [[ $status != 0 && $(wc -l < many.csv) -lt 10 ]]
    # shellcheck disable=SC2086
    in_processes 2 $grid --iterations 16000 -o many.csv --resume
    same_rows one.csv many.csv
}

@test "an interrupted sweep ends in all processes, with whole rows" {
    # With the seconds that mpirun gives to processes, which the other tests do without.
    # shellcheck disable=SC2086
    env -u OMPI_MCA_odls_base_sigkill_timeout \
        "$WOAD_MPIRUN" -n 3 "$WOAD_MPI" $grid --iterations 20000000 -o a.csv 2> said &
    pid=$!
    wait_until test -s a.csv
    sleep 0.5
    kill -TERM $pid
    status=0
    wait $pid || status=$?
    [[ $status != 0 ]]
    grep -q 'interrupted: 0 of 9 rows are there; --resume goes on' said
    ! pgrep -P $pid
}
