// The binding called by @tensorflow/tfjs-node's backend, on the eager C API of an installed TensorFlow.
#include "convolution.h"
#include "elementwise.h"
#include "execute.h"
#include "gru.h"
#include "input-gradient.h"
#include "kernels.h"
#include "lstm.h"
#include "pooling.h"
#include "product.h"
#include "rows.h"
#include "runtime.h"
#include "sequence.h"
#include "tensors.h"

namespace dnn {

namespace {

constexpr int revision = 4;  // must equal `revision` of binding.ts

// start(threads, useGpu): starts TensorFlow, once per process; returns the number of threads that it really uses.
napi_value start(napi_env env, napi_callback_info info) {
  const auto given = argumentsOf(env, info, 2);
  const int threads = static_cast<int>(integerOf(env, given[0]));
  return number(env, startContext(threads, booleanOf(env, given[1])).threads);
}

napi_value isUsingGpuDevice(napi_env env, napi_callback_info) {
  napi_value result;
  check(env, napi_get_boolean(env, context().usesGpu, &result));
  return result;
}

napi_value getNumOfTensors(napi_env env, napi_callback_info) {
  return number(env, Environment::of(env).size());
}

napi_value getNumOfSavedModels(napi_env env, napi_callback_info) {
  return number(env, 0);
}

napi_value refuseSavedModel(napi_env, napi_callback_info) {
  throw Failure("SavedModel is not supported by the binding of vitest-dnn; load a model in TensorFlow.js layers format");
}

template <Function function>
void define(napi_env env, napi_value exports, const char* name) {
  napi_value value;
  check(env, napi_create_function(env, name, NAPI_AUTO_LENGTH, guarded<function>, nullptr, &value));
  set(env, exports, name, value);
}

void release(napi_env, void* environment, void*) {
  delete static_cast<Environment*>(environment);
}

napi_value initialise(napi_env env, napi_value exports) {
  check(env, napi_set_instance_data(env, new Environment(), release, nullptr));
  define<start>(env, exports, "start");
  define<createTensor>(env, exports, "createTensor");
  define<deleteTensor>(env, exports, "deleteTensor");
  define<tensorDataSync>(env, exports, "tensorDataSync");
  define<executeOp>(env, exports, "executeOp");
  define<reshape>(env, exports, "reshape");
  define<adamStep>(env, exports, "adamStep");
  define<maxPool>(env, exports, "maxPool");
  define<convolve>(env, exports, "convolve");
  define<inputGradient>(env, exports, "inputGradient");
  define<maxPoolGrad>(env, exports, "maxPoolGrad");
  define<calculate>(env, exports, "calculate");
  define<compare>(env, exports, "compare");
  define<transform>(env, exports, "transform");
  define<select>(env, exports, "select");
  define<reduceRows>(env, exports, "reduceRows");
  define<multiply>(env, exports, "multiply");
  define<addToRows>(env, exports, "addToRows");
  define<sumRows>(env, exports, "sumRows");
  define<lstmSteps>(env, exports, "lstmSteps");
  define<lstmStepsGrad>(env, exports, "lstmStepsGrad");
  define<gruSteps>(env, exports, "gruSteps");
  define<gruStepsGrad>(env, exports, "gruStepsGrad");
  define<runSequence>(env, exports, "runSequence");
  define<isUsingGpuDevice>(env, exports, "isUsingGpuDevice");
  define<getNumOfTensors>(env, exports, "getNumOfTensors");
  define<getNumOfSavedModels>(env, exports, "getNumOfSavedModels");
  define<refuseSavedModel>(env, exports, "loadSavedModel");
  define<refuseSavedModel>(env, exports, "deleteSavedModel");
  define<refuseSavedModel>(env, exports, "runSavedModel");
  set(env, exports, "revision", number(env, revision));
  set(env, exports, "TF_Version", string(env, TF_Version()));

  const struct {
    const char* name;
    int value;
  } constants[] = {
      {"TF_FLOAT", TF_FLOAT},           {"TF_INT32", TF_INT32},           {"TF_INT64", TF_INT64},
      {"TF_BOOL", TF_BOOL},             {"TF_COMPLEX64", TF_COMPLEX64},   {"TF_STRING", TF_STRING},
      {"TF_RESOURCE", TF_RESOURCE},     {"TF_UINT8", TF_UINT8},           {"TF_ATTR_STRING", TF_ATTR_STRING},
      {"TF_ATTR_INT", TF_ATTR_INT},     {"TF_ATTR_FLOAT", TF_ATTR_FLOAT}, {"TF_ATTR_BOOL", TF_ATTR_BOOL},
      {"TF_ATTR_TYPE", TF_ATTR_TYPE},   {"TF_ATTR_SHAPE", TF_ATTR_SHAPE}, {"TF_ATTR_FUNC", TF_ATTR_FUNC},
  };
  for (const auto& constant : constants) set(env, exports, constant.name, number(env, constant.value));
  return exports;
}

}  // namespace

}  // namespace dnn

// Called by the loader.
extern "C" __attribute__((visibility("default"))) napi_value vitestDnnInitialise(napi_env env, napi_value exports) {
  try {
    return dnn::initialise(env, exports);
  } catch (const dnn::Pending&) {
  } catch (const std::exception& failure) {
    napi_throw_error(env, nullptr, failure.what());
  }
  return nullptr;
}
