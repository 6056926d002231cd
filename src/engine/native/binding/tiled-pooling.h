// Max pooling with adjacent windows, the usual case: channels are computed together, whatever their number.
#pragma once

#include "pool.h"

namespace dnn {

void largestOfTiles(const Pool& p, const float* x, float* y);
// The gradient goes to the first of the largest inputs in each window; all of dx is written.
void gradientOfTiles(const Pool& p, const float* x, const float* y, const float* dy, float* dx);

}  // namespace dnn
