// What is added to rows of sums when they are complete.
#pragma once

#include "javascript.h"

namespace dnn {

// The bias of weights and bias [ids], with zeros behind it; zeros where there is none.
std::vector<float> biasOf(napi_env env, const std::vector<int64_t>& ids, int64_t length);

// Adds a bias [n] to every row of c [m, n], and if `positive` sets to 0 what is negative.
void finishRows(const float* bias, bool positive, float* c, int64_t m, int64_t n);

}  // namespace dnn
