#include "execute.h"

#include "attributes.h"
#include "tensors.h"

namespace dnn {

namespace {

constexpr uint32_t mostOutputs = 1 << 16;

}  // namespace

napi_value executeOp(napi_env env, napi_callback_info info) {
  const auto given = argumentsOf(env, info, 4);
  const std::string name = stringOf(env, given[0]);
  Environment& environment = Environment::of(env);
  Status status;

  TFE_Op* operation = environment.operation(name.c_str());
  try {
    setAttributes(env, operation, given[1]);
    const uint32_t inputs = lengthOf(env, given[2]);
    for (uint32_t i = 0; i < inputs; i++) {
      TFE_OpAddInput(operation, environment.handle(integerOf(env, at(env, given[2], i))), status.get());
      status.check("input");
    }
  } catch (const Failure& failure) {
    throw Failure(name + ": " + failure.what());
  }

  const int64_t most = integerOf(env, given[3]);
  if (most < 0 || most > mostOutputs) throw Failure(name + ": it cannot have " + std::to_string(most) + " outputs");
  std::vector<TFE_TensorHandle*> handles(most);
  int count = static_cast<int>(most);
  TFE_Execute(operation, handles.data(), &count, status.get());
  status.check(name.c_str());
  std::vector<Handle> outputs;
  for (int i = 0; i < count; i++) outputs.emplace_back(handles[i]);

  napi_value result;
  check(env, napi_create_array_with_length(env, count, &result));
  for (int i = 0; i < count; i++) check(env, napi_set_element(env, result, i, describe(env, std::move(outputs[i]))));
  return result;
}

}  // namespace dnn
