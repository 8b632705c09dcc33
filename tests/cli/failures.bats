#!/usr/bin/env bats
# failures.bats - what goes wrong costs one sentence, the right exit code, and no file.
#
# `fails` in support.bash compares all files before and after, so every test here also shows that
# nothing was lost, half written or left over.

load support

# ---- usage: the command line ---------------------------------------------------------------

@test "unknown verbs, options and presets get the nearest word" {
    fails 2 "unknown verb 'desing'.*'design'" desing
    fails 2 "unknown verb 'xyzzyplugh'" xyzzyplugh
    fails 2 "unknown verb 'dithr'.*'dither'" help dithr
    fails 2 "'--sede'.*--seed" design --sede 3 -o m.png
    fails 2 "'--xyzzyplugh'" design --xyzzyplugh -o m.png
    fails 2 "no option '-q'" design -q -o m.png
    fails 2 "levels" dither a.png --level=2 -o b.png
    fails 2 "'notebok'.*'notebook'" design --preset notebok -o m.png
    fails 2 "no list of 'preset'.*'presets'" list preset
}

@test "unknown choices get the nearest word" {
    fails 2 "'treshold'.*'threshold'" design --values treshold -o m.npy
    fails 2 "'lineer'.*'linear'" dither a.png --space lineer -o b.png
    fails 2 "'shfit'.*'shift'" dither a.png --channel-masks shfit -o b.png
    fails 2 "'nome'.*'none'" design --scores nome -o m.png
    fails 2 "'allways'.*'always'" design --progress allways -o m.png
    fails 2 "'adm'.*'adam'" design --set optimizer.method=adm -o m.png
    fails 2 "'notebok'.*'notebook'" design --set loss.spectral.grid=notebok -o m.png
}

@test "unknown formats and extensions" {
    design -o m.png
    fails 2 "'pgn'.*'png'" convert m.png --format pgn -o n.dat
    fails 2 "'nyp'.*'npy'" convert m.png --input-format nyp -o n.png
    fails 2 'n\.xyz' convert m.png -o n.xyz
    fails 2 'n' design --size 4 --iterations 1 -o n
    fails 2 'written as png' dither m.png -o out.jpg
}

@test "options and operands that are missing or too many" {
    fails 2 'needs a value' design -o
    fails 2 '--output is empty: it takes FILE' design -o ''
    fails 2 '--seed is empty: it takes' design --seed=
    fails 2 'takes no value' design --json=yes
    fails 2 'does not take' design mask.png
    fails 2 'needs MASK' inspect
    fails 2 'needs MASK' convert -o m.png
    fails 2 'needs IMAGE' dither -o m.png
    fails 2 'with -o' dither image.png
    fails 2 'with -o' convert mask.png
    fails 2 '-o' design --size 8
    fails 2 'levels.*bits' dither a.png --levels 2 --bits 1 -o b.png
    fails 2 'trace' design --trace-every 2 -o m.png
    fails 2 'scores' inspect m.png --check --scores none
}

@test "sizes of zero, below zero, beyond the longest axis, or no sizes at all" {
    for size in 0 0x0 0x8 8x0 -1 -8x8 8x-8 32769 1x32769 99999999999999999999x1 \
        18446744073709551617 '' x 8x x8 8x8x 8y8 8.5 ' 8' 8x8x8x8 nan; do
        fails 2 'size' design --size "$size" -o m.png
        fails 2 'size' design --set "mask.size=$size" -o m.png
    done
    for size in 0x8 -1x8 8x 32769x1 8x8x0 8x8x 8x8x8x8 8x8x32769; do
        fails 2 'input-size' inspect --input-size $size m.f32
    done
}

@test "a size beyond memory is refused before it is taken" {
    ulimit -v 2000000
    woad --version > /dev/null || skip "this build needs more address space than that"
    fails 2 '32768x32768.*GiB' design --size 32768x32768 -o m.npy
    fails 2 'GiB' design --size 16384 --json
}

