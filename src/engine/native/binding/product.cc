#include "product.h"

#include "lanes.h"

namespace dnn {

namespace {

constexpr int64_t width = 16;  // two registers of eight

// A tile of `rows` times 16, which stays in registers.
template <int rows>
DNN_INLINE void addTile(const float* a, const float* b, float* c, int64_t k, int64_t n) {
  Lanes left[rows], right[rows];
  for (int row = 0; row < rows; row++) {
    left[row] = load(c + row * n);
    right[row] = load(c + row * n + 8);
  }
  for (int64_t i = 0; i < k; i++) {
    const Lanes first = load(b + i * n), second = load(b + i * n + 8);
    for (int row = 0; row < rows; row++) {
      const float factor = a[row * k + i];
      left[row] += factor * first;
      right[row] += factor * second;
    }
  }
  for (int row = 0; row < rows; row++) {
    store(left[row], c + row * n);
    store(right[row], c + row * n + 8);
  }
}

template <int rows>
DNN_INLINE void addRows(const float* a, const float* b, float* c, int64_t k, int64_t n) {
  int64_t column = 0;
  for (; column + width <= n; column += width) addTile<rows>(a, b + column, c + column, k, n);
  for (int row = 0; row < rows; row++) {
    for (int64_t i = 0; i < k; i++) {
      for (int64_t j = column; j < n; j++) c[row * n + j] += a[row * k + i] * b[i * n + j];
    }
  }
}

}  // namespace

DNN_SIMD void addProduct(const float* a, const float* b, float* c, int64_t m, int64_t k, int64_t n) {
  int64_t row = 0;
  for (; row + 4 <= m; row += 4) addRows<4>(a + row * k, b, c + row * n, k, n);
  for (; row < m; row++) addRows<1>(a + row * k, b, c + row * n, k, n);
}

void transpose(const float* from, float* to, int64_t rows, int64_t columns) {
  for (int64_t i = 0; i < rows; i++) {
    for (int64_t j = 0; j < columns; j++) to[j * rows + i] = from[i * columns + j];
  }
}

}  // namespace dnn
