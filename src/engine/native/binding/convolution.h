// Convolutions of few channels, for which TensorFlow is slow.
#pragma once

#include "javascript.h"

namespace dnn {

// convolve([images, filters, bias?], shape, [top, left], positive): the convolution without strides, [batch, rows, columns,
// filters], of the shape that is given; images are padded by zeros, of which so many stand above and left of them. With a bias
// [filters], and if `positive` with 0 for what is negative.
napi_value convolve(napi_env env, napi_callback_info info);

}  // namespace dnn
