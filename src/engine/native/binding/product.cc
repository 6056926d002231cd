#include "product.h"

#include <algorithm>

#include "bias.h"
#include "floats.h"
#include "lanes.h"
#include "planes.h"

#include "fused.h"

namespace dnn {

namespace {

constexpr int64_t width = 16;  // of a panel: two registers

int64_t widthAt(int64_t column, int64_t n) {
  return n - column > width / 2 ? width : width / 2;
}

// A tile of `rows` by 8 · `registers` sums, kept in registers.
template <int rows, int registers, bool transposed>
DNN_INLINE void addTile(const float* a, int64_t distance, const float* panel, int64_t k, float* c, int64_t n) {
  Lanes sums[rows][registers];
  for (int row = 0; row < rows; row++) {
    for (int r = 0; r < registers; r++) sums[row][r] = load(c + row * n + 8 * r);
  }
  for (int64_t i = 0; i < k; i++, panel += 8 * registers) {
    Lanes values[registers];
    for (int r = 0; r < registers; r++) values[r] = load(panel + 8 * r);
    for (int row = 0; row < rows; row++) {
      const float factor = transposed ? a[i * distance + row] : a[row * distance + i];
      for (int r = 0; r < registers; r++) sums[row][r] += factor * values[r];
    }
  }
  for (int row = 0; row < rows; row++) {
    for (int r = 0; r < registers; r++) store(sums[row][r], c + row * n + 8 * r);
  }
}

template <int most, int registers, bool transposed>
DNN_INLINE void addUpTo(int64_t rows, const float* a, int64_t distance, const float* panel, int64_t k, float* c, int64_t n) {
  if (rows == most) return addTile<most, registers, transposed>(a, distance, panel, k, c, n);
  if constexpr (most > 1) addUpTo<most - 1, registers, transposed>(rows, a, distance, panel, k, c, n);
}

template <bool transposed>
DNN_INLINE void addPanels(const float* a, const Columns& b, float* c, int64_t m) {
  constexpr int64_t most = 6;
  const int64_t distance = transposed ? m : b.k;
  float part[most * width] = {};
  for (int64_t column = 0; column < b.n; column += width) {
    const int64_t wide = widthAt(column, b.n), count = std::min(wide, b.n - column);
    for (int64_t row = 0; row < m; row += most) {
      const int64_t rows = std::min(most, m - row);
      const float* from = a + row * (transposed ? 1 : b.k);
      float* to = c + row * b.n + column;
      const bool isWhole = count == wide;
      if (!isWhole) {
        for (int64_t i = 0; i < rows; i++) std::copy_n(to + i * b.n, count, part + i * wide);
      }
      float* sums = isWhole ? to : part;
      const int64_t apart = isWhole ? b.n : wide;
      if (wide == width) {
        addUpTo<most, 2, transposed>(rows, from, distance, b.panel(column), b.k, sums, apart);
      } else {
        addUpTo<most, 1, transposed>(rows, from, distance, b.panel(column), b.k, sums, apart);
      }
      if (!isWhole) {
        for (int64_t i = 0; i < rows; i++) std::copy_n(part + i * wide, count, to + i * b.n);
      }
    }
  }
}

}  // namespace

Columns::Columns(const float* matrix, int64_t k, int64_t n, bool transposed)
    : k(k), n(n), panels_((n + width / 2 - 1) / (width / 2) * (width / 2) * k) {
  for (int64_t column = 0; column < n; column += width) {
    const int64_t wide = widthAt(column, n), count = std::min(wide, n - column);
    float* to = panels_.data() + column * k;
    if (transposed) {
      separate(matrix + column * k, count, k, to, wide);
    } else {
      for (int64_t i = 0; i < k; i++) std::copy_n(matrix + i * n + column, count, to + i * wide);
    }
  }
}

DNN_FUSED void addProduct(const float* a, bool transposed, const Columns& b, float* c, int64_t m) {
  if (transposed) {
    addPanels<true>(a, b, c, m);
  } else {
    addPanels<false>(a, b, c, m);
  }
}

napi_value multiply(napi_env env, napi_callback_info info) {
  const auto given = argumentsOf(env, info, 5);
  const std::vector<int64_t> ids = integersOf(env, given[0]);
  const bool transposeA = booleanOf(env, given[2]), transposeB = booleanOf(env, given[3]);
  const Floats a(env, ids.at(0)), b(env, ids.at(1));
  Floats c(integersOf(env, given[1]));
  const std::vector<int64_t> shape = c.shape();
  const int64_t n = shape.empty() ? 0 : shape.back(), m = n == 0 ? 0 : c.size() / n, k = m == 0 ? 0 : a.size() / m;
  if (a.size() != m * k || b.size() != k * n) throw Failure("multiply: the shapes of the operands do not match");
  std::fill_n(c.data(), m * n, 0.0f);
  addProduct(a.data(), transposeA, Columns(b.data(), k, n, transposeB), c.data(), m);
  const std::vector<float> bias = biasOf(env, {ids.begin() + 1, ids.end()}, n);
  finishRows(bias.data(), booleanOf(env, given[4]), c.data(), m, n);
  return c.share(env);
}

}  // namespace dnn
