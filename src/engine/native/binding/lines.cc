#include "lines.h"

#include <cmath>

#include "simd.h"

namespace dnn {

namespace {

// NaN remains NaN. Consecutive selections compile to vector instructions.
DNN_INLINE float largerOf(float a, float b) {
  const float larger = a > b ? a : b;
  return a != a ? a : larger;
}
DNN_INLINE float smallerOf(float a, float b) {
  const float smaller = a < b ? a : b;
  return a != a ? a : smaller;
}
DNN_INLINE float between(float x, float lowest, float highest) {
  const float raised = x < lowest ? lowest : x;
  return raised > highest ? highest : raised;
}

// Computes a line along which both operands advance, or only one.
template <typename Result, typename Operation>
DNN_INLINE void along(const float* __restrict a, const float* __restrict b, Result* __restrict to, const Axis& axis,
                      Operation operation) {
  if (axis.left && axis.right) {
    for (int64_t i = 0; i < axis.extent; i++) to[i] = operation(a[i], b[i]);
  } else if (axis.left) {
    const float same = *b;
    for (int64_t i = 0; i < axis.extent; i++) to[i] = operation(a[i], same);
  } else {
    const float same = *a;
    for (int64_t i = 0; i < axis.extent; i++) to[i] = operation(same, b[i]);
  }
}

template <typename Operation>
DNN_INLINE void each(const float* __restrict x, float* __restrict to, int64_t size, Operation operation) {
  for (int64_t i = 0; i < size; i++) to[i] = operation(x[i]);
}

}  // namespace

#define DNN_ALONG(expression) \
  return along(a, b, to, axis, [](float x, float y) __attribute__((always_inline)) { return expression; })

DNN_SIMD void calculateLine(int64_t operation, const float* a, const float* b, float* to, const Axis& axis) {
  switch (operation) {
    case 0: DNN_ALONG(x + y);
    case 1: DNN_ALONG(x - y);
    case 2: DNN_ALONG(x * y);
    case 3: DNN_ALONG(x / y);
    case 4: DNN_ALONG(largerOf(x, y));
    case 5: DNN_ALONG(smallerOf(x, y));
    case 6: DNN_ALONG((x - y) * (x - y));
    case 7: DNN_ALONG(x > 0.0f ? y : 0.0f);
  }
}

DNN_SIMD void compareLine(int64_t operation, const float* a, const float* b, bool* to, const Axis& axis) {
  switch (operation) {
    case 0: DNN_ALONG(x == y);
    case 1: DNN_ALONG(x != y);
    case 2: DNN_ALONG(x > y);
    case 3: DNN_ALONG(x >= y);
    case 4: DNN_ALONG(x < y);
    case 5: DNN_ALONG(x <= y);
  }
}

#define DNN_EACH(expression) \
  return each(from, to, size, [=](float x) __attribute__((always_inline)) { return expression; })

DNN_SIMD void transformAll(int64_t operation, const float* from, float* to, int64_t size, float lowest, float highest) {
  switch (operation) {
    case 0: DNN_EACH(-x);
    case 1: DNN_EACH(std::fabs(x));
    case 2: DNN_EACH(x * x);
    case 3: DNN_EACH(std::sqrt(x));
    case 4: DNN_EACH(x < 0.0f ? 0.0f : x);
    case 5: DNN_EACH(x > 0.0f ? 1.0f : (x < 0.0f ? -1.0f : x));
    case 6: DNN_EACH(logistic(x));
    case 7: DNN_EACH(between(x, lowest, highest));
  }
}

DNN_SIMD void selectAll(const bool* __restrict condition, const float* __restrict a, const float* __restrict b,
                        float* __restrict to, int64_t size) {
  for (int64_t i = 0; i < size; i++) to[i] = condition[i] ? a[i] : b[i];
}

}  // namespace dnn
