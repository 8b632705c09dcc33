#!/usr/bin/env bats
# write_errors.bats - everything that writes, where it cannot: a full disk, a pipe that nobody reads,
# a folder that takes no file. Exit code 4, one sentence, and no half file.

load support

# A 64x64 mask, frames, pictures and a video: each longer in any format than fill_disk leaves room.
inputs() {
    design --size 64 --preset white-noise --scores none -o mask.npy
    design --size 64x64x2 --preset white-noise --scores none -o frames.npy
    check <<'PY'
import random
random.seed(1)
for i in range(2):
    write_png(f"p{i}.png", [[random.randrange(256) for x in range(3 * 128)] for y in range(128)],
              colour=RGB)
grey = bytes(random.randrange(256) for i in range(128 * 64))
open("clip.raw", "wb").write(grey)
open("clip.y4m", "wb").write(b"YUV4MPEG2 W128 H64 F25:1 Cmono\nFRAME\n" + grey)
PY
}

# A folder where no file can be made; root may write into any that is on a disk.
locked() {
    mkdir -m 500 locked
    [[ -w locked ]] && echo /proc || echo locked
}

# Files end at 1 KiB.
fill_disk() {
    ulimit -f 1
    trap '' XFSZ
}

names() {
    woad list "$1" | awk '/^  [a-z]/ && !/[Rr]ead only/ { print $1 }'
}

# each_writer FUNCTION: calls FUNCTION ARGUMENT... with the arguments of everything that writes one
# file, but for -o FILE at the end.
each_writer() {
    local format
    for format in $(names formats); do
        "$1" convert mask.npy --format "$format"
    done
    for format in $(names image-formats); do
        "$1" dither p0.png --format "$format"
    done
    "$1" dither clip.y4m --video y4m
    "$1" dither clip.raw --video gray:128x64
    "$1" snippet glsl mask.npy
}

to_full_device() {
    fails 4 '/dev/full.*[Nn]o space' "$@" -o /dev/full
}

to_locked_folder() {
    fails 4 "$folder/out" "$@" -o "$folder/out"
}

to_short_disk() {
    fails 4 'out' "$@" -o out
    fails 4 'old' "$@" -o old --force
}

@test "a full device" {
    [ -c /dev/full ] || skip "there is no /dev/full"
    inputs
    each_writer to_full_device
}

@test "a folder that takes no file" {
    inputs
    folder=$(locked)
    each_writer to_locked_folder
    fails 4 "$folder/out" convert frames.npy --slices -o "$folder/out.png"
    fails 4 "$folder/out" design --size 8 --count 2 -o "$folder/out.png"
    fails 4 "$folder/out" compare bayer --size 8 --sheet "$folder/out.png"
    fails 4 "$folder/out" demo "$folder/out"
    fails 4 "$folder/out" sweep --vary preset=bayer,r2 --size 8 -o "$folder/out.csv"
}

@test "a disk that fills up on the way" {
    inputs
    echo mine > old
    fill_disk
    each_writer to_short_disk
    fails 4 'out' convert frames.npy --slices -o out.png
    fails 4 'out' design --size 64 --preset white-noise --scores none --count 2 -o out.png
    fails 4 'out' compare bayer --size 8 --sheet out.png
    fails 4 'out' compare bayer --size 8 --report out.html
}

@test "a disk that fills up under many images: a sentence for each, and no half file" {
    inputs
    mkdir out
    fill_disk
    before=$(folder_state)
    run --separate-stderr woad dither p0.png p1.png --levels 256 --jobs 2 -o out
    # shellcheck disable=SC2154 # set by `run`
    [[ $status == 4 && -z $output && ${#stderr_lines[@]} == 3 ]]
    # shellcheck disable=SC2154
    [[ $stderr == *out/p0.png* && $stderr == *out/p1.png* ]]
    [[ ${stderr_lines[2]} == "woad: not written: 2 of 2 images" ]]
    [[ $(folder_state) == "$before" ]]
}

@test "many images to where no file can be made" {
    inputs
    folder=$(locked)
    run --separate-stderr woad dither p0.png p1.png --jobs 2 -o "$folder/out/"
    [[ $status == 4 && -z $output && $stderr == "woad: "*"$folder/out"* ]]
}

@test "a full disk behind standard output" {
    [ -c /dev/full ] || skip "there is no /dev/full"
    inputs
    full() {
        # shellcheck disable=SC2016 # for the inner shell
        run -4 bash -c '"$WOAD" "$@" 2>&1 > /dev/full' woad "$@"
        [[ ${#lines[@]} = 1 && $output == "woad: "* ]] || { echo "$*: $output"; return 1; }
    }
    to_full_output() {
        full "$@" -o -
    }
    each_writer to_full_output
    full completion bash
    full completion zsh
    full completion fish
    full show p0.png
    full snippet wgsl
    full compare bayer --size 8
    full compare bayer --size 8 --json
}

@test "a pipe that nobody reads" {
    inputs
    to_list() {
        printf '%s\n' "$*" >> list
    }
    each_writer to_list
    sed -i 's/$/ -o -/' list
    printf '%s\n' 'completion bash' 'completion zsh' 'completion fish' 'show p0.png' \
        'snippet wgsl' 'compare bayer --size 8' >> list
    check <<'PY'
for line in open("list"):
    code, said = with_closed_pipe(*line.split())
    assert code == 4 and said.startswith("woad: ") and said.count("\n") == 1, (line, code, said)
PY
}
