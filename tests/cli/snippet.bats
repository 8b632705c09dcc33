#!/usr/bin/env bats
# snippet.bats - `woad snippet`: code that compiles, and dithers as woad does.

load support

# Every function of a snippet, called; $1 is "frame" or "frames".
glsl_main() {
    local at='ivec2(gl_FragCoord.xy)'
    [ "$1" = frames ] || at="$at + woad_offset(3)"
    local frame=''
    [ "$1" = frame ] || frame=', 3'
    printf 'out vec4 o;\nvoid main() { float u = woad_threshold(%s%s); %s }\n' "$at" "$frame" \
        "o = vec4(woad_dither(vec3(u), $at$frame, 4.0),
         woad_dither(u, u, 4.0) + woad_dither_triangular(u, u, 4.0));"
}

@test "GLSL and HLSL compile, with and without frames" {
    command -v glslangValidator > /dev/null || skip "there is no glslang"
    for size in 64x48 16x16x4; do
        kind=frame
        [ $size = 64x48 ] || kind=frames
        { echo '#version 330'; woad snippet glsl --size $size; glsl_main $kind; } > a.frag
        { printf '#version 300 es\nprecision highp float;\nprecision highp sampler2DArray;\n'
          woad snippet glsl --size $size; glsl_main $kind; } > b.frag
        { woad snippet hlsl --size $size
          glsl_main $kind | sed -e 's/ivec2(gl_FragCoord.xy)/int2(p.xy)/g' -e 's/vec\([34]\)/float\1/g' \
              -e 's/float3(u)/float3(u, u, u)/' -e '/^out/d' \
              -e 's/void main() {/float4 main(float4 p : SV_Position) : SV_Target { float4 o;/' \
              -e 's/ }$/ return o; }/'; } > c.hlsl
        glslangValidator a.frag
        glslangValidator b.frag
        glslangValidator -D -S frag -e main -V c.hlsl -o c.spv
    done
}

@test "C compiles in C and C++, and dithers as the tool does" {
    check <<'PY'
write_png("grey.png", [[(5 * x + 11 * y) % 256 for x in range(50)] for y in range(40)])
PY
    woad design --size 13x7x3 --preset void-and-cluster -o mask.npy
    cat > main.c <<'C'
#include MASK
#include "dither.h"
#include <stdio.h>
int main(void)
{
    for (size_t y = 0; y < 40; y++)
        for (size_t x = 0; x < 50; x++) {
            double v = (5 * x + 11 * y) % 256 / 255.0, u = woad_threshold(x, y, 4);
            size_t a, b;
            woad_offset(1, &a, &b);
            if (a != 9 || b != 3)
                return 1;
            woad_offset(4000000001u, &a, &b); /* after two years */
            if (a >= 13 || b >= 7)
                return 1;
            putchar(TRIANGULAR ? woad_level_triangular(v, u, 6) : woad_level(v, u, 6));
        }
    return 0;
}
C
    cp main.c main.cc
    for bits in 8 16; do
        woad convert mask.npy --type u$bits -o mask$bits.h
        woad convert mask$bits.h -o mask$bits.npy
        woad snippet c mask.npy --bits $bits -o dither.h --force
        for noise in uniform triangular; do
            triangular=$([ $noise = triangular ] && echo 1 || echo 0)
            woad dither grey.png --mask mask$bits.npy --frame 4 --levels 6 --noise $noise \
                -o tool.png --force
            for compiler in "cc -std=c99 main.c" "c++ main.cc"; do
                $compiler -Wall -Wextra -Werror -DMASK="\"mask$bits.h\"" -DTRIANGULAR=$triangular -o main -lm
                ./main > levels
                check <<'PY'
levels = list(read("levels"))
assert [51 * q for q in levels] == Png("tool.png").values
PY
            done
        done
    done
}

@test "a mask moves in the snippet as in the tool" {
    check <<'PY'
write_png("grey.png", [[(5 * x + 11 * y) % 256 for x in range(50)] for y in range(40)])
PY
    woad design --size 13x7 --preset void-and-cluster -o mask.npy
    woad convert mask.npy --type u8 -o mask.h
    woad convert mask.h -o mask8.npy
    woad snippet c mask.npy --bits 8 -o dither.h
    cat > main.c <<'C'
#include "mask.h"
#include "dither.h"
#include <stdio.h>
int main(void)
{
    for (size_t frame = 0; frame < 5; frame++) {
        size_t a, b;
        woad_offset(frame, &a, &b);
        for (size_t y = 0; y < 40; y++)
            for (size_t x = 0; x < 50; x++)
                putchar(woad_level((5 * x + 11 * y) % 256 / 255.0,
                    woad_threshold(x + a, y + b, 0), 2));
    }
    return 0;
}
C
    cc -std=c99 -Wall -Wextra -Werror main.c -o main -lm
    ./main > levels
    woad dither grey.png grey.png grey.png grey.png grey.png --mask mask8.npy --motion offset \
        -o moved%d.png
    check <<'PY'
levels = list(read("levels"))
for i in range(5):
    assert levels[2000 * i:2000 * (i + 1)] == Png(f"moved{i}.png").values, i
PY
}

@test "a snippet is for a mask's size, frames, channels and bits" {
    woad design --size 8x4x2 --preset void-and-cluster --bits 8 -o frames.ktx2
    woad snippet glsl frames.ktx2 > a
    woad snippet glsl --size 8x4x2 --bits 16 -o b
    grep -q '^const ivec2 WOAD_SIZE = ivec2(8, 4);$' a
    grep -q '^const int WOAD_FRAMES = 2;$' a
    grep -q '255.0 + 0.5) / 256.0' a || grep -q '65535.0 + 0.5) / 65536.0' a
    grep -q '65535.0 + 0.5) / 65536.0' b
    for language in glsl hlsl wgsl c; do
        woad snippet $language > x
        run ! grep -q '@[A-Za-z]*@\|@frame' x
        grep -q '64' x
    done
    woad snippet wgsl | grep -q '^@group(0) @binding(0) var woad_mask: texture_2d<f32>;$'
}

@test "what there is no snippet for gets a sentence" {
    fails 2 "did you mean 'glsl'" snippet gsl
    fails 2 "glsl, hlsl, wgsl and c" snippet fortran-ninety
    fails 2 "8 or 16" snippet glsl --bits 12
    fails 2 "mask.size" snippet glsl --size 0
    fails 3 "nothing.png" snippet glsl nothing.png
    design --size 8 -o mask.png
    fails 2 "leave one out" snippet glsl mask.png --size 8
    echo kept > out.glsl
    fails 4 "out.glsl exists" snippet glsl mask.png -o out.glsl
}

@test "all languages move the mask alike, and go on moving it" {
    for language in glsl hlsl wgsl c; do
        woad snippet $language --size 64x32 > "x.$language"
        grep -q 3242174889u "x.$language"
        grep -q 2447445414u "x.$language"
    done
    check <<'PY'
# The constants are 1 / g and 1 / g^2 of 2^32, g the root of g^3 = g + 1.
g = 1.32471795724474602596
assert round(2 ** 32 / g) == 3242174889 and round(2 ** 32 / g ** 2) == 2447445414
for first in 0, 10 ** 6, 4 * 10 ** 9:
    places = {(((n * 3242174889 % 2 ** 32) >> 16) * 64 >> 16,
               ((n * 2447445414 % 2 ** 32) >> 16) * 64 >> 16) for n in range(first, first + 4096)}
    assert len(places) > 3000, (first, len(places))
PY
}
