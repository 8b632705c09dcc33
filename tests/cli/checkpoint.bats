#!/usr/bin/env bats
# checkpoint.bats - `woad design --checkpoint`: what is stopped goes on to the same bytes.

load support

@test "killed at any moment, a design goes on to the same bytes" {
    long=(design --size 40x24 --preset notebook --iterations 1500 --set finish.iterations=50
        --set loss.dither.weight=1 --set refine.trials=60 --scores none)
    woad "${long[@]}" -o whole.npy
    check "${long[@]}" <<'PY'
import random, subprocess
command = [os.environ["WOAD"], *sys.argv[1:], "-o", "mask.npy", "--checkpoint", "state",
           "--checkpoint-every", "0", "--resume"]
random.seed(1)
kills = 0
while True:
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    try:
        _, said = process.communicate(timeout=random.uniform(0.01, 0.08) if kills < 25 else 60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        kills += 1
        continue
    assert process.returncode == 0, said
    break
assert kills > 4, kills
assert read("mask.npy") == read("whole.npy")
assert not os.path.exists("state")
PY
}

@test "Ctrl-C writes the checkpoint instead of the best so far" {
    check <<'PY'
import signal, subprocess
command = [os.environ["WOAD"], "design", "--size", "64", "--preset", "notebook", "--scores", "none",
           "-o", "mask.npy", "--checkpoint", "state"]
process = subprocess.Popen(command, stderr=subprocess.PIPE)
wait_until_caught(process, signal.SIGINT)
process.send_signal(signal.SIGINT)
_, said = process.communicate()
assert process.returncode == 130, process.returncode
assert said == b"woad: interrupted: --resume goes on from state\n", said
assert not os.path.exists("mask.npy") and os.path.getsize("state") > 4 * 4096
PY
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
    fails 2 "one channel" design "${small[@]}" --count 2 -o x.npy --checkpoint state
    fails 2 "one channel" design "${small[@]}" --set mask.channels=3 -o x.npy --checkpoint state
    fails 2 "one channel" design --preset vectors --size 8 -o x.npy --checkpoint state
    fails 2 "a trace has" design "${small[@]}" -o x.npy --trace t.csv --checkpoint state
    fails 2 "a file of its own" design "${small[@]}" -o x.npy --checkpoint x.npy
    fails 4 "missing/state" design "${small[@]}" -o x.npy --checkpoint missing/state
    fails 2 "0 to 86400" design "${small[@]}" -o x.npy --checkpoint state --checkpoint-every -1
}
