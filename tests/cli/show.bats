#!/usr/bin/env bats
# show.bats - `woad show`: images and masks as text.

load support

pictures() {
    check <<'PY'
rows = [[c for x in range(20) for c in (12 * x, 25 * y, 200)] for y in range(7)]
write_png("rgb.png", rows, colour=RGB)
write_png("grey.png", [[(13 * x + 29 * y) % 256 for x in range(21)] for y in range(10)])
write_png("wide.png", [[255] * 400] * 100)
PY
}

@test "half blocks have two pixels each, in 24-bit colours" {
    pictures
    woad show rgb.png --style true > out
    check <<'PY'
lines = open("out", encoding="utf-8").read().split("\n")
assert lines.pop() == "" and len(lines) == 4
for n, line in enumerate(lines):
    cells = re.findall(r"\x1b\[([0-9;]*)m▀", line)
    assert len(cells) == 20 and line.endswith("\x1b[0m")
    for x, cell in enumerate(cells):
        want = f"38;2;{12 * x};{50 * n};200"
        if n < 3:
            want += f";48;2;{12 * x};{50 * n + 25};200"
        assert cell == want, (n, x, cell)
PY
}

@test "256 colours are xterm's, and their mean is the picture's" {
    check <<'PY'
write_png("flat.png", [[200, 90, 30] * 64] * 64, colour=RGB)
PY
    woad show flat.png --style 256 > out
    check <<'PY'
levels = (0, 95, 135, 175, 215, 255)
def rgb(n):
    if n >= 232:
        return (8 + 10 * (n - 232),) * 3
    n -= 16
    return levels[n // 36], levels[n // 6 % 6], levels[n % 6]
numbers = [int(n) for n in re.findall(r"[34]8;5;(\d+)", open("out", encoding="utf-8").read())]
assert len(numbers) == 4096 and min(numbers) >= 16
for c, want in enumerate((200, 90, 30)):
    assert abs(sum(rgb(n)[c] for n in numbers) / 4096 - want) < 1, c
PY
}

@test "braille is the picture dithered, and what pipes get" {
    pictures
    woad show grey.png > out
    woad show grey.png --style braille > named
    cmp out named
    woad dither grey.png -o dithered.png
    check <<'PY'
dots = {0: (0, 0), 1: (0, 1), 2: (0, 2), 3: (1, 0), 4: (1, 1), 5: (1, 2), 6: (0, 3), 7: (1, 3)}
want = Png("dithered.png")
lines = open("out", encoding="utf-8").read().splitlines()
assert [len(line) for line in lines] == [11] * 3
for n, line in enumerate(lines):
    for k, character in enumerate(line):
        bits = ord(character) - 0x2800
        assert 0 <= bits < 256
        for bit, (dx, dy) in dots.items():
            x, y = 2 * k + dx, 4 * n + dy
            inside = x < 21 and y < 10
            assert bits >> bit & 1 == (want.rows[y][x] if inside else 0), (x, y)
PY
}

@test "what is too wide is made smaller; masks are shown by frame" {
    pictures
    woad show wide.png > out
    woad show wide.png --columns 10 --style true > ten
    design --size 8x4x2 --preset void-and-cluster -o m.npy
    woad show m.npy --style true > first
    woad show m.npy --style true --frame 1 > second
    check <<'PY'
assert [len(line) for line in open("out", encoding="utf-8").read().splitlines()] == [80] * 10
assert open("ten", encoding="utf-8").read().count("▀") == 20
u = Npy("m.npy").values
for frame, name in enumerate(("first", "second")):
    top = [int(v) for v in re.findall(r"38;2;(\d+);\1;\1", open(name, encoding="utf-8").read())]
    want = [int(256 * u[32 * frame + 8 * y + x]) for y in (0, 2) for x in range(8)]
    assert top == want, (top, want)
PY
}

@test "what cannot be shown gets a sentence" {
    pictures
    echo nonsense > bad.png
    fails 3 "bad.png is neither" show bad.png
    fails 3 "nothing.png" show nothing.png
    fails 2 "true, 256" show grey.png --style colour
    fails 2 "1 to 4096" show grey.png --columns 0
    fails 2 "about masks" show grey.png --frame 1
}
