#!/usr/bin/env bats
# completion.bats - `woad completion`: what shells complete.

load support

# complete_line WORD...: what bash offers for the last word of a command line.
complete_line() {
    woad completion bash > woad.bash
    bash -c '
        set -eu
        source ./woad.bash
        COMP_WORDS=("$@")
        COMP_CWORD=$(($# - 1))
        _woad
        printf "%s\n" "${COMPREPLY[@]}"' bash "$@"
}

@test "bash completes verbs, options, names and files" {
    touch mask_one.png
    [ "$(complete_line woad des)" = design ]
    [ "$(complete_line woad design --pre)" = --preset ]
    [ "$(complete_line woad design --preset voi)" = \
        $'void-and-cluster\nvoid-and-cluster-tiles\nvoid-filling' ]
    [ "$(complete_line woad design -p note)" = notebook ]
    [ "$(complete_line woad dither --method atk)" = atkinson ]
    [ "$(complete_line woad dither --palette game)" = gameboy ]
    [ "$(complete_line woad dither --format pb)" = pbm ]
    [ "$(complete_line woad convert --format kt)" = ktx2 ]
    [ "$(complete_line woad list opt)" = optimizers ]
    [ "$(complete_line woad snippet h)" = hlsl ]
    [ "$(complete_line woad help swe)" = sweep ]
    [ "$(complete_line woad inspect mask_)" = mask_one.png ]
    [ "$(complete_line woad dither --mask mask_)" = mask_one.png ]
    [[ $(complete_line woad dither --) == *--palette*--help* ]]
    # Every verb and option of the tool is there.
    [ "$(complete_line woad '')" = "$(woad help | sed -n "s/^  \([a-z]*\)  *[^ ].*/\1/p")" ]
    for verb in $(complete_line woad ''); do
        woad help "$verb" | sed -n 's/^  \(-., \|    \)\(--[a-z-]*\).*/\2/p' | sort -u > helped
        complete_line woad "$verb" -- | sort -u > offered
        cmp helped offered
    done
}

@test "zsh and fish take their scripts" {
    woad completion zsh > _woad
    woad completion fish > woad.fish
    grep -q "'dither:dither an image" _woad
    grep -q -- '-l palette' woad.fish
    if command -v zsh > /dev/null; then zsh -n _woad; fi
    if command -v fish > /dev/null; then
        fish -n woad.fish
        fish -c 'source woad.fish; complete -C "woad design --preset voi"' > offered
        grep -q '^void-and-cluster' offered
        fish -c 'source woad.fish; complete -C "woad des"' | grep -q '^design'
    fi
    fails 2 "bash, zsh and fish" completion powershell
}
