// Max pooling by windows that lie beside each other, as most do: channels are computed together, whatever their number.
#pragma once

#include "pool.h"

namespace dnn {

void largestOfTiles(const Pool& p, const float* x, float* y);
// To the first largest input of every window; dx is written whole.
void gradientOfTiles(const Pool& p, const float* x, const float* y, const float* dy, float* dx);

}  // namespace dnn
