// Sums of rows, biases and their gradients, for which TensorFlow broadcasts and reduces slowly if rows are short.
#pragma once

#include "javascript.h"

namespace dnn {

// addToRows(x, bias): x [.., columns] with the bias [columns] added to every row.
napi_value addToRows(napi_env env, napi_callback_info info);
// reduceRows(x, shape, largest): splits the numbers of x into equal consecutive rows, one per element of the shape, and returns
// their sums, or their maxima if `largest`.
napi_value reduceRows(napi_env env, napi_callback_info info);
// sumRows(x): the sum [columns] of the rows of x [.., columns].
napi_value sumRows(napi_env env, napi_callback_info info);

}  // namespace dnn
