#include "javascript.h"

namespace dnn {

void check(napi_env env, napi_status status) {
  if (status == napi_ok) return;
  bool pending = false;
  napi_is_exception_pending(env, &pending);
  if (pending) throw Pending();
  const napi_extended_error_info* info = nullptr;
  napi_get_last_error_info(env, &info);
  throw Failure(info && info->error_message ? info->error_message : "a call of Node-API failed");
}

std::vector<napi_value> argumentsOf(napi_env env, napi_callback_info info, size_t count) {
  std::vector<napi_value> values(count);
  size_t given = count;
  check(env, napi_get_cb_info(env, info, &given, values.data(), nullptr, nullptr));
  if (given < count) {
    throw Failure("expected " + std::to_string(count) + " arguments, received " + std::to_string(given));
  }
  return values;
}

napi_valuetype kindOf(napi_env env, napi_value value) {
  napi_valuetype kind;
  check(env, napi_typeof(env, value, &kind));
  return kind;
}

bool isArray(napi_env env, napi_value value) {
  bool is = false;
  check(env, napi_is_array(env, value, &is));
  return is;
}

uint32_t lengthOf(napi_env env, napi_value array) {
  uint32_t length = 0;
  check(env, napi_get_array_length(env, array, &length));
  return length;
}

napi_value at(napi_env env, napi_value array, uint32_t index) {
  napi_value element;
  check(env, napi_get_element(env, array, index, &element));
  return element;
}

napi_value property(napi_env env, napi_value object, const char* name) {
  napi_value value;
  check(env, napi_get_named_property(env, object, name, &value));
  return value;
}

int64_t integerOf(napi_env env, napi_value value) {
  int64_t number = 0;
  check(env, napi_get_value_int64(env, value, &number));
  return number;
}

double numberOf(napi_env env, napi_value value) {
  double number = 0;
  check(env, napi_get_value_double(env, value, &number));
  return number;
}

bool booleanOf(napi_env env, napi_value value) {
  bool truth = false;
  check(env, napi_get_value_bool(env, value, &truth));
  return truth;
}

std::string stringOf(napi_env env, napi_value value) {
  size_t length = 0;
  char buffer[256];
  check(env, napi_get_value_string_utf8(env, value, buffer, sizeof buffer, &length));
  if (length < sizeof buffer - 4) return std::string(buffer, length);  // a truncated string may lack bytes of its last character
  check(env, napi_get_value_string_utf8(env, value, nullptr, 0, &length));
  std::string text(length + 1, '\0');
  check(env, napi_get_value_string_utf8(env, value, &text[0], text.size(), &length));
  text.resize(length);
  return text;
}

std::vector<int64_t> integersOf(napi_env env, napi_value array) {
  std::vector<int64_t> numbers(lengthOf(env, array));
  for (uint32_t i = 0; i < numbers.size(); i++) numbers[i] = integerOf(env, at(env, array, i));
  return numbers;
}

napi_value number(napi_env env, double value) {
  napi_value result;
  check(env, napi_create_double(env, value, &result));
  return result;
}

napi_value string(napi_env env, const std::string& value) {
  napi_value result;
  check(env, napi_create_string_utf8(env, value.data(), value.size(), &result));
  return result;
}

napi_value undefined(napi_env env) {
  napi_value result;
  check(env, napi_get_undefined(env, &result));
  return result;
}

void set(napi_env env, napi_value object, const char* name, napi_value value) {
  check(env, napi_set_named_property(env, object, name, value));
}

}  // namespace dnn
