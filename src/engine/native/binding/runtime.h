// TensorFlow's eager runtime: one context for the process, and what belongs to one JavaScript environment.
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

// A status that throws what TensorFlow reports.
class Status {
 public:
  TF_Status* get() const { return status_.get(); }
  // `what` stands before the message, e.g. the name of the operation.
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

// Starts the context, on a GPU only if asked to; one that runs already stays as it was started.
const Context& startContext(int threads, bool useGpu);
// The context; on one thread and any GPU, if nobody has started it.
const Context& context();

// What belongs to one JavaScript environment; released with it.
class Environment {
 public:
  static Environment& of(napi_env env);

  int64_t add(Handle handle) { return add(Known{Tensor(), std::move(handle)}); }
  int64_t add(Tensor tensor) { return add(Known{std::move(tensor), Handle()}); }
  // As an operand of TensorFlow.
  TFE_TensorHandle* handle(int64_t id);
  // Its values in the memory of the processor.
  TF_Tensor* tensor(int64_t id);
  void remove(int64_t id);
  size_t size() const { return tensors_.size(); }

  // The one operation of this environment, emptied and named anew.
  TFE_Op* operation(const char* name);

 private:
  // A tensor as one of two, or both: the other is made when it is asked for.
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
