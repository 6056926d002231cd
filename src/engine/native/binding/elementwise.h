// Operations on every number by itself, without what TensorFlow takes to start one.
#pragma once

#include "javascript.h"

namespace dnn {

// Their numbers are those of `elementwise.ts`.

// calculate(operation, left, right): such as the sum of two operands of type float32, each the id of a tensor or, in an array, a
// number. One is repeated where its shape is smaller.
napi_value calculate(napi_env env, napi_callback_info info);
// compare(operation, left, right): in the same way, of type bool.
napi_value compare(napi_env env, napi_callback_info info);
// transform(operation, x, lowest, highest): a function of one operand of type float32; the two numbers are the bounds of those
// that have any.
napi_value transform(napi_env env, napi_callback_info info);
// select(condition, a, b): the numbers of a where the condition holds, else those of b, float32. The condition has their shape or
// as many places as they have rows.
napi_value select(napi_env env, napi_callback_info info);

}  // namespace dnn
