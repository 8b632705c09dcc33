@glsl|// Dithering with a blue-noise mask of @WIDTH@x@HEIGHT@@DEPTH@, in GLSL (3.30, or ES 3.00 and up).
@hlsl|// Dithering with a blue-noise mask of @WIDTH@x@HEIGHT@@DEPTH@, in HLSL (shader model 5 and up).
//
// Load the mask as linear samples of @BITS@ bits, never as sRGB, without mipmaps: R@BITS@ UNORM.
@glsl|@frame|uniform highp sampler2D woad_mask;
@hlsl|@frame|Texture2D<float> woad_mask;
@glsl|@frames|uniform highp sampler2DArray woad_mask; // a layer a frame
@hlsl|@frames|Texture2DArray<float> woad_mask; // a layer a frame

@CONST@ @INT2@ WOAD_SIZE = @INT2@(@WIDTH@, @HEIGHT@);
@frames|@CONST@ int WOAD_FRAMES = @FRAMES@;

// The threshold u in (0, 1) at a pixel, neither of whose coordinates is negative; the mask is
// tiled. An integer v of @BITS@ bits stands for (v + 0.5) / @RANGE@, and a sampler gives
// v / @MOST@.
@frame|float woad_threshold(@INT2@ pixel)
@frames|float woad_threshold(@INT2@ pixel, int frame)
{
    @INT2@ place = pixel % WOAD_SIZE;
@glsl|@frame|    float value = texelFetch(woad_mask, place, 0).r;
@hlsl|@frame|    float value = woad_mask.Load(int3(place, 0));
@frames|    int layer = frame % WOAD_FRAMES;
@glsl|@frames|    float value = texelFetch(woad_mask, ivec3(place, layer), 0).r;
@hlsl|@frames|    float value = woad_mask.Load(int4(place, layer, 0));
    return (value * @MOST@.0 + 0.5) / @RANGE@.0;
}
@frame|
@frame|// How far to move the mask in a frame, so that its dots are as good in each and differ from one to
@frame|// the next: the R2 sequence (M. Roberts, 2018), in integers, which do not tire with time. Add
@frame|// it to the pixel.
@frame|@INT2@ woad_offset(int frame)
@frame|{
@frame|    @UINT2@ turns = (uint(frame) * @UINT2@(3242174889u, 2447445414u)) >> 16u; // of 2^16
@frame|    return @INT2@((turns * @UINT2@(WOAD_SIZE)) >> 16u);
@frame|}

// One of `levels` levels, as a number in [0, 1]: the mean over the mask is v.
float woad_dither(float v, float u, float levels)
{
    return clamp(floor(v * (levels - 1.0) + u) / (levels - 1.0), 0.0, 1.0);
}

// Each channel with the mask moved by a third of its size: less grey noise than with one mask.
@frame|@FLOAT3@ woad_dither(@FLOAT3@ v, @INT2@ pixel, float levels)
@frames|@FLOAT3@ woad_dither(@FLOAT3@ v, @INT2@ pixel, int frame, float levels)
{
@frame|    return @FLOAT3@(woad_dither(v.r, woad_threshold(pixel), levels),
@frame|        woad_dither(v.g, woad_threshold(pixel + WOAD_SIZE / 3), levels),
@frame|        woad_dither(v.b, woad_threshold(pixel + 2 * WOAD_SIZE / 3), levels));
@frames|    return @FLOAT3@(woad_dither(v.r, woad_threshold(pixel, frame), levels),
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
