// Dithering with a blue-noise mask of @WIDTH@x@HEIGHT@@DEPTH@, in HLSL (shader model 5 and up).
//
// Load the mask as linear samples of @BITS@ bits, never as sRGB, without mipmaps: R@BITS@ UNORM.
@frame|Texture2D<float> woad_mask;
@frames|Texture2DArray<float> woad_mask; // a layer a frame

static const int2 WOAD_SIZE = int2(@WIDTH@, @HEIGHT@);
@frames|static const int WOAD_FRAMES = @FRAMES@;

// The threshold u in (0, 1) at a pixel, neither of whose coordinates is negative; the mask is
// tiled. An integer v of @BITS@ bits stands for (v + 0.5) / @RANGE@, and a sampler gives
// v / @MOST@.
@frame|float woad_threshold(int2 pixel)
@frames|float woad_threshold(int2 pixel, int frame)
{
    int2 place = pixel % WOAD_SIZE;
@frame|    float value = woad_mask.Load(int3(place, 0));
@frames|    int layer = frame % WOAD_FRAMES;
@frames|    float value = woad_mask.Load(int4(place, layer, 0));
    return (value * @MOST@.0 + 0.5) / @RANGE@.0;
}
@frame|
@frame|// How far to move the mask in a frame, so that its dots are as good in each and differ from one to
@frame|// the next: the R2 sequence (M. Roberts, 2018), in integers, which do not tire with time. Add
@frame|// it to the pixel.
@frame|int2 woad_offset(int frame)
@frame|{
@frame|    uint2 turns = (uint(frame) * uint2(3242174889u, 2447445414u)) >> 16u; // of 2^16
@frame|    return int2((turns * uint2(WOAD_SIZE)) >> 16u);
@frame|}

// One of `levels` levels, as a number in [0, 1]: the mean over the mask is v.
float woad_dither(float v, float u, float levels)
{
    return clamp(floor(v * (levels - 1.0) + u) / (levels - 1.0), 0.0, 1.0);
}

// Each channel with the mask moved by a third of its size: less grey noise than with one mask.
@frame|float3 woad_dither(float3 v, int2 pixel, float levels)
@frames|float3 woad_dither(float3 v, int2 pixel, int frame, float levels)
{
@frame|    return float3(woad_dither(v.r, woad_threshold(pixel), levels),
@frame|        woad_dither(v.g, woad_threshold(pixel + WOAD_SIZE / 3), levels),
@frame|        woad_dither(v.b, woad_threshold(pixel + 2 * WOAD_SIZE / 3), levels));
@frames|    return float3(woad_dither(v.r, woad_threshold(pixel, frame), levels),
@frames|        woad_dither(v.g, woad_threshold(pixel + WOAD_SIZE / 3, frame), levels),
@frames|        woad_dither(v.b, woad_threshold(pixel + 2 * WOAD_SIZE / 3, frame), levels));
}

// From a threshold to triangular noise in (-1, 1), two levels wide.
float woad_triangular(float u)
{
    return u < 0.5 ? sqrt(2.0 * u) - 1.0 : 1.0 - sqrt(2.0 - 2.0 * u);
}

// The same by triangular noise, whose error is as strong at all values; uniform noise where that
// would leave the levels, near black and white.
float woad_dither_triangular(float v, float u, float levels)
{
    float x = v * (levels - 1.0);
    bool ends = x < 0.5 || x > levels - 1.5;
    float q = ends ? floor(x + u) : floor(x + 0.5 + woad_triangular(u));
    return clamp(q / (levels - 1.0), 0.0, 1.0);
}
