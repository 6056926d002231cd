// A product of small matrices, without the cost of asking TensorFlow for each.
#pragma once

#include <cstdint>

namespace dnn {

// c [m, n] += a [m, k] · b [k, n], all by rows without gaps; sums go over k in order.
void addProduct(const float* a, const float* b, float* c, int64_t m, int64_t k, int64_t n);

// The transpose [columns, rows] of a matrix [rows, columns].
void transpose(const float* from, float* to, int64_t rows, int64_t columns);

}  // namespace dnn
