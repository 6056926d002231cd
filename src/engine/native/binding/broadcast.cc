#include "broadcast.h"

#include <algorithm>

#include "javascript.h"

namespace dnn {

Broadcast::Broadcast(const std::vector<int64_t>& left, const std::vector<int64_t>& right)
    : shape(std::max(left.size(), right.size())) {
  int64_t leftSize = 1, rightSize = 1;
  for (size_t back = 1; back <= shape.size(); back++) {
    const int64_t a = back <= left.size() ? left[left.size() - back] : 1;
    const int64_t b = back <= right.size() ? right[right.size() - back] : 1;
    if (a != b && a != 1 && b != 1) throw Failure("operands of these shapes cannot be broadcast to a common shape");
    const int64_t extent = shape[shape.size() - back] = a == 1 ? b : a;
    if (extent == 1) continue;
    const Axis axis{extent, a == 1 ? 0 : leftSize, b == 1 ? 0 : rightSize};
    Axis* last = axes.empty() ? nullptr : &axes.back();
    if (last && (last->left == 0) == (axis.left == 0) && (last->right == 0) == (axis.right == 0)) {
      last->extent *= extent;
    } else {
      axes.push_back(axis);
    }
    leftSize *= a;
    rightSize *= b;
  }
}

}  // namespace dnn
