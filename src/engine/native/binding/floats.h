// Tensors in the memory of the processor.
#pragma once

#include "tensors.h"

namespace dnn {

template <typename Number>
constexpr TF_DataType typeOf = TF_FLOAT;
template <>
constexpr TF_DataType typeOf<bool> = TF_BOOL;

// The values of a tensor, float32 or bool.
template <typename Number>
class Values {
 public:
  // Those of a tensor of JavaScript, which has to stay meanwhile.
  Values(napi_env env, int64_t id) : tensor_(Environment::of(env).tensor(id)) { requireType(tensor_, typeOf<Number>); }
  // New ones, not initialised.
  explicit Values(const std::vector<int64_t>& shape)
      : own_(allocate(typeOf<Number>, sizeof(Number), shape)), tensor_(own_.get()) {}

  Number* data() const { return static_cast<Number*>(TF_TensorData(tensor_)); }
  int64_t size() const { return TF_TensorElementCount(tensor_); }
  std::vector<int64_t> shape() const { return shapeOf(tensor_); }
  // Hands new ones over to JavaScript: the id of their tensor.
  napi_value share(napi_env env) { return number(env, Environment::of(env).add(std::move(own_))); }

 private:
  Tensor own_;
  TF_Tensor* tensor_;
};

using Floats = Values<float>;
using Truths = Values<bool>;

}  // namespace dnn
