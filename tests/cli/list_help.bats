#!/usr/bin/env bats
# list_help.bats - `woad list`, `woad help`, and what the tool says of itself.

load support

verbs() {
    woad help | sed -n 's/^  \([a-z]*\) .*/\1/p'
}

@test "list shows every catalog, each entry with a line of help" {
    woad list > all
    for catalog in $(sed -n 's/^\([a-z-]*\):$/\1/p' all); do
        woad list "$catalog" > one
        grep -qx "$catalog:" one
        [ "$(grep -c ':$' one)" = 1 ]
        [ "$(grep -cE '^  [A-Za-z0-9._:,-]+ +[^ ].{10,}' one)" = "$(($(wc -l < one) - 1))" ]
        cat one >> together
    done
    diff all together
}

@test "list has what the post needs" {
    woad list presets | grep -q '^  notebook '
    woad list presets | grep -q '^  spectral '
    for term in spectral uniformity histogram; do
        woad list losses | grep -q "^  $term "
    done
    for format in png npy raw; do
        woad list formats | grep -q "^  $format "
    done
    for method in descent heavy-ball nesterov adam; do
        woad list optimizers | grep -q "^  $method "
    done
    for schedule in constant linear cosine; do
        woad list schedules | grep -q "^  $schedule "
    done
}

@test "list --json is one object of the same names" {
    woad list > list.txt
    woad list --json > list.json
    woad list presets --json > presets.json
    check <<'PY'
all = load_json("list.json")
assert list(load_json("presets.json")) == ["presets"]
assert load_json("presets.json")["presets"] == all["presets"]
catalog = None
for line in open("list.txt"):
    if line.endswith(":\n"):
        catalog = all.pop(line[:-2])
    else:
        name, text = line.split(None, 1)
        assert catalog.pop(name) == text.strip()
assert not all and not catalog
PY
}

@test "every preset that is listed designs a mask" {
    for preset in $(woad list presets | awk 'NR > 1 {print $1}'); do
        design --preset "$preset" -o "$preset.npy"
        woad inspect --json --scores none "$preset.npy" | grep -q '"permutation": true'
    done
}

@test "help lists the verbs, and so do --help and -h" {
    woad help > help
    [ "$(verbs | grep -vx studio | tr '\n' ' ')" = "design inspect compare dither convert sweep demo list show snippet completion help " ]
    woad --help | diff help -
    woad -h | diff help -
}

@test "help VERB shows usage, options and examples, as VERB --help does" {
    for verb in $(verbs); do
        woad help "$verb" > "$verb.txt"
        head -1 "$verb.txt" | grep -q "^usage: woad $verb"
        grep -q '^options:$' "$verb.txt"
        grep -q "^  woad $verb" "$verb.txt"
        woad "$verb" --help | diff "$verb.txt" -
        woad "$verb" -h | diff "$verb.txt" -
    done
    woad help generate | diff design.txt -
}

@test "help VERB tells what is required, its own --bits, and the exit codes" {
    for verb in dither convert; do
        woad help $verb | head -1 | grep -Eq ' -o FILE(|\|FOLDER) \[options\]$'
    done
    woad help dither > dither
    woad help convert > convert
    grep -A 1 -e '--bits' dither | grep -q 'a channel, 1 to 8'
    grep -A 1 -e '--bits' convert | grep -q '8 or 16'
    run ! grep -q 'dither:' dither convert
    for verb in $(verbs); do
        woad help "$verb" | grep -q '^exit codes: 0 done, 1 a check failed'
        woad help "$verb" | head -1 | run ! grep '  '
        woad help --scdoc "$verb" | grep -A 2 SYNOPSIS | run ! grep '  '
    done
    woad help --scdoc | grep -q '^0 done, 1 a check failed'
}

@test "help fits into 80 columns" {
    for verb in $(verbs); do
        woad help "$verb"
    done > all
    check <<'PY'
long = [line for line in open("all").read().splitlines()
        if len(line) > 80 and not line.startswith("  woad")]
assert not long, long
PY
}

@test "help --scdoc is the source of manual pages" {
    woad help --scdoc > woad.1.scd
    [ "$(head -1 woad.1.scd)" = "woad(1)" ]
    for verb in $(verbs); do
        grep -q "woad-$verb" woad.1.scd
        woad help "$verb" --scdoc > "woad-$verb.1.scd"
        [ "$(head -1 "woad-$verb.1.scd")" = "woad-$verb(1)" ]
        for option in $(woad help "$verb" | grep -oE '^ +(-., )?--[a-z-]+' | grep -oE '[-][-].*'); do
            grep -qF -- "*$option*" "woad-$verb.1.scd"
        done
    done
    command -v scdoc > /dev/null || skip "scdoc is not installed"
    for page in *.scd; do
        scdoc < "$page" > page.1
        grep -q '^\.TH "woad' page.1
    done
}

@test "every verb has a manual page that is installed" {
    for verb in $(verbs); do
        grep -q "'$verb'" "$project/man/meson.build"
    done
}

@test "--version names the tool and its version" {
    [[ $(woad --version) =~ ^woad\ [0-9]+\.[0-9]+\.[0-9]+$ ]]
}

@test "no verb at all is a usage error that shows the verbs" {
    run --separate-stderr -2 woad
    [ -z "$output" ]
    [[ $stderr == *"usage: woad VERB"*design*inspect*dither* ]]
}
