// Filters that slide over images: convolutions, and their gradients of images.
#pragma once

#include <cstdint>
#include <vector>

namespace dnn {

struct Sliding {
  int64_t images, height, width, channels;  // of the input
  int64_t rows, columns, filters;           // of the output
  int64_t filterHeight, filterWidth, top, left;

  // Filters in registers of eight.
  int64_t lanes() const { return (filters + 7) / 8 * 8; }
  // Weights as [filterHeight, filterWidth, channels, lanes], zero but for those that are set.
  std::vector<float> noWeights() const { return std::vector<float>(filterHeight * filterWidth * channels * lanes()); }
};

// y [images, rows, columns, filters] of x [images, height, width, channels]: sums over the taps of a filter by rows, columns and
// channels, to which a bias [lanes] is added, and which are set to 0 where they are negative if `positive`. Every pixel is
// computed alike, whatever is around it.
void slide(const Sliding& s, const float* x, const float* weights, const float* bias, bool positive, float* y);

}  // namespace dnn
