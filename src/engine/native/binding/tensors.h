// Tensors from JavaScript's typed arrays, and back.
#pragma once

#include "runtime.h"

namespace dnn {

// { id, shape, dtype } of a tensor that is new to JavaScript.
napi_value describe(napi_env env, Handle handle);

std::vector<int64_t> shapeOf(const TF_Tensor* tensor);
// Throws unless the tensor is of the type.
void requireType(const TF_Tensor* tensor, TF_DataType type);
// A tensor of numbers of `width` bytes, not initialised.
Tensor allocate(TF_DataType type, size_t width, const std::vector<int64_t>& shape);

// createTensor(shape, dtype, values): the id of a new tensor. Values are copied.
napi_value createTensor(napi_env env, napi_callback_info info);
// deleteTensor(id)
napi_value deleteTensor(napi_env env, napi_callback_info info);
// tensorDataSync(id): a typed array of its own, or for strings an array of Uint8Array.
napi_value tensorDataSync(napi_env env, napi_callback_info info);

}  // namespace dnn