# Where memory runs out, step by step: it is enough, or there is one sentence and no file.
@test "no more memory is taken than is allowed" {
    if grep -q '__[at]san_init' "$WOAD"; then
        skip "a sanitizer takes all the address space there is"
    fi
    fails 2 '512x512x1 design needs .* MiB of memory and there are 20.0 MiB' \
        design --size 512 -o m.png --max-memory 20M
    fails 2 'need up to .* of memory each and there are 1.0 MiB' \
        sweep --size 256 --vary refine.trials=1,2 -o s.csv --max-memory 1M
    woad design --size 512 --set refine.trials=1 --max-memory 60M -o m.png > /dev/null
    convert -size 3000x2000 gradient: big.png
    fails 5 'out of memory for' dither big.png -o d.png --max-memory 1M
    woad dither big.png -o d.png --max-memory 62914560
    for kibibytes in 1024 1500 2000 3000 4000 6000; do
        if ! woad inspect m.png --max-memory ${kibibytes}K > out 2> err; then
            grep -qx 'woad: out of memory for .*' err
        fi
    done
    for size in 0 x -1 1023K 1.5G 512MB 1T 99999999999999G 18446744073709551616 ''; do
        fails 2 'max-memory' design --size 32 -o n.png --max-memory "$size"
    done
}

@test "numbers that are none, not finite, or out of range" {
    for value in nan inf -inf -1 1e999 1,5 0x '' many; do
        fails 2 'loss\.spectral\.weight' design --set "loss.spectral.weight=$value" -o m.png
        fails 2 'optimizer\.rate' design --set "optimizer.rate=$value" -o m.png
        fails 2 'time-limit' design --time-limit "$value" -o m.png
    done
    fails 2 'time-limit' design --time-limit 0 -o m.png
    for value in -1 1.5 nan 18446744073709551616 '' 1x; do
        fails 2 'seed' design --seed "$value" -o m.png
        fails 2 'iterations' design --iterations "$value" -o m.png
    done
    fails 2 'trace-every' design --trace t.csv --trace-every 0
    fails 2 'stochastic.*yes' design --set optimizer.stochastic=maybe -o m.png
    fails 2 'beta1' design --set optimizer.beta1=1.5 -o m.png
}

@test "levels, bits and frames that cannot be" {
    design -o m.png
    for levels in 0 1 257 -2 '2,2' '2,2,2,2' '2,,2' ',2' '2,' two ''; do
        fails 2 'levels' dither m.png --levels "$levels" -o out.png
    done
    for bits in 0 9 1,1 5,6,x; do
        fails 2 'bits' dither m.png --bits $bits -o out.png
    done
    for bits in 0 1 12 32 8,8,8; do
        fails 2 'bits' convert m.png --bits $bits -o out.png
    done
    fails 2 'frame' inspect m.png --frame 1
    fails 2 'frame' inspect m.png --frame -1
    fails 2 'frame' dither m.png --mask m.png --frame -1 -o out.png
}

@test "masks that do not go together" {
    design -o m.png
    jpeg=$data/blocks_16x16.jpg
    fails 2 'more than one --mask' dither "$jpeg" -m m.png -m m.png -o out.png
    for masks in '-m m.png' '-m m.png -m m.png' '-m m.png -m m.png -m m.png -m m.png'; do
        # shellcheck disable=SC2086
        fails 2 'three' dither "$jpeg" $masks --channel-masks independent -o out.png
    done
    fails 2 '16x16.*8x8|8x8.*16x16' design --size 8x8 --start m.png -o out.png
}

@test "masks that a format cannot hold" {
    check <<'PY'
write_npy("frames.npy", shuffled(48) + shuffled(48, 2), (2, 6, 8))
write_npy("large.npy", shuffled(20 * 20), (20, 20))
PY
    fails 2 'one frame' convert frames.npy -o m.png
    fails 2 'do not fit' convert large.npy --values rank --bits 8 -o m.png
    fails 2 'no ends to scale integers by' convert large.npy --values pdf --pdf gaussian -o m.png
    fails 2 'no ends to scale integers by' design --size 8 --set mask.pdf=laplace --values pdf -o m.png
}

@test "standard output has room for one" {
    fails 2 'standard output' design --size 8 --json -o - --format npy
    fails 2 'standard output' design --size 8 --trace - -o - --format npy
    fails 2 'standard output' design --size 8 --trace - --json
    design -o m.png
    fails 2 'standard output' inspect m.png --json --report -
}

