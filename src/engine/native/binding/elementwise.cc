#include "elementwise.h"

#include <algorithm>
#include <cmath>

#include "broadcast.h"
#include "floats.h"
#include "simd.h"

namespace dnn {

namespace {

// NaN stays NaN; one choice after the other becomes vector instructions.
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

// Along a line of which both operands, or one, go from place to place.
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

template <typename Operation>
DNN_INLINE void each(const float* __restrict x, float* __restrict to, int64_t size, Operation operation) {
  for (int64_t i = 0; i < size; i++) to[i] = operation(x[i]);
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

// An operand: a tensor, or a number in an array.
class Operand {
 public:
  Operand(napi_env env, napi_value given) {
    if (isArray(env, given)) {
      number_ = static_cast<float>(numberOf(env, at(env, given, 0)));
    } else {
      const Floats tensor(env, integerOf(env, given));
      data_ = tensor.data();
      shape = tensor.shape();
    }
  }
  const float* data() const { return data_ ? data_ : &number_; }

  std::vector<int64_t> shape;

 private:
  const float* data_ = nullptr;
  float number_ = 0;
};

template <typename Result, void (*line)(int64_t, const float*, const float*, Result*, const Axis&), int64_t operations>
napi_value combine(napi_env env, napi_callback_info info) {
  const auto given = argumentsOf(env, info, 3);
  const int64_t operation = integerOf(env, given[0]);
  if (operation < 0 || operation >= operations) throw Failure("there is no operation " + std::to_string(operation));
  const Operand a(env, given[1]), b(env, given[2]);
  const Broadcast broadcast(a.shape, b.shape);
  Values<Result> result(broadcast.shape);
  if (result.size() == 0) return result.share(env);
  broadcast.overLines([&](int64_t left, int64_t right, int64_t to, const Axis& axis) {
    line(operation, a.data() + left, b.data() + right, result.data() + to, axis);
  });
  return result.share(env);
}

}  // namespace

napi_value calculate(napi_env env, napi_callback_info info) {
  return combine<float, calculateLine, 8>(env, info);
}

napi_value compare(napi_env env, napi_callback_info info) {
  return combine<bool, compareLine, 6>(env, info);
}

napi_value transform(napi_env env, napi_callback_info info) {
  const auto given = argumentsOf(env, info, 4);
  const int64_t operation = integerOf(env, given[0]);
  if (operation < 0 || operation > 7) throw Failure("there is no operation " + std::to_string(operation));
  const Floats x(env, integerOf(env, given[1]));
  Floats y(x.shape());
  const float lowest = static_cast<float>(numberOf(env, given[2])), highest = static_cast<float>(numberOf(env, given[3]));
  transformAll(operation, x.data(), y.data(), x.size(), lowest, highest);
  return y.share(env);
}

napi_value select(napi_env env, napi_callback_info info) {
  const auto given = argumentsOf(env, info, 3);
  const Truths condition(env, integerOf(env, given[0]));
  const Floats a(env, integerOf(env, given[1])), b(env, integerOf(env, given[2]));
  const int64_t size = a.size(), rows = condition.size();
  if (b.size() != size || (rows == 0 ? size > 0 : size % rows != 0)) throw Failure("select: its operands differ in shape");
  Floats result(a.shape());
  if (rows == size) {
    selectAll(condition.data(), a.data(), b.data(), result.data(), size);
  } else {
    const int64_t length = size / rows;
    for (int64_t row = 0; row < rows; row++) {
      const float* from = (condition.data()[row] ? a : b).data() + row * length;
      std::copy_n(from, length, result.data() + row * length);
    }
  }
  return result.share(env);
}

}  // namespace dnn
