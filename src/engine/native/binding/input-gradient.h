// The gradient of a convolution with respect to an input with few channels, which oneDNN computes slowly.
#pragma once

#include "javascript.h"

namespace dnn {

// inputGradient([dy, filter], shape, [top, left]): the gradient in the shape of the input, for strides of one. `top` and `left` are
// the padding of the input.
napi_value inputGradient(napi_env env, napi_callback_info info);

}  // namespace dnn
