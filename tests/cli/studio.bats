#!/usr/bin/env bats
# studio.bats - `woad studio`, asked over HTTP: what it answers, and what it refuses.

load support

setup_file() {
    "${WOAD:-$BATS_TEST_DIRNAME/../../build/cli/woad}" help studio > /dev/null 2>&1 ||
        skip "this build has no studio"
}

# Starts a studio with these arguments; $page is its address, $port its port.
begin() {
    TMPDIR=$PWD "$WOAD" studio "$@" > address 2> said 3>&- &
    studio=$!
    wait_until test -s address
    page=$(cat address)
    port=${page#http://127.0.0.1:}
    port=${port%%/*}
    [[ $page =~ ^http://127\.0\.0\.1:[0-9]+/[0-9a-f]{32}/$ ]]
}

# Ends it as Ctrl-C does, which a shell keeps from what runs behind it.
end() {
    kill -TERM "$studio"
    wait "$studio"
    studio=
}

teardown() {
    [ -z "${studio:-}" ] || kill -KILL "$studio"
}

ask() { # PATH [curl options]
    local path=$1
    shift
    curl -sS --max-time 20 "$@" "$page$path"
}

# refused CODE PATTERN PATH [curl options]: one sentence, and nothing else.
refused() {
    local code=$1 pattern=$2 path=$3
    shift 3
    [ "$(ask "$path" -o refusal -w '%{http_code}' "$@")" = "$code" ]
    [ "$(wc -l < refusal)" = 1 ]
    grep -Eq "$pattern" refusal
}

# The state of the frame that is there now, and the run it is of.
state() {
    ask "api/frame?wait=0" | od -An -tu4 -j 12 -N 4 | tr -d ' '
}

wait_for_state() {
    for _ in $(seq 200); do
        [ "$(state)" = "$1" ] && return
        sleep 0.05
    done
    return 1
}

@test "the page and its parts are served, and load nothing from elsewhere" {
    begin --size 16
    ask "" -D headers > index.html
    grep -qi '^content-security-policy: default-src .none.' headers
    grep -qi '^referrer-policy: no-referrer' headers
    parts=$(grep -oE '(src|href)="[a-z]+\.[a-z]+"' index.html | cut -d'"' -f2)
    [ "$(wc -w <<< "$parts")" -ge 3 ]
    for part in $parts; do
        [ "$(ask "$part" -o "$part" -w '%{http_code}')" = 200 ]
        [ -s "$part" ]
    done
    run ! grep -E 'https?:' index.html style.css main.js
    # 127.0.0.1, and no other address:
    grep -q " 0100007F:$(printf %04X "$port") 00000000:0000 0A" /proc/net/tcp
    [ "$(grep -c ":$(printf %04X "$port") 00000000:0000 0A" /proc/net/tcp)" = 1 ]
    end
}

@test "who has no token, another host's name, or another site's page is refused" {
    begin --size 16
    address=$page
    page=http://127.0.0.1:$port/
    refused 403 "wrong token" ""
    refused 403 "wrong token" "0123456789abcdef0123456789abcdef/"
    refused 403 "wrong token" "api/settings"
    page=$address
    refused 403 "another host" "" -H "Host: woad.example:$port"
    refused 403 "another host" "" -H "Host: 127.0.0.1"
    refused 403 "another host" "" -H "Host:"
    refused 403 "another site" api/settings -H "Origin: http://woad.example"
    refused 403 "another site" api/settings -H "Origin: null"
    refused 403 "another site" api/stop -X POST -H "Sec-Fetch-Site: cross-site"
    [ "$(ask api/settings -o good -w '%{http_code}' -H "Origin: http://localhost:$port" \
        -H "Host: localhost:$port" -H "Sec-Fetch-Site: same-origin")" = 200 ]
    end
}

@test "what is too large, unknown or wrong is refused in a sentence" {
    begin --size 16
    head -c 100000 /dev/zero > zeros
    refused 413 "too large" api/settings --data-binary @zeros
    refused 413 "too large" api/settings -H "Transfer-Encoding: chunked" --data-binary @zeros
    refused 413 "no.* body" api/frame -X GET --data-binary @zeros
    refused 404 "nothing of this name" api/nothing
    refused 404 "nothing of this name" ../settings.c --path-as-is
    refused 400 "unknown key 'siz'" api/settings -d 'mask.siz=8'
    refused 400 "up to 4194304" api/settings -d 'mask.size=4096x4096'
    refused 400 "names a file" api/settings -d 'loss.target.spectrum=profile:/etc/passwd'
    refused 400 "names a file" api/settings -d 'mask.pdf=table:/etc/passwd'
    printf '0,-1\n0.5,0\n1,1\n' > q.csv
    for name in m.png m.h m.ktx2; do
        woad design --preset spectral --size 16 --iterations 20 --set mask.pdf=table:q.csv --values pdf -o $name
        refused 400 "in a file of its own" "api/mask?name=$name" --data-binary @$name
        refused 400 "in a file of its own" "api/reference?name=$name" --data-binary @$name
    done
    refused 400 "the drawn target" "api/target?kind=image" -d 'no picture'
    refused 400 "the photo" api/photo -d 'no picture'
    refused 400 "format" "api/mask?format=floppy"
    refused 400 "ending" "api/mask?name=mask.doc" -d 'no mask'
    refused 404 "compare" api/reference
    end
}

@test "too many requests at once are refused" {
    begin --size 16
    for _ in $(seq 900); do
        echo "${page}icon.svg"
    done > many
    xargs -n 300 -P 3 curl -s --max-time 20 -w '%{http_code}\n' < many | grep -aoE '(200|429)$' > codes
    grep -qx 200 codes
    grep -qx 429 codes
    sleep 1
    [ "$(ask icon.svg -o /dev/null -w '%{http_code}')" = 200 ]
    end
}

@test "a design runs to its end, and its mask is that of woad design" {
    begin --size 16 --seed 3 --set refine.trials=5
    wait_for_state 5
    ask "api/mask?format=npy" > studio.npy
    ask "api/frame?wait=0" > frame
    woad design --size 16 --seed 3 --set refine.trials=5 -o design.npy
    check <<'PY'
import numpy
mask = numpy.load("design.npy")
assert (numpy.load("studio.npy") == mask).all()
frame = read("frame")
at = int.from_bytes(frame[4:8], "little")
width, height, depth, channels, annuli = numpy.frombuffer(frame, "<u4", 5, at)
assert (width, height, depth, channels) == (16, 16, 1, 1)
thresholds = numpy.frombuffer(frame, "<u2", 256, at + 20 + 12 * int(annuli))
assert (thresholds.reshape(16, 16) == numpy.floor(65536 * mask)).all()
unit = (mask - mask.mean()) / mask.std()
power = numpy.fft.fftshift(abs(numpy.fft.fft2(unit)) ** 2 / 256)
seen = numpy.frombuffer(frame, "u1", 256, len(frame) - 256).reshape(16, 16)
wanted = numpy.clip((10 * numpy.log10(numpy.maximum(power, 1e-9)) + 40) * 255 / 60, 0, 255)
assert abs(seen - wanted).max() <= 0.6
PY
    ask api/recipe > again.ini
    woad design --recipe again.ini -o again.npy
    cmp again.npy design.npy
    for format in $(woad list formats | awk 'NR > 1 {print $1}'); do
        [ "$(ask "api/mask?format=$format" -o "mask.$format" -w '%{http_code}')" = 200 ]
    done
    woad convert mask.png -o back.npy
    end
}

@test "a design pauses, steps, goes on, stops and is undone" {
    begin --size 32 --set refine.trials=1000000
    ask api/pause -X POST
    wait_for_state 3
    ask "api/frame?wait=0" > one
    sleep 0.3
    ask "api/frame?wait=0" > two
    cmp one two
    ask api/step -X POST
    sleep 0.3
    ask "api/frame?wait=0" > three
    run ! cmp -s one three
    ask api/resume -X POST
    wait_for_state 2
    ask api/settings -d 'refine.temperature=0.5' | grep -q '"refine.temperature":"0.5"'
    ask api/stop -X POST
    wait_for_state 4
    ask "api/settings?start=fresh" -d 'refine.trials=1'
    wait_for_state 5
    ask api/undo -X POST | grep -q '"refine.trials":"1000000"'
    end
}

@test "a drawn target is designed, and measured in the mask" {
    begin --size 64
    check <<'PY'
import numpy
lines = ["%g,%d\n" % (f, 0.15 < f < 0.3) for f in numpy.linspace(0, 0.71, 72)]
open("ring.csv", "w").writelines(lines)
PY
    ask "api/target?kind=profile&start=fresh" --data-binary @ring.csv | grep -q profile:
    wait_for_state 5
    ask "api/mask?format=npy" > ring.npy
    woad inspect ring.npy --target profile:ring.csv --json > ring.json
    check <<'PY'
target = load_json("ring.json")["target"]
assert target["relative_rms"] < 0.1, target
assert target["stop_band_db"] < -15, target
PY
    ask api/target | cmp - ring.csv
    ask api/recipe | grep -qx 'spectrum = profile:target.csv'
    end
}

@test "a picture that would take more memory than is allowed is refused, and the studio goes on" {
    if grep -q '__[at]san_init' "$WOAD"; then
        skip "a sanitizer takes all the address space there is"
    fi
    check <<'PY'
side = 20000 # 400 million pixels in 400 kB
raw = zlib.compressobj(9)
packed = b"".join(raw.compress(bytes(side + 1)) for _ in range(side)) + raw.flush()
with open("bomb.png", "wb") as f:
    f.write(SIGNATURE + png_chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)) +
            png_chunk(b"IDAT", packed) + png_chunk(b"IEND", b""))
PY
    begin --size 16 --max-memory 300M
    refused 500 'out of memory' api/photo --data-binary @bomb.png
    refused 500 'out of memory' "api/mask?name=bomb.png" --data-binary @bomb.png
    ask "api/photo" --data-binary "@$data/blocks_16x16.jpg" | grep -q '"photo"'
    end
}

@test "a design waits while nobody looks" {
    begin --size 32 --set refine.trials=1000000 --idle 1
    wait_for_state 2
    sleep 2.5
    before=$(awk '{print $14 + $15}' "/proc/$studio/stat")
    sleep 1
    after=$(awk '{print $14 + $15}' "/proc/$studio/stat")
    [ "$((after - before))" -le 3 ] # hundredths of a second
    state
    wait_for_state 2
    end
}

@test "a mask that is brought is gone on from, and one to compare with is scored" {
    woad design --size 24 --set refine.trials=2 -o mine.npy
    begin --size 16
    ask "api/mask?name=mine.npy" --data-binary @mine.npy | grep -q '"mask.size":"24x24"'
    ask "api/mask?format=npy" > back.npy
    check <<'PY'
import numpy
assert (numpy.load("mine.npy") == numpy.load("back.npy")).all()
PY
    ask "api/reference?method=white-noise" -X POST | grep -q white-noise
    ask api/scores > scores.json
    check <<'PY'
scores = load_json("scores.json")
mine, other = scores["mask"]["dither_error_db"], scores["reference"]["dither_error_db"]
assert mine["2.5"] < other["2.5"] - 5, scores
PY
    ask api/photo --data-binary "@$data/blocks_16x16.jpg"
    ask "api/dithered?as=png&levels=2" > dots.png
    [ "$(head -c 4 dots.png | tail -c 3)" = PNG ]
    [ "$(ask "api/dithered?levels=2" | wc -c)" = $((8 + 16 * 16 * 3)) ]
    end
}

@test "what cannot be served is said before anything runs" {
    fails 2 "up to 4194304" studio --size 8192
    fails 3 "none.jpg" studio none.jpg
    fails 2 "port" studio --port 70000
    begin --size 16
    fails 4 "cannot listen" studio --size 16 --port "$port"
    end
    run ! ls -d woad-studio-*
}
