#!/usr/bin/env bats
# tools.bats - `woad convert` for compilers and for other tools: what they make of our files.

load support

# A mask of 256 values whose thresholds no 8-bit grey meets, and every grey in 64 rows.
mask_and_ramp() {
    woad design --preset void-and-cluster --size 16 --seed 3 -o m.npy
    check <<'PY'
open("ramp.pgm", "wb").write(b"P5\n256 64\n255\n" + bytes(range(256)) * 64)
PY
}

@test "C headers compile in C and C++ without a warning, and hold the values" {
    design --size 9x5 --set mask.channels=3 -o m.npy
    for type in u8 u16 float; do
        woad convert m.npy --type $type --symbol noise --force -o noise.h
        cat > show.c <<'C'
#include "noise.h"
#include <stdio.h>
int main(void)
{
    printf("%d %d %d %d\n", NOISE_WIDTH, NOISE_HEIGHT, NOISE_DEPTH, NOISE_CHANNELS);
    for (unsigned i = 0; i < sizeof noise / sizeof *noise; i++)
        printf("%.9g\n", (double)noise[i]);
    return 0;
}
C
        cc -std=c11 -Wall -Wextra -Wconversion -Wdouble-promotion -pedantic -Werror show.c -o show
        ./show > $type.txt
        c++ -x c++ -Wall -Wextra -pedantic -Werror show.c -o show
        ./show | cmp - $type.txt
        woad convert noise.h --force -o $type.npy
        diff m.npy.ini $type.npy.ini
    done
    cmp m.npy float.npy
    check <<'PY'
u = Npy("m.npy").values
for type, scale in ("u8", 256), ("u16", 65536):
    lines = open(type + ".txt").read().split()
    assert lines[:4] == ["9", "5", "1", "3"]
    assert [int(v) for v in lines[4:]] == [int(v * scale) for v in u]
    assert all(abs(a - int(b * scale) / scale - 0.5 / scale) < 1e-7
               for a, b in zip(Npy(type + ".npy").values, u))
PY
}

@test "--progmem is for AVR, and names are identifiers" {
    design --size 4 -o m.npy
    woad convert m.npy --progmem --type u8 -o m.h
    mkdir -p include/avr
    echo '#define PROGMEM __attribute__((section(".rodata.flash")))' > include/avr/pgmspace.h
    printf '#include "m.h"\nint main(void) { return woad_mask[0] > 255; }\n' > m.c
    cc -Iinclude -Wall -Wno-type-limits -Werror -c m.c -o m.o
    objdump -h m.o | grep -q '\.rodata\.flash'
    woad convert m.h -o back.npy
    fails 2 'progmem: it is for c' convert m.npy --progmem -o x.png
    fails 2 'a name: it is for c, imagemagick' convert m.npy --symbol noise -o x.png
    fails 2 "'2nd'" convert m.npy --symbol 2nd -o x.h
}

@test "ImageMagick dithers with thresholds.xml as woad dithers with the mask" {
    command -v convert > /dev/null || skip "no ImageMagick"
    mask_and_ramp
    woad convert m.npy -o thresholds.xml
    export MAGICK_CONFIGURE_PATH=$PWD
    convert -list threshold | grep -q 'woad_mask.*Blue noise 16x16'
    convert ramp.pgm -ordered-dither woad_mask theirs.pgm
    woad dither ramp.pgm --mask m.npy -o ours.pgm
    check <<'PY'
theirs, ours = read("theirs.pgm")[-256 * 64:], read("ours.pgm")[-256 * 64:]
assert set(ours) == {0, 255}
assert ours == theirs
assert not any(ours[0::256]) and all(ours[255::256])
PY
}

@test "a map a frame, by the name that is asked for" {
    command -v convert > /dev/null || skip "no ImageMagick"
    mask_and_ramp
    woad design --preset void-and-cluster --size 16 --seed 9 -o n.npy
    woad convert m.npy n.npy -o frames.npy
    woad convert frames.npy --symbol blue -o thresholds.xml
    export MAGICK_CONFIGURE_PATH=$PWD
    convert ramp.pgm -ordered-dither blue_1,4 theirs.pgm
    woad dither ramp.pgm --mask n.npy --levels 4 -o ours.pgm
    check <<'PY'
theirs, ours = read("theirs.pgm")[-256 * 64:], read("ours.pgm")[-256 * 64:]
assert set(ours) == set(theirs) == {0, 85, 170, 255}
# Between levels, ImageMagick counts floor(v (3 N + 1)) and woad v 3 N: a grey on the edge differs.
assert sum(a != b for a, b in zip(ours, theirs)) <= len(ours) // 256
PY
}

@test "didder's JSON has ranks, and its formula dithers as woad does" {
    mask_and_ramp
    woad convert m.npy -o m.json
    woad dither ramp.pgm --mask m.npy -o ours.pgm
    check <<'PY'
matrix, most = load_json("m.json")["matrix"], load_json("m.json")["max"]
assert most == 512 and sum(matrix, []) == [2 * r for r in ranks(Npy("m.npy").values)]
# The nearest of black and white to v + (cell + 1) / max - 0.50000006.
theirs = bytes(255 * (v / 255 + (matrix[y % 16][v % 16] + 1) / most - 0.50000006 >= 0.5)
               for y in range(64) for v in range(256))
assert theirs == read("ours.pgm")[-256 * 64:]
PY
}

@test "\$readmemh words are the samples, and the rest of the file is comments" {
    design --size 6x4 -o m.npy
    woad convert m.npy -o m.hex
    woad convert m.npy --type u8 -o m.mem
    check <<'PY'
u = Npy("m.npy").values
for name, digits in ("m.hex", 4), ("m.mem", 2):
    lines = [line for line in open(name).read().splitlines() if not line.startswith("//")]
    words = [line.split() for line in lines]
    assert [len(row) for row in words] == [6] * 4
    assert all(len(w) == digits for row in words for w in row)
    assert [int(w, 16) for row in words for w in row] == [int(v * 16 ** digits) for v in u]
    assert "seed = " in open(name).read()
PY
    [ ! -e m.hex.ini ]
}

@test "files for other programs are not read" {
    design --size 4 -o m.npy
    for name in m.json m.xml m.hex; do
        woad convert m.npy -o $name
        fails 3 "$name: .* not read" convert $name -o x.npy
        fails 3 "$name: .* not read" inspect $name
    done
    design --size 4 --set mask.channels=2 -o two.npy
    fails 2 'didder does not hold 2 channels' convert two.npy -o x.json
    fails 2 'imagemagick does not hold values of a pdf' convert m.npy --values pdf -o x.xml
}
