// Biases, added to complete rows of sums.
#pragma once

#include "javascript.h"

namespace dnn {

// Returns the bias, the second of the ids, padded with zeros to `length`; zeros if there is none.
std::vector<float> biasOf(napi_env env, const std::vector<int64_t>& ids, int64_t length);

// Adds a bias [n] to every row of c [m, n], and sets negative sums to 0 if `positive`.
void finishRows(const float* bias, bool positive, float* c, int64_t m, int64_t n);

}  // namespace dnn
