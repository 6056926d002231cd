// Products of small matrices, without the cost of asking TensorFlow for each.
#pragma once

#include <cstdint>
#include <vector>

#include "javascript.h"

namespace dnn {

// The right operand [k, n] of a product, laid out in panels of sixteen columns, or of eight at the end.
class Columns {
 public:
  // Of a matrix [k, n] by rows, or if `transposed` [n, k].
  Columns(const float* matrix, int64_t k, int64_t n, bool transposed);

  int64_t k, n;
  const float* panel(int64_t column) const { return panels_.data() + column * k; }

 private:
  std::vector<float> panels_;
};

// c [m, n] += a · b, a by rows, [m, k] or if `transposed` [k, m]. Every row is computed alike, with sums over k in order.
void addProduct(const float* a, bool transposed, const Columns& b, float* c, int64_t m);

// multiply([a, b, bias?], shape, transposeA, transposeB, positive): the product of two matrices in that shape, with a bias
// added to every row, and if `positive` with 0 for what is negative.
napi_value multiply(napi_env env, napi_callback_info info);

}  // namespace dnn