@test "two outputs into one file" {
    fails 2 'm\.npy' design --size 8 --iterations 5 -o m.npy --trace m.npy
    fails 2 'm\.npy' design --size 8 --iterations 5 -o m.npy --trace ./m.npy --force
    fails 2 'm\.npy\.ini' design --size 8 --iterations 5 -o m.npy --trace m.npy.ini --force
}

# ---- recipes -------------------------------------------------------------------------------

@test "a recipe's unknown section or key: its line and the nearest word" {
    printf '[mask]\nsize = 8x8\nsede = 3\n' > key.ini
    fails 2 "key\.ini:3: .*'sede'.*'seed'" design --recipe key.ini -o m.png
    printf '[mask]\n\n[optimiser]\nrate = 1\n' > section.ini
    fails 2 "section\.ini:[34]: .*'optimiser'.*'optimizer'" design --recipe section.ini -o m.png
    printf 'size = 8x8\n' > none.ini
    fails 2 'none\.ini:1: ' design --recipe none.ini -o m.png
    fails 2 "'sede'.*'seed'" design --set mask.sede=3 -o m.png
    fails 2 "'loss.spectrum'.*'loss.spectral'" design --set loss.spectrum.weight=3 -o m.png
    fails 2 'section\.key=value' design --set mask.seed -o m.png
    fails 2 'section\.key=value' design --set seed=3 -o m.png
}

@test "a recipe's bad value: its line, and what would be right" {
    printf '[optimizer]\n; fast\nrate = quick\n' > r.ini
    fails 2 "r\.ini:3: .*'quick'.*number" design --recipe r.ini -o m.png
    printf '[optimizer]\nrate = nan\n' > r.ini
    fails 2 'r\.ini:2: ' design --recipe r.ini --print-recipe
    printf '[mask]\nsize = 0x8\n' > r.ini
    fails 2 'r\.ini:2: ' design --recipe r.ini -o m.png
    printf '[optimizer]\nmethod = adm\n' > r.ini
    fails 2 "r\.ini:2: .*'adam'" design --recipe r.ini -o m.png
}

@test "a recipe's line without an equals sign, or without end" {
    printf '[mask]\nsize = 8x8\nseed\n' > r.ini
    fails 2 'r\.ini:3: ' design --recipe r.ini -o m.png
    printf '[mask\nsize = 8x8\n' > r.ini
    fails 2 'r\.ini:1: ' design --recipe r.ini -o m.png
    { printf '[mask]\nsize = '; printf '8%.0s' {1..5000}; } > r.ini
    fails 2 'r\.ini:2: ' design --recipe r.ini -o m.png
}

@test "the first bad line of a recipe is the one that is told" {
    printf '[mask]\nsede = 1\nsize = 0\nnoise\n' > r.ini
    fails 2 'r\.ini:2: ' design --recipe r.ini -o m.png
    printf '[mask]\nnoise\nsede = 1\n' > r.ini
    fails 2 'r\.ini:2: not a' design --recipe r.ini -o m.png
}

@test "a recipe of a newer version is refused, not guessed at" {
    printf '[woad]\nrecipe = 4\n[mask]\nwarp = 3\n' > r.ini
    fails 2 'r\.ini:2: .*version 4.*3' design --recipe r.ini -o m.png
    printf '[woad]\nrecipe = one\n' > r.ini
    fails 2 'r\.ini:2: ' design --recipe r.ini -o m.png
}

@test "recipes that are none" {
    check <<'PY'
write_png("foreign.png", [[1, 2], [3, 4]])
write_npy("foreign.npy", shuffled(4), (2, 2))
PY
    printf 'a\0b' > binary.ini
    fails 3 'foreign\.png carries no recipe' design --recipe foreign.png -o m.png
    fails 3 'foreign\.npy carries no recipe' design --recipe foreign.npy -o m.png
    fails 3 'binary\.ini' design --recipe binary.ini -o m.png
    fails 3 'missing\.ini' design --recipe missing.ini -o m.png
    fails 3 'missing\.png' design --recipe missing.png -o m.png
    fails 3 ' \.' design --recipe . -o m.png
    fails 3 '/dev/zero' design --recipe /dev/zero -o m.png
}

