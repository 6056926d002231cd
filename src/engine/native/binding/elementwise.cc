#include "elementwise.h"

#include <algorithm>

#include "floats.h"
#include "lines.h"

namespace dnn {

namespace {

// An operand: a tensor, or a number inside an array.
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
  if (operation < 0 || operation >= operations) throw Failure("unknown operation " + std::to_string(operation));
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
  return combine<float, calculateLine, calculations>(env, info);
}

napi_value compare(napi_env env, napi_callback_info info) {
  return combine<bool, compareLine, comparisons>(env, info);
}

napi_value transform(napi_env env, napi_callback_info info) {
  const auto given = argumentsOf(env, info, 4);
  const int64_t operation = integerOf(env, given[0]);
  if (operation < 0 || operation >= functions) throw Failure("unknown operation " + std::to_string(operation));
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
  if (b.size() != size || (rows == 0 ? size > 0 : size % rows != 0)) throw Failure("select: the operands differ in shape");
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
