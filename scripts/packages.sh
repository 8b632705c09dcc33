# shellcheck shell=sh
# scripts/packages.sh - Debian's packages and their sources, for those scripts that need more than
# scripts/setup installs. For them to read in, at the project's root: the sources lie in $sources.
sources=$PWD/build-foreign-sources

install_packages() { # PACKAGE...
    dpkg -s "$@" >/dev/null 2>&1 && return 0
    as_root=
    [ "$(id -u)" = 0 ] || as_root=sudo
    $as_root apt-get update -q
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -q -y --no-install-recommends "$@"
}

# The sources of a package as its authors have them, from where the machine's packages are from, or
# from Debian's stable: those of the oldest are not everywhere.
fetch() { # PACKAGE
    [ ! -e "$sources/$1/done" ] || return 0
    rm -rf "${sources:?}/$1"
    mkdir -p "$sources/$1" "$sources/lists/partial" "$sources/apt"
    if [ ! -e "$sources/apt/woad.sources" ]; then
        sed -e 's/^Types:.*/Types: deb-src/' -e "s/^Suites: *\([a-z]*\).*/Suites: \1 stable/" \
            -e '/^$/q' /etc/apt/sources.list.d/debian.sources >"$sources/apt/woad.sources"
        apt_here update -q
    fi
    apt_here source --print-uris "$1" | grep '\.orig\.tar\.[a-z0-9]* ' | tr -d "'" |
        while read -r uri name _ hash; do
            /usr/lib/apt/apt-helper download-file "$uri" "$sources/$name" "$hash" &&
                tar -xf "$sources/$name" -C "$sources/$1" --strip-components=1 &&
                touch "$sources/$1/done"
        done
    [ -e "$sources/$1/done" ]
}

apt_here() {
    apt-get -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$sources/apt" \
        -o Dir::State::Lists="$sources/lists" "$@"
}
