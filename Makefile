# The front door: each target installs what it needs, builds, and runs.
# For those who know Meson: `meson setup build && meson test -C build` does the same.

.POSIX:
.PHONY: all demo masks check bench format clean

all:
	scripts/setup build
	scripts/build build

demo: all
	build/cli/woad demo --force demo

# The mask pack of masks/, what is not there yet: some minutes.
masks: all
	scripts/make-masks build/cli/woad

check:
	scripts/setup check
	scripts/check

# What the loop and whole runs cost on this machine: some minutes.
bench: all
	build/bench/woad-bench --threads 2
	python3 bench/processes.py build/cli/woad
	python3 bench/dithering.py build

# Rewrites the sources as .clang-format says.
format:
	scripts/format --write

clean:
	rm -rf build build-* demo
