# The front door: each target installs what it needs, builds, and runs.
# For those who know Meson: `meson setup build && meson test -C build` does the same.

.POSIX:
.PHONY: all demo check format clean

all:
	scripts/setup build
	scripts/build build

demo: all
	build/cli/woad demo --force demo

check:
	scripts/setup check
	scripts/check

# Rewrites the sources as .clang-format says.
format:
	scripts/format --write

clean:
	rm -rf build build-* demo
