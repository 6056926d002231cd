// Convolutions with few channels, which TensorFlow computes slowly.
#pragma once

#include "javascript.h"
#include "sliding.h"

namespace dnn {

// The geometry from the shapes of an input [batch, height, width, channels], filter and output, padded by [top, left].
Sliding slidingOf(const std::vector<int64_t>& in, const std::vector<int64_t>& filter, const std::vector<int64_t>& out,
                  const std::vector<int64_t>& padding);
// Filters [filterHeight, filterWidth, channels, filters], padded with zeros after the last filter.
std::vector<float> weightsOf(const Sliding& s, const float* filter);

// convolve([images, filters, bias?], shape, [top, left], positive): the convolution without strides, of the given shape [batch,
// rows, columns, filters]. Images are padded with `top` rows of zeros above and `left` columns on the left. Adds a bias [filters],
// and sets negative sums to 0 if `positive`.
napi_value convolve(napi_env env, napi_callback_info info);

}  // namespace dnn
