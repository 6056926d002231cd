// TensorFlow's eager runtime: one context per process, and the tensors and operation of each JavaScript environment.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "javascript.h"
#include "tensorflow/c/c_api.h"
#include "tensorflow/c/eager/c_api.h"

namespace dnn {

template <typename Resource, void (*release)(Resource*)>
struct Releases {
  void operator()(Resource* resource) const { release(resource); }
};
template <typename Resource, void (*release)(Resource*)>
using Owned = std::unique_ptr<Resource, Releases<Resource, release>>;

using Tensor = Owned<TF_Tensor, TF_DeleteTensor>;
using Handle = Owned<TFE_TensorHandle, TFE_DeleteTensorHandle>;
using Operation = Owned<TFE_Op, TFE_DeleteOp>;

// A status that throws the errors reported by TensorFlow.
class Status {
 public:
  TF_Status* get() const { return status_.get(); }
  // `what` precedes the message, e.g. the name of the operation.
  void check(const char* what) const;

 private:
  Owned<TF_Status, TF_DeleteStatus> status_{TF_NewStatus()};
};

// The context, shared by all threads of the process that run JavaScript.
struct Context {
  TFE_Context* handle;
  int threads;
  bool usesGpu;
};

// Starts the context, on a GPU only if `useGpu`; a running context remains unchanged.
const Context& startContext(int threads, bool useGpu);
// The context; if it was not started, it is started with one thread and any GPU.
const Context& context();

// The tensors and the operation of one JavaScript environment, released with it.
class Environment {
 public:
  static Environment& of(napi_env env);

  int64_t add(Handle handle) { return add(Known{Tensor(), std::move(handle)}); }
  int64_t add(Tensor tensor) { return add(Known{std::move(tensor), Handle()}); }
  // The tensor as an operand of TensorFlow.
  TFE_TensorHandle* handle(int64_t id);
  // The tensor's values in main memory.
  TF_Tensor* tensor(int64_t id);
  void remove(int64_t id);
  size_t size() const { return tensors_.size(); }

  // The environment's only operation, reset to a name.
  TFE_Op* operation(const char* name);

 private:
  // A tensor in main memory, as a TensorFlow handle, or both; the other form is created on request.
  struct Known {
    Tensor tensor;
    Handle handle;
  };

  int64_t add(Known known);
  Known& find(int64_t id);

  std::unordered_map<int64_t, Known> tensors_;
  int64_t next_ = 0;
  Operation operation_;
};

}  // namespace dnn
