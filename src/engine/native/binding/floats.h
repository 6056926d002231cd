// Tensors of type float32 in the memory of the processor.
#pragma once

#include "tensors.h"

namespace dnn {

// The values of a tensor, which live as long as this.
class Floats {
 public:
  // Those of a tensor of JavaScript.
  Floats(napi_env env, int64_t id);
  // New ones, not initialised.
  explicit Floats(const std::vector<int64_t>& shape);

  float* data() const { return static_cast<float*>(TF_TensorData(tensor_.get())); }
  int64_t size() const { return TF_TensorElementCount(tensor_.get()); }
  std::vector<int64_t> shape() const;
  // { id, shape, dtype } for JavaScript.
  napi_value describe(napi_env env) const { return describeTensor(env, tensor_.get()); }

 private:
  Tensor tensor_;
};

}  // namespace dnn
