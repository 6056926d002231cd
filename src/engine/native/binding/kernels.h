// Kernels of this package that TensorFlow lacks, or has only slowly. They compute in the memory of the processor.
#pragma once

#include "javascript.h"

namespace dnn {

// reshape(id, shape): the same values in another shape, which the two share.
napi_value reshape(napi_env env, napi_callback_info info);
// adamStep([weights, gradient, first, second], [beta1, beta2, step, correction, epsilon]): the weights after one step; the
// moments change in place.
napi_value adamStep(napi_env env, napi_callback_info info);

}  // namespace dnn