# ---- input ---------------------------------------------------------------------------------

# Everything that reads a mask, given this one.
mask_fails() {
    fails 3 "$1" inspect "$2"
    fails 3 "$1" inspect "$2" --json --check
    fails 3 "$1" convert "$2" -o out.png
    fails 3 "$1" design --start "$2" -o out.png
    fails 3 "$1" dither image.png --mask "$2" -o out.png
}

image() {
    check <<'PY'
write_png("image.png", [[8 * x for x in range(32)]] * 8)
PY
}

@test "inputs that are missing, or folders" {
    image
    mkdir folder.png
    for name in missing.png image.png/below.png folder.png; do
        mask_fails "$name" "$name"
        fails 3 "$name" dither "$name" -o out.png
    done
}

@test "a truncated mask, wherever it ends" {
    image
    design --size 8x8 -o whole.png
    design --size 8x8 -o whole.npy
    for format in png npy; do
        size=$(stat -c %s whole.$format)
        for end in 0 1 7 20 60 $((size / 2)) $((size - 30)) $((size - 1)); do
            head -c $end whole.$format > cut.$format
            fails 3 "cut\.$format" inspect cut.$format
        done
        mask_fails "cut\.$format" cut.$format
    done
    head -c 99 whole.npy > cut.f32
    mask_fails 'cut\.f32' cut.f32
}

@test "a truncated or broken picture" {
    image
    cp "$data/blocks_16x16.jpg" whole.jpg
    cp image.png whole.png
    for format in png jpg; do
        size=$(stat -c %s whole.$format)
        for end in 0 1 3 20 $((size / 2)) $((size - 3)); do
            head -c $end whole.$format > cut.$format
            fails 3 "cut\.$format" dither cut.$format -o out.png
        done
    done
    { head -c 50 whole.png; printf 'xx'; tail -c +53 whole.png; } > bent.png
    fails 3 'bent\.png' dither bent.png -o out.png
    fails 3 'bent\.png' inspect bent.png
    echo 'GIF89a and so on' > picture.gif
    fails 3 'neither PNG nor JPEG' dither picture.gif -o out.png
}

@test "pictures that claim a huge size" {
    image
    check <<'PY'
header = struct.pack(">IIBBBBB", 32000, 32000, 8, GREY, 0, 0, 0)
with open("huge.png", "wb") as f:
    f.write(SIGNATURE + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", zlib.compress(b"\0" * 99))
            + png_chunk(b"IEND", b""))
jpeg = bytearray(read(os.path.join(os.environ["data"], "blocks_16x16.jpg")))
at = jpeg.index(b"\xff\xc0") + 5
jpeg[at:at + 4] = struct.pack(">HH", 65000, 65000)
with open("huge.jpg", "wb") as f:
    f.write(jpeg)
PY
    fails 3 'huge\.png' dither huge.png -o out.png
    fails 3 'huge\.jpg' dither huge.jpg -o out.png
    mask_fails 'huge\.png' huge.png
}

@test "arrays that lie about their shape, or are no masks" {
    image
    check <<'PY'
write_npy("short.npy", shuffled(16), (32768, 32768))
write_npy("zero.npy", [], (0, 8))
write_npy("axes.npy", shuffled(4), (1, 1, 1, 1, 4))
write_npy("beyond.npy", shuffled(4), (1 << 62, 4))
with open("text.npy", "w") as f:
    f.write("not an array\n")
PY
    for name in short zero axes beyond text; do
        fails 3 "$name\.npy" inspect $name.npy
    done
    mask_fails 'short\.npy' short.npy
}

@test "masks with NaN, infinity, or values out of range" {
    image
    check <<'PY'
for name, value in ("nan", math.nan), ("inf", math.inf), ("above", 1.5), ("below", -0.5):
    u = shuffled(48)
    u[10] = value
    write_npy(name + ".npy", u, (6, 8))
with open("nan.f32", "wb") as f:
    f.write(struct.pack("<4f", 0.1, 0.4, math.nan, 0.9))
write_npy("ranks.npy", [0, 1, 2, 99], (2, 2), "<u4")
PY
    mask_fails 'nan\.npy.*x 2, y 1.*nan' nan.npy
    mask_fails 'inf\.npy.*inf' inf.npy
    mask_fails 'above\.npy.*1\.5' above.npy
    mask_fails 'below\.npy.*-0\.5' below.npy
    mask_fails 'nan\.f32' nan.f32
    mask_fails 'ranks\.npy' ranks.npy
}

