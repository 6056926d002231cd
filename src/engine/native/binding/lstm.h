// The recurrent part of an LSTM.
#pragma once

#include "javascript.h"

namespace dnn {

// lstmSteps([sums, recurrentKernel, mask?], batch, hard, backwards): computes [cells, hidden], both [steps + 1, batch, units], from the
// sums x W + b [steps * batch, 4 units] of all steps, and replaces the sums by the gates.
napi_value lstmSteps(napi_env env, napi_callback_info info);
// lstmStepsGrad([dy, recurrentKernel, gates, cells, mask?], sequences, hard, backwards, reversed): the gradient of the sums
// [steps, batch, 4 units].
napi_value lstmStepsGrad(napi_env env, napi_callback_info info);

}  // namespace dnn
