// Attributes of an operation, as TensorFlow.js names and types them.
#pragma once

#include "runtime.h"

namespace dnn {

// Sets the attributes: an array of { name, type, value }. An array as value is a list, or the dimensions of a shape.
void setAttributes(napi_env env, TFE_Op* operation, napi_value attributes);

}  // namespace dnn
