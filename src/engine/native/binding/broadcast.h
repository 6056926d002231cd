// Operands that are repeated along some axes of each other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace dnn {

// Neighbouring axes that are repeated alike, merged into one.
struct Axis {
  int64_t extent, left, right;  // strides of the operands; 0 if an operand is repeated
};

struct Broadcast {
  std::vector<int64_t> shape;
  std::vector<Axis> axes;  // from the last to the first, without axes of extent 1

  // Throws if the shapes cannot be broadcast.
  Broadcast(const std::vector<int64_t>& left, const std::vector<int64_t>& right);

  // Calls `line(left, right, to, last axis)` with the offsets at which each line along the last axis begins.
  template <typename Line>
  void overLines(Line line) const;
};

template <typename Line>
void Broadcast::overLines(Line line) const {
  if (axes.empty()) return line(0, 0, 0, Axis{1, 0, 0});
  std::vector<int64_t> place(axes.size());
  int64_t left = 0, right = 0, to = 0;
  while (true) {
    line(left, right, to, axes[0]);
    to += axes[0].extent;
    std::size_t i = 1;
    for (; i < axes.size(); i++) {
      left += axes[i].left;
      right += axes[i].right;
      if (++place[i] < axes[i].extent) break;
      left -= axes[i].left * axes[i].extent;
      right -= axes[i].right * axes[i].extent;
      place[i] = 0;
    }
    if (i == axes.size()) return;
  }
}

}  // namespace dnn
