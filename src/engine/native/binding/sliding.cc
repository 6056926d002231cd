#include "sliding.h"

#include <algorithm>

#include "lanes.h"
#include "planes.h"

#include "fused.h"

namespace dnn {

namespace {

// The part of an image [height, channels, width] visible to one row of the output. The filter's rows begin at row `above` of the
// image; those from `first` to `last` are inside it.
struct View {
  const float* planes;
  int64_t above, first, last, channels, width, filterWidth, lanes;
};

DNN_INLINE Lanes positivePart(const Lanes& x) {
  const Lanes zero = {};
  return x < zero ? zero : x;
}

// Computes `pixels` neighbours by 8 · `registers` filters. Values past the last filter are overwritten by the next pixel.
template <int pixels, int registers>
DNN_INLINE void addTaps(const View& view, int64_t column, const float* weights, const float* bias, bool positive,
                        float* to, int64_t filters) {
  Lanes sums[pixels][registers] = {};
  const float* factors = weights + view.first * view.channels * view.filterWidth * view.lanes;
  for (int64_t line = view.first; line < view.last; line++) {
    const float* row = view.planes + (view.above + line) * view.channels * view.width + column;
    for (int64_t tap = 0; tap < view.filterWidth; tap++, row++) {
      const float* x = row;
      for (int64_t channel = 0; channel < view.channels; channel++, x += view.width, factors += view.lanes) {
        Lanes factor[registers];
        for (int r = 0; r < registers; r++) factor[r] = load(factors + 8 * r);
        for (int p = 0; p < pixels; p++) {
          for (int r = 0; r < registers; r++) sums[p][r] += x[p] * factor[r];
        }
      }
    }
  }
  for (int p = 0; p < pixels; p++) {
    for (int r = 0; r < registers; r++) {
      const Lanes sum = sums[p][r] + load(bias + 8 * r);
      store(positive ? positivePart(sum) : sum, to + p * filters + 8 * r);
    }
  }
}

template <int most, int registers>
DNN_INLINE void addUpTo(int64_t pixels, const View& view, int64_t column, const float* weights, const float* bias,
                        bool positive, float* to, int64_t filters) {
  if (pixels == most) return addTaps<most, registers>(view, column, weights, bias, positive, to, filters);
  if constexpr (most > 1) {
    addUpTo<most - 1, registers>(pixels, view, column, weights, bias, positive, to, filters);
  }
}

// The rows of an image, padded with zeros left and right, channel by channel.
DNN_INLINE void layOut(const Sliding& s, const float* x, float* planes, int64_t width) {
  const int64_t first = std::max<int64_t>(0, -s.left), count = std::min(s.width, width - s.left) - first;
  for (int64_t row = 0; row < s.height; row++) {
    const float* pixels = x + (row * s.width + first) * s.channels;
    separate(pixels, count, s.channels, planes + row * s.channels * width + s.left + first, width);
  }
}

}  // namespace

DNN_FUSED void slide(const Sliding& s, const float* x, const float* weights, const float* bias, bool positive, float* y) {
  const int64_t width = s.columns + s.filterWidth - 1, lanes = s.lanes(), length = s.columns * s.filters;
  std::vector<float> planes(s.height * s.channels * width), line(length + lanes);
  // as many pixels as twelve registers hold, evenly divided
  const int64_t most = lanes == 8 ? 12 : 6, tiles = (s.columns + most - 1) / most;
  for (int64_t image = 0; image < s.images; image++) {
    layOut(s, x + image * s.height * s.width * s.channels, planes.data(), width);
    for (int64_t row = 0; row < s.rows; row++, y += length) {
      const int64_t above = row - s.top;
      const int64_t first = std::max<int64_t>(0, -above), last = std::max(first, std::min(s.filterHeight, s.height - above));
      const View view{planes.data(), above, first, last, s.channels, width, s.filterWidth, lanes};
      for (int64_t tile = 0, column = 0; tile < tiles; tile++) {
        const int64_t pixels = (s.columns - column) / (tiles - tile);
        float* to = line.data() + column * s.filters;
        int64_t done = lanes;  // from the last filters to the first, which overwrite excess values of the last ones
        if (lanes % 16 == 8) {
          done -= 8;
          addUpTo<12, 1>(pixels, view, column, weights + done, bias + done, positive, to + done, s.filters);
        }
        while (done > 0) {
          done -= 16;
          addUpTo<6, 2>(pixels, view, column, weights + done, bias + done, positive, to + done, s.filters);
        }
        column += pixels;
      }
      std::copy_n(line.data(), length, y);
    }
  }
}

}  // namespace dnn
