// Runs TensorFlow operations one at a time.
#pragma once

#include "javascript.h"

namespace dnn {

// executeOp(name, attributes, inputs, outputs): runs an operation on tensors by id; returns an array of { id, shape, dtype }.
napi_value executeOp(napi_env env, napi_callback_info info);

}  // namespace dnn
