#include "convolution.h"

#include <algorithm>

#include "bias.h"
#include "floats.h"
#include "sliding.h"

namespace dnn {

Sliding slidingOf(const std::vector<int64_t>& in, const std::vector<int64_t>& filter, const std::vector<int64_t>& out,
                  const std::vector<int64_t>& padding) {
  const bool fits = in.size() == 4 && filter.size() == 4 && out.size() == 4 && padding.size() == 2 && in[0] == out[0] &&
                    filter[2] == in[3] && filter[3] == out[3] && padding[0] >= 0 && padding[1] >= 0;
  if (!fits) throw Failure("convolve: the shapes of the operands do not match");
  return {in[0], in[1], in[2], in[3], out[1], out[2], out[3], filter[0], filter[1], padding[0], padding[1]};
}

std::vector<float> weightsOf(const Sliding& s, const float* filter) {
  std::vector<float> weights = s.noWeights();
  const int64_t taps = s.filterHeight * s.filterWidth * s.channels;
  for (int64_t tap = 0; tap < taps; tap++) std::copy_n(filter + tap * s.filters, s.filters, &weights[tap * s.lanes()]);
  return weights;
}

napi_value convolve(napi_env env, napi_callback_info info) {
  const auto given = argumentsOf(env, info, 4);
  const std::vector<int64_t> ids = integersOf(env, given[0]);
  const Floats x(env, ids.at(0)), filter(env, ids.at(1));
  Floats y(integersOf(env, given[1]));
  const Sliding s = slidingOf(x.shape(), filter.shape(), y.shape(), integersOf(env, given[2]));
  const std::vector<float> weights = weightsOf(s, filter.data());
  const std::vector<float> bias = biasOf(env, {ids.begin() + 1, ids.end()}, s.lanes());
  slide(s, x.data(), weights.data(), bias.data(), booleanOf(env, given[3]), y.data());
  return y.share(env);
}

}  // namespace dnn
