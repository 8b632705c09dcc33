# The front door: each target installs what it needs, builds, and runs.
# For those who know Meson: `meson setup build && meson test -C build` does the same.

.POSIX:
.PHONY: all demo masks check check-long bench fuzz trust format clean

# For fuzz and trust: of each target, and of each sample.
MINUTES = 1

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

# What check leaves out: each optional part, MPICH, more of Clang, other systems and machines, more
# of the sanitizers and of valgrind, analyzers, coverage. More than an hour.
check-long:
	scripts/setup check
	scripts/check clang options mpich windows i686 s390x sanitize_long valgrind_long analyzer tidy coverage

# What the loop and whole runs cost on this machine: some minutes.
bench: all
	build/bench/woad-bench --threads 2
	python3 bench/processes.py build/cli/woad
	python3 bench/dithering.py build

# Looks for inputs that readers fail at.
fuzz:
	scripts/setup check
	scripts/fuzz $(MINUTES)

# What takes long to be sure of: fuzzing, kills, random recipes.
trust: all fuzz
	python3 trust/kills.py build/cli/woad $$(($(MINUTES) * 100))
	python3 trust/soak.py build/cli/woad $$(($(MINUTES) * 100))
	[ ! -x build/mpi/woad-mpi ] || python3 trust/kills_mpi.py build/mpi/woad-mpi $$(($(MINUTES) * 5))

# Rewrites the sources as .clang-format says.
format:
	scripts/format --write

clean:
	rm -rf build build-* demo
