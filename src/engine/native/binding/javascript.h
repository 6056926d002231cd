// The binding's use of Node-API: checked calls, arguments, numbers, strings, and exceptions passed between C++ and JavaScript.
#pragma once

#include <node_api.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace dnn {

// Thrown if the caller or TensorFlow reports an error; becomes a JavaScript Error with the same message.
struct Failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Thrown if an exception is already pending in JavaScript, which needs no other.
struct Pending {};

void check(napi_env env, napi_status status);

// The arguments of a call; throws unless there are exactly `count`.
std::vector<napi_value> argumentsOf(napi_env env, napi_callback_info info, size_t count);

napi_valuetype kindOf(napi_env env, napi_value value);
bool isArray(napi_env env, napi_value value);
uint32_t lengthOf(napi_env env, napi_value array);
napi_value at(napi_env env, napi_value array, uint32_t index);
napi_value property(napi_env env, napi_value object, const char* name);

int64_t integerOf(napi_env env, napi_value value);
double numberOf(napi_env env, napi_value value);
bool booleanOf(napi_env env, napi_value value);
std::string stringOf(napi_env env, napi_value value);
std::vector<int64_t> integersOf(napi_env env, napi_value array);

napi_value number(napi_env env, double value);
napi_value string(napi_env env, const std::string& value);
napi_value undefined(napi_env env);
void set(napi_env env, napi_value object, const char* name, napi_value value);

using Function = napi_value (*)(napi_env, napi_callback_info);

// A native function that rethrows C++ exceptions as JavaScript exceptions.
template <Function function>
napi_value guarded(napi_env env, napi_callback_info info) {
  try {
    return function(env, info);
  } catch (const Pending&) {
    return nullptr;
  } catch (const std::exception& failure) {
    napi_throw_error(env, nullptr, failure.what());
    return nullptr;
  }
}

}  // namespace dnn
