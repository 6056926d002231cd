// Eight numbers that compilers keep in one or two registers.
#pragma once

#include "simd.h"

namespace dnn {

typedef float Lanes __attribute__((vector_size(32)));

DNN_INLINE Lanes load(const float* from) {
  Lanes lanes;
  std::memcpy(&lanes, from, sizeof lanes);
  return lanes;
}

DNN_INLINE void store(const Lanes& lanes, float* to) {
  std::memcpy(to, &lanes, sizeof lanes);
}

}  // namespace dnn
