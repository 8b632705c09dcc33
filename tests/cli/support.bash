# support.bash - what every file of the command-line tests begins with: `load support`.
#
# WOAD names the tool, WOAD_TEST_DATA the folder of test data; both have defaults in the project.
# Every test works in a folder of its own that is empty at its start.

bats_require_minimum_version 1.5.0

project=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
WOAD=${WOAD:-$project/build/cli/woad}
[[ $WOAD == /* ]] || WOAD=$PWD/$WOAD
data=${WOAD_TEST_DATA:-$project/tests/data}
[[ $data == /* ]] || data=$PWD/$data
export WOAD data

export XDG_CACHE_HOME=/nonexistent # no wisdom of the user who runs the tests

setup() {
    mkdir "$BATS_TEST_TMPDIR/work"
    cd "$BATS_TEST_TMPDIR/work" || return 1
}

woad() {
    "$WOAD" "$@"
}

# A short design by gradient descent; later options win over these.
design() {
    woad design --preset spectral --size 16x16 --iterations 20 "$@"
}

# Runs the Python on standard input, with everything of support.py at hand. It lies in a file so
# that a failed assertion is shown with its line.
check() {
    local script=$BATS_TEST_TMPDIR/check.py
    { echo "from support import *"; cat; } > "$script"
    PYTHONPATH=$BATS_TEST_DIRNAME PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 "$script" "$@"
}

# All that is in the test's folder. A file that is written or replaced, were it by the same bytes,
# has another time or another inode.
folder_state() {
    find . -type d -printf '%p\n' -o -printf '%p %y %m %s %T@ %i\n'
}

# fails CODE PATTERN ARGUMENT...: woad exits with CODE, says one sentence that matches the
# extended regular expression, prints nothing else, and leaves the folder as it was.
fails() {
    local code=$1 pattern=$2 before after
    shift 2
    before=$(folder_state)
    run --separate-stderr woad "$@"
    after=$(folder_state)
    # The variables are set by `run`.
    # shellcheck disable=SC2154
    if [[ $status != "$code" || ${#stderr_lines[@]} != 1 || $stderr != "woad: "* ||
          ! $stderr =~ $pattern || -n $output || $before != "$after" ]]; then
        echo "woad $*"
        echo "exit code: $status, wanted $code"
        echo "standard error, wanted one line 'woad: ...' with /$pattern/:"
        echo "$stderr"
        echo "standard output, wanted none: ${output:0:400}"
        diff <(echo "$before") <(echo "$after")
        return 1
    fi
}

# wait_until COMMAND...: until it succeeds; fails after half a minute.
wait_until() {
    for _ in $(seq 1500); do
        "$@" && return
        sleep 0.02
    done
    return 1
}
