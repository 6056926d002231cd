// Attributes of an operation, with the names and types of TensorFlow.js.
#pragma once

#include "runtime.h"

namespace dnn {

// Sets the attributes, an array of { name, type, value }. A value that is an array is a list, or the dimensions of a shape.
void setAttributes(napi_env env, TFE_Op* operation, napi_value attributes);

}  // namespace dnn
