// Converts typed arrays of JavaScript to tensors, and back.
#pragma once

#include "runtime.h"

namespace dnn {

// Returns { id, shape, dtype } of a tensor that is new to JavaScript.
napi_value describe(napi_env env, Handle handle);

std::vector<int64_t> shapeOf(const TF_Tensor* tensor);
// Throws unless the tensor has the type.
void requireType(const TF_Tensor* tensor, TF_DataType type);
// Allocates a tensor of numbers of `width` bytes, uninitialised.
Tensor allocate(TF_DataType type, size_t width, const std::vector<int64_t>& shape);

// createTensor(shape, dtype, values): creates a tensor and returns its id. Values are copied.
napi_value createTensor(napi_env env, napi_callback_info info);
// deleteTensor(id)
napi_value deleteTensor(napi_env env, napi_callback_info info);
// tensorDataSync(id): a copy of the values as a typed array; for strings an array of Uint8Array.
napi_value tensorDataSync(napi_env env, napi_callback_info info);

}  // namespace dnn
