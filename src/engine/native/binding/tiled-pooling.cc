#include "tiled-pooling.h"

#include <algorithm>
#include <vector>

#include "lanes.h"

namespace dnn {

namespace {

typedef int32_t Mask __attribute__((vector_size(32)));

constexpr int64_t lanes = 8;  // numbers read and written at a time; up to this many past the end of a line

// Extents known at compile time, or 0.
template <int windowHeight, int windowWidth>
DNN_INLINE void largest(const Pool& p, const float* x, float* y) {
  const int64_t height = windowHeight ? windowHeight : p.windowHeight, width = windowWidth ? windowWidth : p.windowWidth;
  const int64_t length = p.columns * width * p.channels, outputs = p.columns * p.channels;
  std::vector<float> across(length + lanes), line(outputs + lanes);
  for (int64_t image = 0; image < p.images; image++) {
    for (int64_t row = 0; row < p.rows; row++, y += outputs) {
      const float* from = x + (image * p.height + row * height) * p.width * p.channels;
      std::copy_n(from, length, across.data());
      for (int64_t i = 1; i < height; i++) {
        const float* next = from + i * p.width * p.channels;
        float* best = across.data();
        for (int64_t k = 0; k < length; k++) {
          const float larger = next[k] > best[k] ? next[k] : best[k];
          best[k] = next[k] != next[k] ? next[k] : larger;
        }
      }
      for (int64_t column = 0; column < p.columns; column++) {
        for (int64_t channel = 0; channel < p.channels; channel += lanes) {
          const float* taps = across.data() + column * width * p.channels + channel;
          Lanes best = load(taps);
          for (int64_t j = 1; j < width; j++) {
            const Lanes value = load(taps + j * p.channels);
            best = (value > best) | (value != value) ? value : best;
          }
          store(best, line.data() + column * p.channels + channel);  // excess values are overwritten by the next pixel
        }
      }
      std::copy_n(line.data(), outputs, y);
    }
  }
}

template <int windowHeight, int windowWidth>
DNN_INLINE void gradient(const Pool& p, const float* x, const float* y, const float* dy, float* dx) {
  const int64_t height = windowHeight ? windowHeight : p.windowHeight, width = windowWidth ? windowWidth : p.windowWidth;
  const int64_t length = p.columns * width * p.channels, outputs = p.columns * p.channels;
  const int64_t line = length + lanes, row = p.width * p.channels;
  std::vector<float> inputs(height * line), slopes(height * line), best(outputs + lanes), slope(outputs + lanes);
  for (int64_t image = 0; image < p.images; image++, x += p.height * row, dx += p.height * row) {
    std::fill_n(dx + p.rows * height * row, (p.height - p.rows * height) * row, 0.0f);
    for (int64_t i = 0; i < p.rows; i++, y += outputs, dy += outputs) {
      std::copy_n(y, outputs, best.data());
      std::copy_n(dy, outputs, slope.data());
      for (int64_t k = 0; k < height; k++) std::copy_n(x + (i * height + k) * row, length, &inputs[k * line]);
      for (int64_t column = 0; column < p.columns; column++) {
        // from the last channels to the first, which overwrite excess values
        for (int64_t channel = (p.channels - 1) / lanes * lanes; channel >= 0; channel -= lanes) {
          const Lanes largest = load(&best[column * p.channels + channel]), none = {};
          const Lanes given = load(&slope[column * p.channels + channel]);
          Mask open = none == none;
          for (int64_t k = 0; k < height; k++) {
            for (int64_t j = 0; j < width; j++) {
              const int64_t at = k * line + (column * width + j) * p.channels + channel;
              const Mask hit = open & (load(&inputs[at]) == largest);
              store(hit ? given : none, &slopes[at]);
              open &= ~hit;
            }
          }
        }
      }
      for (int64_t k = 0; k < height; k++) {
        float* to = dx + (i * height + k) * row;
        std::copy_n(&slopes[k * line], length, to);
        std::fill_n(to + length, row - length, 0.0f);
      }
    }
  }
}

}  // namespace

DNN_SIMD void largestOfTiles(const Pool& p, const float* x, float* y) {
  if (p.windowHeight == 2 && p.windowWidth == 2) return largest<2, 2>(p, x, y);
  largest<0, 0>(p, x, y);
}

DNN_SIMD void gradientOfTiles(const Pool& p, const float* x, const float* y, const float* dy, float* dx) {
  if (p.windowHeight == 2 && p.windowWidth == 2) return gradient<2, 2>(p, x, y, dy, dx);
  gradient<0, 0>(p, x, y, dy, dx);
}

}  // namespace dnn
