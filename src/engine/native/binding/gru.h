// The recurrent part of a GRU.
#pragma once

#include "javascript.h"

namespace dnn {

// gruSteps([sums, recurrentKernel, candidateBias, mask?], batch, hard, after, backwards): computes [q, hidden], [steps, batch, units] and
// [steps + 1, batch, units], from the sums x W + b [steps * batch, 3 units] of all steps, and replaces the sums by the gates. q is r h',
// or h' U_n + c_n if `after` is set; only then is the bias c_n [units] used.
napi_value gruSteps(napi_env env, napi_callback_info info);
// gruStepsGrad([dy, recurrentKernel, gates, q, hidden, mask?], sequences, hard, after, backwards, reversed): the gradients of the sums of
// the input's part and of the state's part, both [steps, batch, 3 units]; the second only if `after` is set.
napi_value gruStepsGrad(napi_env env, napi_callback_info info);

}  // namespace dnn
