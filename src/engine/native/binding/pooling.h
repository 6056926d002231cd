// Max pooling, which TensorFlow computes slowly if there are few channels.
#pragma once

#include "javascript.h"
#include "pool.h"

namespace dnn {

// A window is [height, width, strideHeight, strideWidth, top, left]; the last two are the padding.

Pool poolOf(const std::vector<int64_t>& in, const std::vector<int64_t>& out, const std::vector<int64_t>& window);
void largestOfWindows(const Pool& pool, const float* x, float* y);

// maxPool(x, window, shape): the maximum of each window, in the shape of the output.
napi_value maxPool(napi_env env, napi_callback_info info);
// maxPoolGrad([dy, x, y], window): the gradient of x, which goes to the first of the largest inputs.
napi_value maxPoolGrad(napi_env env, napi_callback_info info);

}  // namespace dnn
