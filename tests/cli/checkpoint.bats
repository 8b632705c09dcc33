#!/usr/bin/env bats
# checkpoint.bats - `woad design --checkpoint`: what is stopped goes on to the same bytes.

load support

# Kills a design at random moments until it is done: the mask must be whole.npy.
killed_goes_on() { # ARGUMENTS
    local begin=${EPOCHREALTIME/./}
    woad design "$@" --scores none -o whole.npy
    took=$((${EPOCHREALTIME/./} - begin)) check design "$@" --scores none <<'PY'
import glob, random, subprocess
seconds = min(int(os.environ["took"]) * 1e-6, 0.2)
command = [os.environ["WOAD"], *sys.argv[1:], "-o", "mask.npy", "--checkpoint", "state",
           "--checkpoint-every", "0", "--resume", "--force"]
random.seed(1)
kills = 0
while True:
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    try:
        _, said = process.communicate(timeout=random.uniform(0.05, 0.2) * seconds if kills < 8 else 60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        kills += 1
        continue
    assert process.returncode == 0, said
    break
assert kills > 1, kills
names = sorted(glob.glob("whole*.npy"))
assert names
for name in names:
    assert read(name) == read(name.replace("whole", "mask")), name
assert not os.path.exists("state")
PY
    rm whole* mask*
}

# Ctrl-C ends a design with its checkpoint, and no mask.
interrupted_leaves_state() { # ARGUMENTS
    check design "$@" --scores none -o mask.npy --checkpoint state <<'PY'
import glob, signal, subprocess
process = subprocess.Popen([os.environ["WOAD"], *sys.argv[1:]], stderr=subprocess.PIPE)
wait_until_caught(process, signal.SIGINT)
process.send_signal(signal.SIGINT)
_, said = process.communicate()
assert process.returncode == 130, process.returncode
assert said == b"woad: interrupted: --resume goes on from state\n", said
assert not glob.glob("mask*") and os.path.getsize("state") > 4 * 2048
PY
}

@test "killed at any moment, a design goes on to the same bytes" {
    killed_goes_on --size 40x24 --preset notebook --iterations 900 --set finish.iterations=50 \
        --set loss.dither.weight=1 --set refine.trials=30
}

@test "so do colours, vectors and sets" {
    killed_goes_on --size 32x24 --set mask.channels=3 --set refine.trials=60
    killed_goes_on --size 24x16x3 --preset vectors --set refine.trials=60
    killed_goes_on --size 24 --count 5 --set refine.trials=60
    interrupted_leaves_state --size 48 --count 9 --set refine.trials=2000
    fails 3 "state is the state of another set" design --size 48 --count 8 \
        --set refine.trials=2000 -o x.npy --checkpoint state --resume
    fails 3 "state is the state of a set of masks" design --size 48 --set refine.trials=2000 \
        -o x.npy --checkpoint state --resume
}

@test "Ctrl-C writes the checkpoint instead of the best so far" {
    interrupted_leaves_state --size 64 --preset notebook
    fails 3 "state is the state of a design with other parameters" design --size 64 \
        --preset notebook --seed 2 -o mask.npy --checkpoint state --resume
    head -c 3000 state > cut
    fails 3 "cut is cut off" design --size 64 --preset notebook -o mask.npy --checkpoint cut --resume
    echo nonsense > other
    fails 3 "other is no state" design --size 64 --preset notebook -o mask.npy --checkpoint other \
        --resume
}

@test "without a checkpoint --resume begins, and what has none is refused" {
    small=(--size 16 --set refine.trials=5)
    woad design "${small[@]}" -o whole.npy
    woad design "${small[@]}" -o mask.npy --checkpoint state --resume
    cmp whole.npy mask.npy
    [ ! -e state ]
    fails 2 "needs --checkpoint" design "${small[@]}" -o x.npy --resume
    fails 2 "needs --checkpoint" design "${small[@]}" -o x.npy --checkpoint-every 3
    fails 2 "a trace has" design "${small[@]}" -o x.npy --trace t.csv --checkpoint state
    for name in x.npy x.npy.ini ./x.npy -; do
        fails 2 "a file of its own" design "${small[@]}" -o x.npy --checkpoint $name
    done
    fails 2 "a file of its own" design "${small[@]}" -o x.npy --count 3 --checkpoint x_02.npy
    fails 4 "missing/state" design "${small[@]}" -o x.npy --checkpoint missing/state
    fails 2 "0 to 86400" design "${small[@]}" -o x.npy --checkpoint state --checkpoint-every -1
}

@test "a file that is there is kept, and a link is followed" {
    small=(--size 16 --set refine.trials=5 -o x.npy)
    echo precious > notes
    fails 4 "notes exists" design "${small[@]}" --checkpoint notes
    woad design "${small[@]}" --checkpoint notes --force
    [[ ! -e notes ]]
    ln -s there.npy link.npy
    fails 2 "a file of its own" design --size 16 -o link.npy --checkpoint there.npy
    fails 2 "a file of its own" design --size 16 -o y.npy --start x.npy --checkpoint x.npy --force
    ln -s state link
    woad design --size 16 --set refine.trials=5 -o y.npy --checkpoint link
    [[ -L link && ! -e state ]]
}

@test "a checkpoint that could not be written at the end keeps the one before" {
    interrupted_leaves_state --size 64 --preset notebook --iterations 100000000
    cp state before
    rm -f mask*
    check --size 64 --preset notebook --iterations 100000000 <<'PY'
import resource, signal, subprocess
process = subprocess.Popen([os.environ["WOAD"], "design", *sys.argv[1:], "--scores", "none", "-o",
                            "mask.png", "--checkpoint", "state", "--resume"],
                           stderr=subprocess.PIPE,
                           preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (16384, 16384)))
wait_until_caught(process, signal.SIGINT)
process.send_signal(signal.SIGINT)
_, said = process.communicate()
assert process.returncode == 130 and b"no checkpoint: cannot write state" in said, said
PY
    cmp state before
}

@test "a checkpoint goes on from the start that it began with" {
    woad design --preset white-noise --size 64 -o a.npy
    woad design --preset white-noise --size 64 --seed 2 -o b.npy
    job=(--size 64 --preset notebook --iterations 100000000 --time-limit 20)
    interrupted_leaves_state "${job[@]}" --start a.npy
    fails 3 "started from another mask" design "${job[@]}" --start b.npy -o x.npy \
        --checkpoint state --resume
    fails 3 "started from another mask" design "${job[@]}" -o x.npy --checkpoint state --resume
    woad design "${job[@]}" --start a.npy -o x.npy --checkpoint state --resume --time-limit 0.01
    rm -f state
    interrupted_leaves_state "${job[@]}"
    fails 3 "did not start from a mask" design "${job[@]}" --start b.npy -o y.npy \
        --checkpoint state --resume
}
