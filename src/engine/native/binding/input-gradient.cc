#include "input-gradient.h"

#include <algorithm>

#include "floats.h"
#include "lanes.h"
#include "planes.h"
#include "sliding.h"

#include "fused.h"

namespace dnn {

namespace {

constexpr int64_t pixels = 32;  // of a row, computed together
constexpr int64_t few = 4;      // channels, computed for many pixels at a time; if more, all channels of one pixel at a time

struct Geometry {
  int64_t images, height, width, channels;            // of the input
  int64_t rows, columns, filters;                     // of the output
  int64_t filterHeight, filterWidth, top, left;
  int64_t planeRows, planeColumns;                    // of dy, with zeros around it
};

Geometry geometryOf(const std::vector<int64_t>& in, const std::vector<int64_t>& out, const std::vector<int64_t>& filter,
                    const std::vector<int64_t>& padding) {
  const bool fits = in.size() == 4 && out.size() == 4 && filter.size() == 4 && padding.size() == 2 && in[0] == out[0] &&
                    filter[2] == in[3] && filter[3] == out[3];
  if (!fits) throw Failure("inputGradient: the shapes of the operands do not match");
  const int64_t width = (in[2] + pixels - 1) / pixels * pixels;
  return {in[0],      in[1],      in[2],      in[3],      out[1],         out[2],
          out[3],     filter[0],  filter[1],  padding[0], padding[1],     in[1] + filter[0] - 1,
          width + filter[1] - 1};
}

// The gradient dy of one image as [planeRows, filters, planeColumns]: pixel (i, j) of dy is in row i - top + filterHeight - 1 and
// column j - left + filterWidth - 1. Pixels outside the planes belong to the padding.
DNN_INLINE void layOut(const Geometry& g, const float* dy, float* planes) {
  const int64_t down = g.filterHeight - 1 - g.top, right = g.filterWidth - 1 - g.left;
  const int64_t first = std::max<int64_t>(0, -right), count = std::min(g.columns, g.planeColumns - right) - first;
  for (int64_t i = std::max<int64_t>(0, -down); i < std::min(g.rows, g.planeRows - down); i++) {
    float* row = planes + (i + down) * g.filters * g.planeColumns + first + right;
    separate(dy + (i * g.columns + first) * g.filters, count, g.filters, row, g.planeColumns);
  }
}

// Computes 32 pixels in each of some rows of dx, for `channels` channels at once, into [rows, channels, 32].
template <int rows, int channels>
DNN_INLINE void addTaps(const Geometry& g, const float* planes, const float* weights, float* to) {
  Lanes sums[rows][channels][4] = {};
  const int64_t line = g.filters * g.planeColumns;
  for (int64_t kh = 0; kh < g.filterHeight; kh++) {
    for (int64_t kw = 0; kw < g.filterWidth; kw++) {
      const float* from = planes + (g.filterHeight - 1 - kh) * line + g.filterWidth - 1 - kw;
      const float* factors = weights + (kh * g.filterWidth + kw) * g.channels * g.filters;
      for (int64_t filter = 0; filter < g.filters; filter++, from += g.planeColumns) {
        for (int row = 0; row < rows; row++) {
          for (int i = 0; i < 4; i++) {
            const Lanes values = load(from + row * line + 8 * i);
            for (int channel = 0; channel < channels; channel++) {
              sums[row][channel][i] += factors[channel * g.filters + filter] * values;
            }
          }
        }
      }
    }
  }
  for (int row = 0; row < rows; row++) {
    for (int channel = 0; channel < channels; channel++) {
      for (int i = 0; i < 4; i++) store(sums[row][channel][i], to + (row * channels + channel) * pixels + i * 8);
    }
  }
}

// Writes the pixels [channels, 32] as pixels of an image.
DNN_INLINE void write(const Geometry& g, const float* sums, int64_t row, int64_t first, float* dx) {
  float* to = dx + (row * g.width + first) * g.channels;
  const int64_t count = std::min(pixels, g.width - first);
  for (int64_t i = 0; i < count; i++) {
    for (int64_t channel = 0; channel < g.channels; channel++) *to++ = sums[channel * pixels + i];
  }
}

DNN_FUSED void differentiate(const Geometry& g, const float* dy, const float* weights, float* planes, float* dx) {
  float sums[few * pixels];
  for (int64_t image = 0; image < g.images; image++, dx += g.height * g.width * g.channels) {
    layOut(g, dy + image * g.rows * g.columns * g.filters, planes);
    // eight sums at a time, because fewer would wait for each other
    const int64_t together = g.channels == 1 ? 2 : 1;
    for (int64_t row = 0; row < g.height; row += together) {
      for (int64_t first = 0; first < g.width; first += pixels) {
        const float* from = planes + row * g.filters * g.planeColumns + first;
        const bool isPair = row + together <= g.height;
        if (g.channels == 1 && isPair) addTaps<2, 1>(g, from, weights, sums);
        if (g.channels == 1 && !isPair) addTaps<1, 1>(g, from, weights, sums);
        if (g.channels > 1) addTaps<1, 2>(g, from, weights, sums);
        if (g.channels == 3) addTaps<1, 1>(g, from, weights + 2 * g.filters, sums + 2 * pixels);
        if (g.channels == 4) addTaps<1, 2>(g, from, weights + 2 * g.filters, sums + 2 * pixels);
        write(g, sums, row, first, dx);
        if (together == 2 && isPair) write(g, sums + pixels, row + 1, first, dx);
      }
    }
  }
}

// The same, computed as a convolution of dy with the rotated filters, [filterHeight, filterWidth, channels, filters].
void slideBack(const Geometry& g, const float* dy, const float* filter, float* dx) {
  const Sliding s{g.images, g.rows, g.columns, g.filters, g.height, g.width, g.channels, g.filterHeight, g.filterWidth,
                  g.filterHeight - 1 - g.top, g.filterWidth - 1 - g.left};
  std::vector<float> weights = s.noWeights();
  const std::vector<float> start(s.lanes());
  for (int64_t i = s.filterHeight - 1; i >= 0; i--) {
    for (int64_t j = s.filterWidth - 1; j >= 0; j--) {
      for (int64_t channel = 0; channel < g.channels; channel++) {
        float* to = &weights[(i * s.filterWidth + j) * s.channels * s.lanes() + channel];
        for (int64_t f = 0; f < g.filters; f++) to[f * s.lanes()] = *filter++;
      }
    }
  }
  slide(s, dy, weights.data(), start.data(), false, dx);
}

}  // namespace

napi_value inputGradient(napi_env env, napi_callback_info info) {
  const auto given = argumentsOf(env, info, 3);
  const std::vector<int64_t> ids = integersOf(env, given[0]);
  const Floats dy(env, ids.at(0)), filter(env, ids.at(1));
  Floats dx(integersOf(env, given[1]));
  const Geometry g = geometryOf(dx.shape(), dy.shape(), filter.shape(), integersOf(env, given[2]));
  if (g.channels > few) {
    slideBack(g, dy.data(), filter.data(), dx.data());
  } else {
    std::vector<float> planes(g.filters * g.planeRows * g.planeColumns);
    differentiate(g, dy.data(), filter.data(), planes.data(), dx.data());
  }
  return dx.share(env);
}

}  // namespace dnn
