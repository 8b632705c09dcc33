#!/usr/bin/env bats
# masks.bats - the mask pack: what is kept is what `make masks` makes.

load support

@test "the kept masks are made again by scripts/make-masks, and pass the check" {
    "$project/scripts/make-masks" "$WOAD" pack --only '*_16x16*' 2> made.txt
    [ "$(wc -l < made.txt)" = 8 ]
    "$project/scripts/make-masks" "$WOAD" pack --only 'blue_16x16*' 2> made.txt
    [ ! -s made.txt ] # all there
    check "$project/masks" <<'PY'
import glob, os, sys
for path in glob.glob("pack/*.png"):
    kept, made = Png(os.path.join(sys.argv[1], os.path.basename(path))), Png(path)
    # Swaps count in integers; the descent of the others may round otherwise elsewhere.
    if path.startswith("pack/blue_"):
        assert kept.rows == made.rows, path
    recipe = lambda png: png.text["woad:recipe"].partition("[mask]")[2]
    assert recipe(kept) == recipe(made) and (kept.width, kept.bits) == (16, made.bits), path
kept, made = (load_json(p + "/manifest.json")["masks"] for p in (sys.argv[1], "pack"))
kept = {m["name"]: m for m in kept}
assert len(kept) == 50 and len(made) == 8
for m in made:
    assert m["recipe"] == kept[m["name"]]["recipe"] and m["command"] == kept[m["name"]]["command"]
PY
    for mask in "$project"/masks/blue_*[48].png; do
        woad inspect --check "$mask"
    done
}

@test "an unknown name makes nothing" {
    run --separate-stderr "$project/scripts/make-masks" "$WOAD" pack --only 'red*'
    [ "$status" = 1 ]
    [[ $stderr == *'no mask is named red*'* ]]
}
