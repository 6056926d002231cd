// Convolutions of few channels, for which TensorFlow is slow.
#pragma once

#include "javascript.h"
#include "sliding.h"

namespace dnn {

// From the shapes of an input [batch, height, width, channels], of a filter and of the output, padded by [top, left].
Sliding slidingOf(const std::vector<int64_t>& in, const std::vector<int64_t>& filter, const std::vector<int64_t>& out,
                  const std::vector<int64_t>& padding);
// Filters [filterHeight, filterWidth, channels, filters] with zeros behind the last of them.
std::vector<float> weightsOf(const Sliding& s, const float* filter);

// convolve([images, filters, bias?], shape, [top, left], positive): the convolution without strides, [batch, rows, columns,
// filters], of the shape that is given; images are padded by zeros, of which so many stand above and left of them. With a bias
// [filters], and if `positive` with 0 for what is negative.
napi_value convolve(napi_env env, napi_callback_info info);

}  // namespace dnn
