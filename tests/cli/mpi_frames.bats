#!/usr/bin/env bats
# mpi_frames.bats - masks of several frames in 1 to 3 processes.

load mpi_support

@test "processes make the frames that one makes" {
    for axes in frame time frame+time volume; do
        for size in 20x12x8 3x5x6; do
            made_alike --preset spectral --size $size --iterations 30 --seed 3 --force \
                --set loss.spectral.axes=$axes --set loss.uniformity.axes=$axes \
                --set loss.uniformity.weight=0.2
        done
    done
    made_alike --preset spectral --size 16x9x8 --set loss.spectral.axes=frame+time --force \
        --iterations 20 --set mask.pdf=triangular --set finish.iterations=9 \
        --set baseline.method=void-and-cluster
}

@test "killed frames go on from their checkpoint, in another number of processes" {
    for axes in frame+time volume; do
        # shellcheck disable=SC2206
        job=(design --preset spectral --size 12x10x8 --iterations 3000 --seed 4
            --set loss.spectral.axes=$axes)
        in_processes 3 "${job[@]}" -o whole.npy --force
        killed_with_a_checkpoint 2 "${job[@]}" --checkpoint-every 0
        in_processes 3 "${job[@]}" -o part.npy --checkpoint state --resume
        cmp whole.npy part.npy
        rm -f .woad-*
    done
}
