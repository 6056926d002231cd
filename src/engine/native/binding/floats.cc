#include "floats.h"

namespace dnn {

Floats::Floats(napi_env env, int64_t id) {
  Status status;
  tensor_.reset(TFE_TensorHandleResolve(Environment::of(env).find(id), status.get()));
  status.check("reading a tensor");
  if (TF_TensorType(tensor_.get()) != TF_FLOAT) throw Failure("a tensor is not of type float32");
}

Floats::Floats(const std::vector<int64_t>& shape) {
  int64_t bytes = sizeof(float);
  for (const int64_t extent : shape) bytes *= extent;
  tensor_.reset(TF_AllocateTensor(TF_FLOAT, shape.data(), shape.size(), bytes));
  if (!tensor_) throw Failure("no memory for a tensor of " + std::to_string(bytes) + " bytes");
}

std::vector<int64_t> Floats::shape() const {
  std::vector<int64_t> extents(TF_NumDims(tensor_.get()));
  for (size_t i = 0; i < extents.size(); i++) extents[i] = TF_Dim(tensor_.get(), i);
  return extents;
}

}  // namespace dnn
