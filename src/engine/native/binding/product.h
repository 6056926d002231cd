// Products of small matrices, without the cost of a TensorFlow operation.
#pragma once

#include <cstdint>
#include <vector>

#include "javascript.h"

namespace dnn {

// The right operand [k, n] of a product, in panels of sixteen columns, or of eight at the end.
class Columns {
 public:
  // Packs a matrix [k, n] stored by rows, or [n, k] if `transposed`.
  Columns(const float* matrix, int64_t k, int64_t n, bool transposed);

  int64_t k, n;
  const float* panel(int64_t column) const { return panels_.data() + column * k; }

 private:
  std::vector<float> panels_;
};

// c [m, n] += a · b. a is stored by rows, [m, k], or [k, m] if `transposed`. All rows are computed alike, summing over k in order.
void addProduct(const float* a, bool transposed, const Columns& b, float* c, int64_t m);

// multiply([a, b, bias?], shape, transposeA, transposeB, positive): the product of two matrices in that shape. Adds a bias to every
// row, and sets negative sums to 0 if `positive`.
napi_value multiply(napi_env env, napi_callback_info info);

}  // namespace dnn
