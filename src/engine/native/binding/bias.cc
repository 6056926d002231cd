#include "bias.h"

#include <algorithm>

#include "floats.h"
#include "simd.h"

namespace dnn {

std::vector<float> biasOf(napi_env env, const std::vector<int64_t>& ids, int64_t length) {
  std::vector<float> bias(length);
  if (ids.size() < 2) return bias;
  const Floats given(env, ids[1]);
  if (given.size() > length) throw Failure("a bias has more numbers than a row of sums");
  std::copy_n(given.data(), given.size(), bias.data());
  return bias;
}

DNN_SIMD void finishRows(const float* __restrict bias, bool positive, float* __restrict c, int64_t m, int64_t n) {
  for (int64_t row = 0; row < m; row++, c += n) {
    for (int64_t i = 0; i < n; i++) {
      const float sum = c[i] + bias[i];
      c[i] = positive && sum < 0.0f ? 0.0f : sum;
    }
  }
}

}  // namespace dnn
