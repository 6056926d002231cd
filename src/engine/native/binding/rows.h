// Rows added up, and biases and their gradients, for which TensorFlow broadcasts and reduces slowly where rows are short.
#pragma once

#include "javascript.h"

namespace dnn {

// addToRows(x, bias): x [.., columns] with the bias [columns] added to every row.
napi_value addToRows(napi_env env, napi_callback_info info);
// reduceRows(x, shape, largest): as many sums of numbers of x, one after the other, as the shape has places, or if `largest` the
// largest of them.
napi_value reduceRows(napi_env env, napi_callback_info info);
// sumRows(x): the sum [columns] of the rows of x [.., columns].
napi_value sumRows(napi_env env, napi_callback_info info);

}  // namespace dnn
