#include "input-gradient.h"

#include <algorithm>

#include "floats.h"
#include "lanes.h"

namespace dnn {

namespace {

constexpr int64_t pixels = 32;  // of a row, computed at a time

struct Geometry {
  int64_t images, height, width, channels;            // of the input
  int64_t rows, columns, filters;                     // of the output
  int64_t filterHeight, filterWidth, top, left;
  int64_t planeRows, planeColumns;                    // of dy, with zeros around it
};

Geometry geometryOf(const std::vector<int64_t>& in, const std::vector<int64_t>& out, const std::vector<int64_t>& filter,
                    const std::vector<int64_t>& padding) {
  const bool fits = in.size() == 4 && out.size() == 4 && filter.size() == 4 && padding.size() == 2 && in[0] == out[0] &&
                    filter[2] == in[3] && filter[3] == out[3] && in[3] >= 1 && in[3] <= 4;
  if (!fits) throw Failure("inputGradient: the shapes of its operands do not belong together");
  const int64_t width = (in[2] + pixels - 1) / pixels * pixels;
  return {in[0],      in[1],      in[2],      in[3],      out[1],         out[2],
          out[3],     filter[0],  filter[1],  padding[0], padding[1],     in[1] + filter[0] - 1,
          width + filter[1] - 1};
}

// The gradient dy of one image as [planeRows, filters, planeColumns]: pixel (i, j) of dy lies in row i - top + filterHeight - 1
// and column j - left + filterWidth - 1. What lies beyond belongs to the padding.
void layOut(const Geometry& g, const float* dy, float* planes) {
  const int64_t down = g.filterHeight - 1 - g.top, right = g.filterWidth - 1 - g.left;
  for (int64_t i = std::max<int64_t>(0, -down); i < std::min(g.rows, g.planeRows - down); i++) {
    for (int64_t filter = 0; filter < g.filters; filter++) {
      float* row = planes + ((i + down) * g.filters + filter) * g.planeColumns + right;
      for (int64_t j = std::max<int64_t>(0, -right); j < std::min(g.columns, g.planeColumns - right); j++) {
        row[j] = dy[(i * g.columns + j) * g.filters + filter];
      }
    }
  }
}

// 32 pixels of a row of dx, for `channels` channels at once, to [channels, 32].
template <int channels>
DNN_INLINE void addTaps(const Geometry& g, const float* planes, const float* weights, float* to) {
  Lanes sums[channels][4] = {};
  for (int64_t kh = 0; kh < g.filterHeight; kh++) {
    for (int64_t kw = 0; kw < g.filterWidth; kw++) {
      const float* from = planes + (g.filterHeight - 1 - kh) * g.filters * g.planeColumns + g.filterWidth - 1 - kw;
      const float* factors = weights + (kh * g.filterWidth + kw) * g.channels * g.filters;
      for (int64_t filter = 0; filter < g.filters; filter++, from += g.planeColumns) {
        const Lanes values[] = {load(from), load(from + 8), load(from + 16), load(from + 24)};
        for (int channel = 0; channel < channels; channel++) {
          const float factor = factors[channel * g.filters + filter];
          for (int i = 0; i < 4; i++) sums[channel][i] += factor * values[i];
        }
      }
    }
  }
  for (int channel = 0; channel < channels; channel++) {
    for (int i = 0; i < 4; i++) store(sums[channel][i], to + channel * pixels + i * 8);
  }
}

DNN_SIMD void differentiate(const Geometry& g, const float* dy, const float* weights, float* planes, float* dx) {
  float sums[4 * pixels];
  for (int64_t image = 0; image < g.images; image++) {
    layOut(g, dy + image * g.rows * g.columns * g.filters, planes);
    for (int64_t row = 0; row < g.height; row++) {
      for (int64_t first = 0; first < g.width; first += pixels) {
        const float* from = planes + row * g.filters * g.planeColumns + first;
        if (g.channels == 1) addTaps<1>(g, from, weights, sums);
        if (g.channels > 1) addTaps<2>(g, from, weights, sums);
        if (g.channels == 3) addTaps<1>(g, from, weights + 2 * g.filters, sums + 2 * pixels);
        if (g.channels == 4) addTaps<2>(g, from, weights + 2 * g.filters, sums + 2 * pixels);
        float* to = dx + ((image * g.height + row) * g.width + first) * g.channels;
        const int64_t count = std::min(pixels, g.width - first);
        for (int64_t i = 0; i < count; i++) {
          for (int64_t channel = 0; channel < g.channels; channel++) *to++ = sums[channel * pixels + i];
        }
      }
    }
  }
}

}  // namespace

napi_value inputGradient(napi_env env, napi_callback_info info) {
  const auto given = argumentsOf(env, info, 3);
  const std::vector<int64_t> ids = integersOf(env, given[0]);
  const Floats dy(env, ids.at(0)), filter(env, ids.at(1)), dx(integersOf(env, given[1]));
  const Geometry g = geometryOf(dx.shape(), dy.shape(), filter.shape(), integersOf(env, given[2]));
  std::vector<float> planes(g.filters * g.planeRows * g.planeColumns);
  differentiate(g, dy.data(), filter.data(), planes.data(), dx.data());
  return dx.describe(env);
}

}  // namespace dnn
