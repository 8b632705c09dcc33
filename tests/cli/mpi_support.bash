# mpi_support.bash - what the tests of `woad-mpi` begin with, in place of support.bash.

load support

WOAD_MPI=${WOAD_MPI:-$project/build/mpi/woad-mpi}
WOAD_MPIRUN=${WOAD_MPIRUN:-mpirun}
# Open MPI's jobs share a folder of their user's, which one removes while another begins.
export OMPI_MCA_orte_tmpdir_base=$BATS_RUN_TMPDIR

counts="1 2 3" # of processes: the answer must not depend on it

# in_processes COUNT ARGUMENT...
in_processes() {
    local count=$1
    shift
    "$WOAD_MPIRUN" -n "$count" "$WOAD_MPI" "$@"
}

# newest_process PID: of a job, whether its launcher starts processes itself or by a helper.
newest_process() {
    pgrep -n -f -P "$1,$(pgrep -d, -P "$1")" "$WOAD_MPI"
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

# killed_with_a_checkpoint COUNT ARGUMENT...: a job that is killed once it has written `state`, and
# leaves no part.npy.
killed_with_a_checkpoint() {
    local count=$1 pid code=0
    shift
    rm -f state part.npy*
    "$WOAD_MPIRUN" -n "$count" "$WOAD_MPI" "$@" -o part.npy --checkpoint state &
    pid=$!
    wait_until test -e state
    kill -KILL "$(newest_process $pid)"
    wait $pid || code=$?
    [[ $code != 0 && -e state && ! -e part.npy ]]
}

# made_alike OPTION...: by one process and by several, down to the bytes and to the loss.
made_alike() {
    woad design --scores none --json "$@" -o one.npy > one.json
    for count in $counts; do
        in_processes $count design "$@" -o many.npy 2> said
        cmp one.npy many.npy
        check <<'PY'
said = float(read("said").decode().split("loss ")[1].split(",")[0])
loss = json.load(open("one.json"))["loss"]["total"]
assert abs(said - loss) <= 6e-4 * abs(loss), (said, loss)
PY
    done
}

tiles='--set baseline.method=void-and-cluster-tiles --seed 5 --force'

# A kernel of a few pixels: swaps of large masks take seconds by the usual one.
narrow='--set loss.dither.kernel=1 --set loss.dither.radius=3'
