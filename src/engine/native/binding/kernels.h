// Kernels of this package that TensorFlow lacks or computes slowly. They work in main memory.
#pragma once

#include "javascript.h"

namespace dnn {

// reshape(id, shape): another tensor that shares the same values in another shape.
napi_value reshape(napi_env env, napi_callback_info info);
// adamStep([weights, gradient, first, second], [beta1, beta2, step, correction, epsilon]): the weights after one step; updates the
// moments in place.
napi_value adamStep(napi_env env, napi_callback_info info);

}  // namespace dnn
