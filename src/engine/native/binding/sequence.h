// Runs the layers of a network one after another on a few inputs at a time, so that intermediate results stay in the caches.
#pragma once

#include "javascript.h"

namespace dnn {

// runSequence(x, stages): the ids of the outputs of stages with `keep`. A stage is { of, shape, ids, padding, window, relu, keep }.
// `of` is `convolution` (without strides), `pooling` or `dense`; `shape` is the output shape per input; `ids` are the weights and
// the bias, if there is one; `padding` and `window` are as in `convolve` and `maxPool`; `keep` is `values`, `means` (the mean per
// channel) or empty. The bits are those of the separate kernels.
napi_value runSequence(napi_env env, napi_callback_info info);

}  // namespace dnn