@test "raw masks of another size than they are said to be" {
    head -c 48 /dev/zero > m.f32
    fails 3 'm\.f32' inspect m.f32 # 12 values make no square
    fails 3 'm\.f32' inspect m.f32 --input-size 5x5
    fails 3 'm\.f32' inspect m.f32 --input-size 32768x32768
}

@test "nothing on standard input" {
    fails 3 'standard input' inspect - --input-format png < /dev/null
    fails 3 'standard input' dither - -o out.png < /dev/null
}

# ---- output --------------------------------------------------------------------------------

# Everything that writes, asked to write there. Options may follow.
output_fails() {
    local pattern=$1 path=$2
    shift 2
    fails 4 "$pattern" design --size 8 --iterations 5 --format npy -o "$path" "$@"
    fails 4 "$pattern" design --size 8 --iterations 5 --format png -o "$path" "$@"
    fails 4 "$pattern" design --size 8 --iterations 5 --trace "$path" "$@"
    fails 4 "$pattern" convert image.png --format npy -o "$path" "$@"
    fails 4 "$pattern" inspect image.png --report "$path" "$@"
}

@test "an existing file is kept without --force and replaced with it" {
    image
    for name in out.png out.npy out.csv out.html; do
        echo mine > $name
    done
    fails 4 'out\.png exists.*--force' design --size 8 -o out.png
    fails 4 'out\.npy exists.*--force' design --size 8 -o out.npy
    fails 4 'out\.csv exists.*--force' design --size 8 --trace out.csv
    fails 4 'out\.npy exists.*--force' convert image.png -o out.npy
    fails 4 'out\.png exists.*--force' dither image.png -o out.png
    fails 4 'out\.html exists.*--force' inspect image.png --report out.html
    fails 4 'out\.csv exists.*--force' design --size 8 -o new.png --trace out.csv
    design -o out.png --trace out.csv --force
    design -o out.npy --force
    woad inspect out.png --report out.html -f
    run ! grep -qx mine out.png out.npy out.csv out.html
    [ "$(ls -A | tr '\n' ' ')" = "image.png out.csv out.html out.npy out.npy.ini out.png " ]
}

@test "an existing file is found before the work, not after it" {
    echo mine > m.png
    echo mine > n.npy.ini
    before=$SECONDS
    fails 4 'm\.png exists' design --iterations 1000000 --time-limit 4 -o m.png
    fails 4 'n\.npy\.ini exists' design --iterations 1000000 --time-limit 4 -o n.npy
    ((SECONDS - before < 4))
}

@test "--force keeps the permissions of the file, and links stay links" {
    design -o real.png
    chmod 640 real.png
    ln -s real.png link.png
    design --seed 2 -o link.png --force
    [ -L link.png ]
    [ "$(stat -c %a real.png)" = 640 ]
    design --seed 2 -o second.png
    cmp real.png second.png
}

@test "a failed run with --force keeps the old file" {
    image
    echo mine > out.png
    head -c 60 image.png > cut.png
    fails 3 'cut\.png' dither cut.png -o out.png --force
    fails 3 'cut\.png' convert cut.png -o out.png --force
    fails 2 'rate' design --set optimizer.rate=nan -o out.png --force
}

@test "an output that is a folder" {
    image
    mkdir folder.png
    output_fails 'folder\.png' folder.png
    output_fails 'folder\.png' folder.png --force
    woad dither image.png -o folder.png # as cp does
    [[ -s folder.png/image.png ]]
}

@test "an output in a folder that is missing, is a file, or cannot be written to" {
    image
    for path in missing/out.png image.png/out.png /proc/out.png; do
        output_fails "$path" $path
        fails 4 "$path" dither image.png -o $path
    done
    fails 4 'image\.png/pictures' inspect image.png --pictures image.png/pictures
    fails 4 'image\.png' inspect image.png --pictures image.png
}

