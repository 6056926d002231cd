// Filters that slide over images: convolutions, and their gradients with respect to images.
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
  // Weights as [filterHeight, filterWidth, channels, lanes], zero until they are set.
  std::vector<float> noWeights() const { return std::vector<float>(filterHeight * filterWidth * channels * lanes()); }
};

// Computes y [images, rows, columns, filters] from x [images, height, width, channels]: sums over the taps of a filter by rows,
// columns and channels. Adds a bias [lanes], and sets negative sums to 0 if `positive`. Each pixel is computed in the same way,
// independent of its surroundings.
void slide(const Sliding& s, const float* x, const float* weights, const float* bias, bool positive, float* y);

}  // namespace dnn
