#include "rows.h"

#include <algorithm>
#include <limits>

#include "floats.h"
#include "lanes.h"

namespace dnn {

namespace {

// Rows are joined until they are at least this long, because short loops are slow.
constexpr int64_t longEnough = 256;

DNN_SIMD void addToAll(const float* __restrict x, const float* __restrict bias, float* __restrict to, int64_t size,
                       int64_t length) {
  int64_t at = 0;
  for (; at + length <= size; at += length) {
    for (int64_t i = 0; i < length; i++) to[at + i] = x[at + i] + bias[i];
  }
  for (int64_t i = 0; at + i < size; i++) to[at + i] = x[at + i] + bias[i];
}

DNN_SIMD void addUp(const float* __restrict x, float* __restrict sums, int64_t size, int64_t length) {
  int64_t at = 0;
  for (; at + length <= size; at += length) {
    for (int64_t i = 0; i < length; i++) sums[i] += x[at + i];
  }
  for (int64_t i = 0; at + i < size; i++) sums[i] += x[at + i];
}

// Each row is computed in the same way, independent of the others.
DNN_SIMD void addUpRows(const float* x, float* sums, int64_t rows, int64_t length) {
  for (int64_t row = 0; row < rows; row++, x += length) {
    Lanes partial[4] = {};
    int64_t i = 0;
    for (; i + 32 <= length; i += 32) {
      for (int lane = 0; lane < 4; lane++) partial[lane] += load(x + i + 8 * lane);
    }
    double sum = 0;
    for (const Lanes& lanes : partial) {
      for (int lane = 0; lane < 8; lane++) sum += lanes[lane];
    }
    for (; i < length; i++) sum += x[i];
    sums[row] = static_cast<float>(sum);
  }
}

// NaN if a row contains any.
DNN_SIMD void largestOfRows(const float* x, float* largest, int64_t rows, int64_t length) {
  for (int64_t row = 0; row < rows; row++, x += length) {
    float best = -std::numeric_limits<float>::infinity();
    for (int64_t i = 0; i < length; i++) best = x[i] > best || x[i] != x[i] ? x[i] : best;
    largest[row] = best;
  }
}

int64_t togetherOf(int64_t columns) {
  return columns * std::max<int64_t>(1, (longEnough + columns - 1) / columns);
}

}  // namespace

napi_value addToRows(napi_env env, napi_callback_info info) {
  const auto given = argumentsOf(env, info, 2);
  const Floats x(env, integerOf(env, given[0])), bias(env, integerOf(env, given[1]));
  Floats result(x.shape());
  const int64_t columns = bias.size();
  if (columns == 0 || x.size() % columns != 0) throw Failure("a bias does not fit the rows to which it is added");
  std::vector<float> repeated(togetherOf(columns));
  for (size_t i = 0; i < repeated.size(); i++) repeated[i] = bias.data()[i % columns];
  addToAll(x.data(), repeated.data(), result.data(), x.size(), repeated.size());
  return result.share(env);
}

napi_value reduceRows(napi_env env, napi_callback_info info) {
  const auto given = argumentsOf(env, info, 3);
  const Floats x(env, integerOf(env, given[0]));
  Floats results(integersOf(env, given[1]));
  const int64_t rows = results.size();
  if (rows == 0 || x.size() == 0 || x.size() % rows != 0) throw Failure("a tensor cannot be reduced to this shape");
  (booleanOf(env, given[2]) ? largestOfRows : addUpRows)(x.data(), results.data(), rows, x.size() / rows);
  return results.share(env);
}

napi_value sumRows(napi_env env, napi_callback_info info) {
  const Floats x(env, integerOf(env, argumentsOf(env, info, 1)[0]));
  const std::vector<int64_t> shape = x.shape();
  const int64_t columns = shape.empty() ? 1 : shape.back();
  // many partial sums per column, so that the error grows with the square root of the number of rows, not with the number
  std::vector<float> partial(togetherOf(std::max<int64_t>(columns, 1)), 0.0f);
  addUp(x.data(), partial.data(), x.size(), partial.size());
  Floats sums(std::vector<int64_t>{columns});
  std::vector<double> total(columns, 0.0);
  for (size_t i = 0; i < partial.size() && columns > 0; i++) total[i % columns] += partial[i];
  for (int64_t i = 0; i < columns; i++) sums.data()[i] = static_cast<float>(total[i]);
  return sums.share(env);
}

}  // namespace dnn
