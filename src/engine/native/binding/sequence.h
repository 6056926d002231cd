// The layers of a network one after the other, a few inputs at a time, so that what lies between them stays in the caches.
#pragma once

#include "javascript.h"

namespace dnn {

// runSequence(x, stages): the outputs of the stages that keep theirs, as ids. A stage is { of, shape, ids, padding, window, relu,
// keep }: `convolution` without strides, `pooling` or `dense`; shape is that of the output of one input, ids are those of the
// weights and of the bias if there is one, padding and window as in `convolve` and `maxPool`; keep is `values`, `means` for the
// mean of every channel over its places, or nothing. Bits are those of the kernels one by one.
napi_value runSequence(napi_env env, napi_callback_info info);

}  // namespace dnn
