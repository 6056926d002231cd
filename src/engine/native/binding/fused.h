// Kernels of sums of products, compiled with fused multiply-add for processors that have it, and without for others. The two round
// differently, but one processor always computes the same bits. Include after all other headers.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define DNN_FUSED __attribute__((target_clones("fma", "default")))
#pragma GCC optimize("fp-contract=fast,no-predictive-commoning")
#else
#define DNN_FUSED
#endif
