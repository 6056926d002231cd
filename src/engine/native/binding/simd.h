// Compilation options of kernels, and functions that compilers turn into vector instructions.
#pragma once

#include <cstdint>
#include <cstring>

// Compiled twice if the compiler can choose at run time. Without fused multiply-add, so that all processors round alike.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define DNN_SIMD __attribute__((target_clones("avx2", "default")))
#else
#define DNN_SIMD
#endif
#define DNN_INLINE static inline __attribute__((always_inline))

namespace dnn {

// e^x within 2 units in the last place; approximation of Cephes (Moshier 1989), function expf.
DNN_INLINE float exponential(float x) {
  x = x < -87.0f ? -87.0f : x;
  x = x > 88.0f ? 88.0f : x;
  const float rounder = 12582912.0f;  // 1.5 · 2^23: adding it leaves no place for fractions
  const float n = (x * 1.44269504f + rounder) - rounder;
  const float r = (x - n * 0.693359375f) - n * -2.12194440e-4f;
  float y = 1.9875691500e-4f;
  y = y * r + 1.3981999507e-3f;
  y = y * r + 8.3334519073e-3f;
  y = y * r + 4.1665795894e-2f;
  y = y * r + 1.6666665459e-1f;
  y = y * r + 5.0000001201e-1f;
  y = y * r * r + r + 1.0f;
  const int32_t bits = (static_cast<int32_t>(n) + 127) << 23;
  float power;
  std::memcpy(&power, &bits, sizeof power);
  return y * power;
}

DNN_INLINE float logistic(float x) {
  return 1.0f / (1.0f + exponential(-x));
}

DNN_INLINE float hardLogistic(float x) {
  const float y = 0.2f * x + 0.5f;
  const float positive = y < 0.0f ? 0.0f : y;
  return positive > 1.0f ? 1.0f : positive;
}

// Cephes, function tanhf: a polynomial near zero, where 1 - 2 / (e^2x + 1) would lose digits.
DNN_INLINE float hyperbolicTangent(float x) {
  const float size = x < 0.0f ? -x : x;
  const float far = 1.0f - 2.0f / (exponential(2.0f * size) + 1.0f);
  const float z = x * x;
  float y = -5.70498872745e-3f;
  y = y * z + 2.06390887954e-2f;
  y = y * z - 5.37397155531e-2f;
  y = y * z + 1.33314422036e-1f;
  y = y * z - 3.33332819422e-1f;
  const float near = y * z * x + x;
  return size < 0.625f ? near : (x < 0.0f ? -far : far);
}

}  // namespace dnn