@test "a full disk" {
    [ -c /dev/full ] || skip "there is no /dev/full"
    image
    output_fails '/dev/full.*[Nn]o space' /dev/full
}

@test "a full disk behind standard output" {
    [ -c /dev/full ] || skip "there is no /dev/full"
    image
    # full ARGUMENT...: exit code 4 and one sentence.
    full() {
        run -4 bash -c '"$WOAD" "$@" 2>&1 > /dev/full' woad "$@"
        [[ ${#lines[@]} = 1 && $output == "woad: "* ]] || { echo "$*: $output"; return 1; }
    }
    full help
    full help design
    full help design --scdoc
    full help --scdoc
    full --version
    full list
    full list --json
    full inspect image.png
    full inspect image.png --json
    full design --print-recipe
    full design --size 8 --iterations 5 --json
    full design --size 8 --iterations 5 --trace -
    full design --size 8 --iterations 5 -o - --format png
    full convert image.png -o - --format npy
    full dither image.png -o -
}

# Files end at 1 KiB: a recipe has room, a mask of 64x64 has none.
fill_disk() {
    ulimit -f 1
    trap '' XFSZ
}

@test "a disk that fills up on the way leaves no file" {
    woad design --preset spectral --iterations 1 -o m.png
    fill_disk
    fails 4 'new\.npy' design --size 64 --iterations 1 -o new.npy
    fails 4 'new\.png' design --size 64 --iterations 1 -o new.png
    fails 4 'new\.f32' convert m.png -o new.f32
    fails 4 'new\.png' dither m.png --levels 256 -o new.png
    fails 4 'new\.html' inspect m.png --report new.html
}

@test "a disk that fills up on the way leaves the old mask, and its recipe beside it" {
    design -o out.npy
    design -o out.png
    fill_disk
    fails 4 'out\.png' design --size 64 --iterations 1 -o out.png --force
    fails 4 'out\.npy' design --size 64 --iterations 1 -o out.npy --force
}

@test "a pipe that nobody reads" {
    image
    check <<'PY'
for arguments in (["help", "design"], ["list"], ["design", "--print-recipe"],
                  ["design", "--size", "8", "--iterations", "5", "-o", "-", "--format", "npy"],
                  ["design", "--size", "8", "--iterations", "5", "--json"],
                  ["inspect", "image.png"], ["dither", "image.png", "-o", "-"],
                  ["convert", "image.png", "--format", "npy", "-o", "-"]):
    code, said = with_closed_pipe(*arguments)
    assert code == 4 and said.startswith("woad: ") and said.count("\n") == 1, (
        arguments, code, said)
PY
}

@test "devices and pipes are written in place" {
    mkfifo pipe.npy
    cat pipe.npy > out.npy &
    reader=$!
    design -o pipe.npy
    wait $reader
    [ -p pipe.npy ]
    check <<'PY'
assert is_permutation(Npy("out.npy").values)
PY
    design --format npy -o /dev/null
    [ -c /dev/null ]
}

# ---- interruption --------------------------------------------------------------------------

@test "SIGINT and SIGTERM in mid-run: exit code 130, and the best mask so far is whole" {
    check <<'PY'
for number in signal.SIGINT, signal.SIGTERM:
    name = f"{number.name}.npy"
    code, said = signalled(number, "design", "--preset", "spectral", "--size", "32", "--iterations", "100000000",
                           "--progress", "always", "-o", name)
    assert code == 130, (code, said)
    assert is_permutation(Npy(name).values)
    recipe = open(name + ".ini").read()
    assert "interrupted" in recipe and "seed = 1" in recipe
assert sorted(os.listdir(".")) == ["SIGINT.npy", "SIGINT.npy.ini", "SIGTERM.npy",
                                   "SIGTERM.npy.ini"], os.listdir(".")
PY
}

@test "an interrupted run tells so in --json and writes its trace" {
    check <<'PY'
process = subprocess.Popen([os.environ["WOAD"], "design", "--preset", "spectral", "--size", "32", "--iterations",
                            "100000000", "--progress", "always", "--json", "--trace", "t.csv",
                            "--trace-every", "1000"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
process.stderr.read(1)
process.send_signal(signal.SIGINT)
out, _ = process.communicate(timeout=10)
assert process.returncode == 130, process.returncode
assert json.loads(out)["stop_reason"] == "interrupted"
assert len(open("t.csv").read().splitlines()) >= 2
PY
}

@test "an interrupted run with --force replaces the old mask by a whole one" {
    echo mine > m.png
    check <<'PY'
code, said = signalled(signal.SIGINT, "design", "--preset", "spectral", "--size", "32", "--iterations", "100000000",
                       "--progress", "always", "-o", "m.png", "--force")
assert code == 130, (code, said)
assert sorted(v // 64 for v in Png("m.png").values) == list(range(1024))
assert os.listdir(".") == ["m.png"], os.listdir(".")
PY
}

@test "a limit of file size ends in a sentence, though its signal would end the process" {
    run bash -c 'ulimit -f 1; exec "$WOAD" design --size 64 --preset white-noise -o big.npy'
    [[ $status == 4 && $output == "woad: cannot write big.npy"* && -z $(ls -A) ]]
}

@test "closed streams take no file's place" {
    "$WOAD" sweep --preset spectral --size 16 --vary optimizer.iterations=5,6,100000000 --jobs 1 \
        --progress always -o t.csv 2>&- &
    wait_until eval '[[ -e t.csv && $(wc -l < t.csv) -ge 3 ]]'
    kill -KILL $!
    run grep -c $'\r' t.csv
    [[ $output == 0 ]]
    run bash -c '"$WOAD" list palettes >&-'
    [[ $status == 4 ]]
    run bash -c '"$WOAD" dither - -o x.png <&-'
    [[ $status == 3 && ! -e x.png ]]
}

@test "sentences are one line, without what steers a terminal" {
    fails 2 'unknown preset' design --preset $'a\nb\e]0;c\a' --size 8 -o m.png
    fails 2 "seed is '0000.* too long" design --size 8 --seed "$(printf '0%.0s' {1..300})7" -o m.png
}

@test "names that are no UTF-8 are drawn and told with what stands in for it" {
    name=$'a\xff.png'
    woad design --size 16 --preset white-noise -o "$name"
    woad compare "$name" bayer --seeds 1 --sheet sheet.png --report report.html
    iconv -f utf-8 -t utf-8 report.html > /dev/null
    woad inspect "$name" --json > one.json
    woad compare "$name" bayer --json > two.json
    check <<'PY'
assert load_json("one.json")["file"] == "a\ufffd.png"
assert "a\ufffd.png" in [e["name"] for e in load_json("two.json")["entries"]]
PY
}

@test "who waits for a pipe can be interrupted" {
    mkfifo pipe.png
    check <<'PY'
process = subprocess.Popen([os.environ["WOAD"], "design", "--size", "16", "--preset", "white-noise",
                            "--format", "png", "-o", "pipe.png"], stderr=subprocess.PIPE)
try:
    wait_until_caught(process, signal.SIGINT)
    time.sleep(0.5)
    for _ in range(2):
        process.send_signal(signal.SIGINT)
        time.sleep(0.1)
    assert process.wait(timeout=20) != 0
finally:
    process.kill()
PY
}

@test "a second signal waits for the file that is being written" {
    { printf 'P6 4000 4000 255\n'; head -c 48000000 /dev/zero; } > large.ppm
    check <<'PY'
import glob
for wait in (0.001, 0.002, 0.003, 0.005, 0.01, 0.02) * 2:
    process = subprocess.Popen([os.environ["WOAD"], "dither", "large.ppm", "-o", "out.ppm", "--levels", "4",
                                "--force"], stderr=subprocess.PIPE)
    while process.poll() is None and not glob.glob(".woad-*"):
        time.sleep(0.001)
    for _ in range(2):
        time.sleep(wait)
        process.send_signal(signal.SIGTERM)
    process.communicate()
    assert process.returncode in (-signal.SIGTERM, 130, 0), process.returncode
    if os.path.exists("out.ppm"):
        assert os.path.getsize("out.ppm") > 48000000
        os.remove("out.ppm")
    assert os.listdir(".") == ["large.ppm"], os.listdir(".")
PY
}
