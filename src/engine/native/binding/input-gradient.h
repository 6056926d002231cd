// The gradient of a convolution with respect to an input of few channels, which oneDNN computes slowly.
#pragma once

#include "javascript.h"

namespace dnn {

// inputGradient([dy, filter], shape, [top, left]): the gradient in the shape of the input for strides of one; top and left are
// what the input was padded by.
napi_value inputGradient(napi_env env, napi_callback_info info);

}  // namespace dnn
