/* base/simd.h - run-time choice of the vector width.
 *
 * A hot loop marked WOAD_VECTOR is compiled twice, for the baseline of the build and for AVX2,
 * and the loader picks one by the processor. Both compute the same elementwise values (nothing
 * is contracted to fused operations); sums in lanes round differently, so bytes may differ
 * between processors, never between runs on one.
 *
 * Sanitizers cannot run the loader's resolvers; -Dvector=baseline leaves the copies out.
 */
#ifndef WOAD_BASE_SIMD_H
#define WOAD_BASE_SIMD_H

#if defined(WOAD_VECTOR_DISPATCH)
#define WOAD_VECTOR __attribute__((target_clones("avx2", "default")))
#else
#define WOAD_VECTOR
#endif

#endif
