// The part of an LSTM that goes from step to step.
#pragma once

#include "javascript.h"

namespace dnn {

// lstmSteps([sums, recurrentKernel], batch, hard): from the sums x W + b [steps * batch, 4 units] of all steps, in whose place
// the gates are written, to [cells, hidden], [steps + 1, batch, units].
napi_value lstmSteps(napi_env env, napi_callback_info info);
// lstmStepsGrad([dy, recurrentKernel, gates, cells], sequences, hard): the gradient of the sums [steps, batch, 4 units]; dy is
// [batch, steps, units] where `sequences` is set, else [batch, units].
napi_value lstmStepsGrad(napi_env env, napi_callback_info info);

}  // namespace dnn
