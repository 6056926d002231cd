// Tensors in main memory.
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
  // Values of a JavaScript tensor, which must not be disposed meanwhile.
  Values(napi_env env, int64_t id) : tensor_(Environment::of(env).tensor(id)) { requireType(tensor_, typeOf<Number>); }
  // New values, uninitialised.
  explicit Values(const std::vector<int64_t>& shape)
      : own_(allocate(typeOf<Number>, sizeof(Number), shape)), tensor_(own_.get()) {}

  Number* data() const { return static_cast<Number*>(TF_TensorData(tensor_)); }
  int64_t size() const { return TF_TensorElementCount(tensor_); }
  std::vector<int64_t> shape() const { return shapeOf(tensor_); }
  // Passes new values to JavaScript; returns the id of their tensor.
  napi_value share(napi_env env) { return number(env, Environment::of(env).add(std::move(own_))); }

 private:
  Tensor own_;
  TF_Tensor* tensor_;
};

using Floats = Values<float>;
using Truths = Values<bool>;

}  // namespace dnn
