#!/usr/bin/env bats
# dither_batch.bats - `woad dither` of many images, and of sequences.

load support

# Five pictures that differ, and a file that is none.
pictures() {
    check <<'PY'
for i in range(5):
    write_png(f"p{i}.png", [[(9 * x + 5 * y + 40 * i) % 256 for x in range(24)] for y in range(16)])
PY
    echo nonsense > bad.png
}

@test "many images go to a folder, a name or a number each, as if one by one" {
    pictures
    for jobs in 1 4; do
        woad dither p?.png -o folder/ --jobs $jobs --force
        woad dither p?.png -o '%s-dithered.png' --jobs $jobs --force
        woad dither p?.png -o 'n%03d.pbm' --jobs $jobs --force
        for i in 0 1 2 3 4; do
            woad dither p$i.png -o one.png --force
            woad dither p$i.png -o one.pbm --force
            cmp one.png folder/p$i.png
            cmp one.png p$i-dithered.png
            cmp one.pbm n00$i.pbm
        done
    done
    woad dither p2.png p3.png -o '%s-%02d.png'
    cmp p3-dithered.png p3-01.png
    cp p2.png p%d.png
    woad dither p%d.png -o '%d_%s.png'
    cmp p2-dithered.png 0_p%d.png
    mkdir 'a%sb%d'
    woad dither p2.png p3.png -o 'a%sb%d'
    cmp p3-dithered.png 'a%sb%d/p3.png'
    woad dither p0.png p1.png --format raw -o folder
    woad dither p0.png --format raw -o raw.bin
    ls folder | grep -v png > names
    first=$(head -1 names)
    cmp raw.bin "folder/$first"
    [[ $(wc -l < names) == 2 ]]
}

@test "what fails gets a sentence and the others go on" {
    pictures
    run --separate-stderr woad dither p0.png bad.png p1.png nothing.png p2.png -o out/
    [[ $status == 3 && -z $output && ${#stderr_lines[@]} == 3 ]]
    [[ $stderr == *"bad.png is neither"* && $stderr == *"nothing.png"* ]]
    [[ ${stderr_lines[2]} == "woad: not written: 2 of 5 images" ]]
    [[ $(ls out) == $'p0.png\np1.png\np2.png' ]]
    cp out/p0.png before.png
    run --separate-stderr woad dither p0.png p3.png -o out --levels 4
    [[ $status == 4 && ${stderr_lines[0]} == *"p0.png exists"* ]]
    cmp before.png out/p0.png
    [[ -s out/p3.png ]]
    woad dither p0.png p3.png -o out --levels 4 --force
    run cmp -s before.png out/p0.png
    [[ $status == 1 ]]
}

@test "names that do not tell images apart are refused before anything is written" {
    pictures
    mkdir other
    cp p0.png other
    fails 2 "2 images and one file, x.png" dither p0.png p1.png -o x.png
    fails 2 "p0.png and other/p0.png would both be written to out/p0.png" \
        dither p0.png other/p0.png -o out/
    fails 2 "standard input has no name" dither - -o out/
    fails 2 "--jobs" dither p0.png p1.png -o out/ --jobs 0
    fails 2 "written as png" dither p0.png p1.png -o '%s.bmp'
    echo file > taken
    fails 4 "taken" dither p0.png p1.png -o taken/
}

@test "no image takes the place of another that is still to be read" {
    check <<'PY'
for name, side in ("0", 64), ("1", 8):
    open(f"{name}.pgm", "wb").write(b"P5\n%d %d\n255\n" % (side, side) + bytes(side * side))
PY
    cp 0.pgm first
    cp 1.pgm second
    for jobs in 1 2; do
        fails 2 "1.pgm would be written to 0.pgm, which is another of the images" \
            dither 1.pgm 0.pgm -o %d.pgm --force --jobs $jobs
        fails 2 "another of the images" dither 1.pgm ./0.pgm -o "$PWD/%d.pgm" --force --jobs $jobs
    done
    cmp 0.pgm first
    cmp 1.pgm second
    woad dither 0.pgm 1.pgm -o %s.pgm --force # each its own: read before it is replaced
    check <<'PY'
for name, side in ("0", 64), ("1", 8):
    assert len(read(f"{name}.pgm")) > side * side
PY
}

@test "through a sequence the mask stays, steps or moves" {
    pictures
    woad design --size 8x8x4 --preset void-and-cluster -o frames.npy
    woad dither p0.png p0.png p0.png -o 'still%d.png'
    woad dither p0.png p0.png p0.png --motion still -o 'same%d.png'
    woad dither p0.png p0.png p0.png p0.png p0.png --mask frames.npy --frame 3 --motion step \
        -o 'step%d.png'
    woad dither p0.png p0.png p0.png --motion offset -o 'moved%d.png'
    for i in 0 1 2; do
        cmp still$i.png still0.png
        cmp same$i.png still0.png
    done
    for i in 0 1 2 3 4; do
        woad dither p0.png --mask frames.npy --frame $(((3 + i) % 4)) -o frame$i.png
        cmp step$i.png frame$i.png
    done
    cmp moved0.png still0.png
    check <<'PY'
pictures = {read(f"moved{i}.png") for i in range(3)}
assert len(pictures) == 3
PY
    fails 2 "for masks with frames" dither p0.png --motion step -o x.png
    fails 2 "motion is about masks" dither p0.png --motion still --method atkinson -o x.png
}

@test "an interrupted batch leaves whole files and says how many" {
    check <<'PY'
for i in range(40):
    with open(f"big{i:02}.pgm", "wb") as f:
        f.write(b"P5\n3000 1000\n255\n" + bytes([i]) * 3000000)
import signal, subprocess, time
names = [f"big{i:02}.pgm" for i in range(40)]
process = subprocess.Popen([os.environ["WOAD"], "dither", *names, "-o", "out/", "--jobs", "2",
                            "--method", "stucki"], stderr=subprocess.PIPE)
while process.poll() is None and len(os.listdir("out") if os.path.isdir("out") else []) < 3:
    time.sleep(0.005)
wait_until_caught(process, signal.SIGINT)
process.send_signal(signal.SIGINT)
_, error = process.communicate()
assert process.returncode == 130, (process.returncode, error)
last = error.decode().splitlines()[-1]
written = os.listdir("out")
assert last == f"woad: interrupted: {len(written)} of 40 images are written", (last, written)
assert 3 <= len(written) < 40 and all(name.endswith(".png") for name in written), written
for name in written:
    assert Png(os.path.join("out", name)).shape[:2] == (3000, 1000)
PY
}
