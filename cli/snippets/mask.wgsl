// Dithering with a blue-noise mask of @WIDTH@x@HEIGHT@@DEPTH@, in WGSL.
//
// Load the mask as linear samples, never as sRGB, without mipmaps: r@BITS@unorm, or what your device
// has instead of it, such as r32float with the thresholds themselves.
@frame|@group(0) @binding(0) var woad_mask: texture_2d<f32>;
@frames|@group(0) @binding(0) var woad_mask: texture_2d_array<f32>; // a layer a frame

const WOAD_SIZE = vec2<i32>(@WIDTH@, @HEIGHT@);
@frames|const WOAD_FRAMES = @FRAMES@;

// The threshold u in (0, 1) at a pixel, neither of whose coordinates is negative; the mask is
// tiled. An integer v of @BITS@ bits stands for (v + 0.5) / @RANGE@, and a texture gives
// v / @MOST@.
@frame|fn woad_threshold(pixel: vec2<i32>) -> f32 {
@frames|fn woad_threshold(pixel: vec2<i32>, frame: i32) -> f32 {
    let place = pixel % WOAD_SIZE;
@frame|    let value = textureLoad(woad_mask, place, 0).r;
@frames|    let layer = frame % WOAD_FRAMES;
@frames|    let value = textureLoad(woad_mask, place, layer, 0).r;
    return (value * @MOST@.0 + 0.5) / @RANGE@.0;
}
@frame|
@frame|// How far to move the mask in a frame, so that its dots are as good in each and differ from one to
@frame|// the next: the R2 sequence (M. Roberts, 2018), in integers, which do not tire with time. Add
@frame|// it to the pixel.
@frame|fn woad_offset(frame: i32) -> vec2<i32> {
@frame|    let sixteen = vec2<u32>(16u, 16u);
@frame|    let turns = (u32(frame) * vec2<u32>(3242174889u, 2447445414u)) >> sixteen; // of 2^16
@frame|    return vec2<i32>((turns * vec2<u32>(WOAD_SIZE)) >> sixteen);
@frame|}

// One of `levels` levels, as a number in [0, 1]: the mean over the mask is v.
fn woad_dither(v: f32, u: f32, levels: f32) -> f32 {
    return clamp(floor(v * (levels - 1.0) + u) / (levels - 1.0), 0.0, 1.0);
}

// Each channel with the mask moved by a third of its size: less grey noise than with one mask.
@frame|fn woad_dither_rgb(v: vec3<f32>, pixel: vec2<i32>, levels: f32) -> vec3<f32> {
@frame|    return vec3<f32>(woad_dither(v.r, woad_threshold(pixel), levels),
@frame|        woad_dither(v.g, woad_threshold(pixel + WOAD_SIZE / 3), levels),
@frame|        woad_dither(v.b, woad_threshold(pixel + 2 * WOAD_SIZE / 3), levels));
@frames|fn woad_dither_rgb(v: vec3<f32>, pixel: vec2<i32>, frame: i32, levels: f32) -> vec3<f32> {
@frames|    return vec3<f32>(woad_dither(v.r, woad_threshold(pixel, frame), levels),
@frames|        woad_dither(v.g, woad_threshold(pixel + WOAD_SIZE / 3, frame), levels),
@frames|        woad_dither(v.b, woad_threshold(pixel + 2 * WOAD_SIZE / 3, frame), levels));
}

// From a threshold to triangular noise in (-1, 1), two levels wide.
fn woad_triangular(u: f32) -> f32 {
    return select(1.0 - sqrt(2.0 - 2.0 * u), sqrt(2.0 * u) - 1.0, u < 0.5);
}

// The same by triangular noise, whose error is as strong at all values; uniform noise where that
// would leave the levels, near black and white.
fn woad_dither_triangular(v: f32, u: f32, levels: f32) -> f32 {
    let x = v * (levels - 1.0);
    let ends = x < 0.5 || x > levels - 1.5;
    let q = select(floor(x + 0.5 + woad_triangular(u)), floor(x + u), ends);
    return clamp(q / (levels - 1.0), 0.0, 1.0);
}
