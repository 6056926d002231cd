// Elementwise operations, without TensorFlow's cost of starting an operation.
#pragma once

#include "javascript.h"

namespace dnn {

// Operation numbers are the positions in `elementwise.ts`.

// calculate(operation, left, right): a float32 operation on two operands, such as their sum. An operand is the id of a tensor, or
// a number inside an array; operands are broadcast.
napi_value calculate(napi_env env, napi_callback_info info);
// compare(operation, left, right): the same with results of type bool.
napi_value compare(napi_env env, napi_callback_info info);
// transform(operation, x, lowest, highest): a function of one float32 operand; the two numbers are the bounds of functions that
// have bounds.
napi_value transform(napi_env env, napi_callback_info info);
// select(condition, a, b): float32 numbers of a where the condition holds, and of b elsewhere. The condition has their shape, or
// one value per row.
napi_value select(napi_env env, napi_callback_info info);

}  // namespace dnn
