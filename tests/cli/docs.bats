#!/usr/bin/env bats
# docs.bats - the commands of the pages for each kind of user work as printed.

load support

# Runs every indented command of woad, and what makes its input, in the order of the page.
run_page() {
    cp "$data/blocks_16x16.jpg" photo.jpg
    awk '/^```/ { code = !code }
        !code && (more || /^    (woad|printf) /) { print substr($0, 5); more = /\\$/ }' \
        "$project/docs/$1" > page.sh
    [ -s page.sh ]
    {
        echo 'set -eu'
        # shellcheck disable=SC2016 # for the shell that runs it
        echo 'woad() { "$WOAD" "$@"; }'
        cat page.sh
    } > all.sh
    bash all.sh > output.txt
}

@test "a photograph on a panel" {
    run_page panels.md
    [ "$(stat -c %s panel.bin)" = 48000 ]
    [ "$(stat -c %s grey4.bin)" = 96000 ]
    [ "$(stat -c %s colour.bin)" = 192000 ]
    check <<'PY'
assert (Png("panel.png").bits, Png("panel.png").colour) == (1, GREY)
assert (Png("colour.png").bits, Png("bwr.png").bits) == (4, 2)
PY
}

@test "a mask for an engine" {
    run_page engines.md
    check <<'PY'
assert [Png(n + ".png").colour for n in ("mask", "rgb", "tpdf", "directions")] == [
    GREY, RGB, GREY, RGB]
assert Npy("frames.npy").shape == (8, 16, 16)
PY
    grep -q 'ivec2(64, 64)' dither.glsl
}

@test "which file for which engine" {
    run_page formats.md
    check <<'PY'
assert Npy("back.npy").shape == (8, 16, 16) and Png("sheet.png").shape == (64, 32, 8, GREY)
assert Npy("back.npy").values == Npy("from_sheet.npy").values == Npy("from_slices.npy").values
PY
}

@test "another loss, spectrum, distribution, dimension" {
    run_page research.md
    [ -s trade.png ] && [ -s trace.csv ]
    [ "$(wc -l < trade.csv)" = 7 ]
}

@test "from Python" {
    for python in python3 /usr/bin/python3; do
        "$python" -c 'import numpy' 2> /dev/null && break
    done
    "$python" -c 'import numpy' 2> /dev/null || skip "numpy is not there"
    awk '/^```python/ { code = 1; next } /^```/ { code = 0 } code' "$project/docs/python.md" > page.py
    [ -s page.py ]
    library=$(dirname "$WOAD")/../src/libwoad.so
    [ -e "$library" ] || skip "the library is not beside the tool"
    ! grep -q -a __asan_init "$library" || skip "the library has a sanitizer"
    WOAD_LIBRARY=$library PYTHONPATH=$project/python PYTHONDONTWRITEBYTECODE=1 "$python" page.py
    [ -s mask.png ]
}
