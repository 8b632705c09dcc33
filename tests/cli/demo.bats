#!/usr/bin/env bats
# demo.bats - `woad demo`: the story in a folder.

load support

# One demo for the tests that only look at it.
setup_file() {
    "${WOAD:?}" demo "$BATS_FILE_TMPDIR/story" > "$BATS_FILE_TMPDIR/said"
}

@test "the folder holds a page and every picture of it" {
    cd "$BATS_FILE_TMPDIR/story"
    grep -q "open .*/story/index.html" ../said
    check <<'PY'
page = open("index.html").read()
assert page.lower().startswith("<!doctype html") and page.rstrip().endswith("</html>")
sources = set(re.findall(r'src="([^"]*)"', page))
for name in sources:
    Png(name)
pictures = {name for name in os.listdir(".") if name.endswith(".png")}
assert pictures - sources <= {"mask.png"}, pictures - sources
assert set(re.findall(r'href="([^":#]*)"', page)) <= set(os.listdir("."))
for name in ("matrix", "spectrum", "dither_2bit", "dither_1bit"):
    assert {f"{name}_white.png", f"{name}_blue.png"} <= sources, name
assert {"histogram.png", "loss.png", "photo.png"} <= sources
assert re.search(r"image-rendering:\s*pixelated", page)
PY
}

@test "the mask of the demo is the one that its figures speak of" {
    cd "$BATS_FILE_TMPDIR/story"
    woad inspect --check mask.png
    check <<'PY'
assert Png("mask.png").shape == (64, 64, 16, GREY)
PY
}

@test "the pictures have the colours of their bits, and the photo's size" {
    cd "$BATS_FILE_TMPDIR/story"
    check <<'PY'
photo = Png("photo.png")
assert photo.colour == RGB and len(set(photo.values)) > 200
for noise in "white", "blue":
    one, two = Png(f"dither_1bit_{noise}.png"), Png(f"dither_2bit_{noise}.png")
    assert set(one.values) == {0, 255} and set(two.values) == {0, 85, 170, 255}
    for picture in one, two:
        assert (picture.width, picture.height) == (photo.width, photo.height)
PY
}

@test "dithering keeps the mean of the scene" {
    cd "$BATS_FILE_TMPDIR/story"
    check <<'PY'
photo, blue = Png("photo.png").values, Png("dither_1bit_blue.png").values
assert abs(sum(photo) - sum(blue)) < 0.5 * len(photo)
PY
}

@test "an existing folder's files are kept without --force, and replaced with it; a photo takes the place of the scene" {
    cp -r "$BATS_FILE_TMPDIR/story" story
    mkdir other
    echo mine | tee story/index.html > other/loss.png
    fails 4 'loss\.png exists' demo other
    fails 4 'exists' demo story
    woad demo story "$data/blocks_16x16.jpg" --force
    grep -q '</html>' story/index.html
    cmp story/mask.png "$BATS_FILE_TMPDIR/story/mask.png"
    check <<'PY'
assert (Png("story/photo.png").width, Png("story/photo.png").height) == (16, 16)
assert (Png("story/dither_1bit_blue.png").width) == 16
PY
}

@test "--seed makes another mask" {
    woad demo other --seed 2
    run ! cmp -s other/mask.png "$BATS_FILE_TMPDIR/story/mask.png"
    woad inspect --json --scores none other/mask.png | grep -q 'seed = 2'
}

@test "a folder that cannot be, or a photo that is none, costs one sentence" {
    echo text > file
    fails 4 'file' demo file
    fails 4 'file/story' demo file/story
    fails 4 'file/story' demo file/story missing.jpg # before there is any work
    fails 3 'missing\.jpg' demo story missing.jpg
    fails 3 'file' demo story file
    fails 2 'demo needs DIR' demo
    fails 2 'demo does not take' demo story a.png b.png
    fails 2 '\-\-seed' demo story --seed minus
}

@test "Ctrl-C leaves no folder behind" {
    check <<'PY'
process = subprocess.Popen([os.environ["WOAD"], "demo", "story"], stderr=subprocess.PIPE)
wait_until_caught(process, signal.SIGINT)
process.send_signal(signal.SIGINT)
said = process.communicate(timeout=10)[1].decode()
assert process.returncode == 130, (process.returncode, said)
assert said.startswith("woad: interrupted") and said.count("\n") == 1, said
assert os.listdir(".") == []
PY
}
