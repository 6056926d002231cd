// The functions of a recurrent layer's gates.
#pragma once

#include "simd.h"

namespace dnn {

template <bool hard>
DNN_INLINE float gate(float z) {
  return hard ? hardLogistic(z) : logistic(z);
}

// The derivative of the gate's function at its value.
template <bool hard>
DNN_INLINE float slope(float gate) {
  return hard ? (gate > 0.0f && gate < 1.0f ? 0.2f : 0.0f) : gate * (1.0f - gate);
}

}  // namespace dnn
