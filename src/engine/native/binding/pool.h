// The windows of a pool.
#pragma once

#include <cstdint>

namespace dnn {

struct Pool {
  int64_t images, height, width, channels, rows, columns;  // of the input, then of the output
  int64_t windowHeight, windowWidth, strideHeight, strideWidth, top, left;

  // Whether all windows are inside the image and adjacent to each other.
  bool isTiled() const {
    return top == 0 && left == 0 && strideHeight == windowHeight && strideWidth == windowWidth &&
           rows * windowHeight <= height && columns * windowWidth <= width;
  }
};

}  // namespace dnn
