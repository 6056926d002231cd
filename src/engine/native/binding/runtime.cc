#include "runtime.h"

#include <cstring>
#include <mutex>

#include "pages.h"
#include "tensorflow/c/eager/c_api_experimental.h"

namespace dnn {

void Status::check(const char* what) const {
  if (TF_GetCode(get()) != TF_OK) throw Failure(std::string(what) + ": " + TF_Message(get()));
}

namespace {

std::mutex starting;
std::unique_ptr<Context> running;

// A serialised ConfigProto: intra_op_parallelism_threads (field 2), inter_op_parallelism_threads (5), gpu_options (6) with
// allow_growth (4), so that the workers of a test run can share a GPU, or device_count (1) with { "GPU": 0 }.
std::string configuration(int threads, bool useGpu) {
  const char count = static_cast<char>(threads);
  const char growth[] = {0x10, count, 0x28, count, 0x32, 0x02, 0x20, 0x01};
  const char noGpu[] = {0x0a, 0x07, 0x0a, 0x03, 'G', 'P', 'U', 0x10, 0x00};
  return std::string(growth, sizeof growth) + (useGpu ? "" : std::string(noGpu, sizeof noGpu));
}

bool findsGpu(TFE_Context* context) {
  Status status;
  const Owned<TF_DeviceList, TF_DeleteDeviceList> devices(TFE_ContextListDevices(context, status.get()));
  status.check("listing the devices");
  for (int i = 0; i < TF_DeviceListCount(devices.get()); i++) {
    const char* type = TF_DeviceListType(devices.get(), i, status.get());
    status.check("the type of a device");
    if (std::strcmp(type, "GPU") == 0) return true;
  }
  return false;
}

}  // namespace

const Context& startContext(int threads, bool useGpu) {
  const std::lock_guard<std::mutex> lock(starting);
  if (running) return *running;
  if (threads < 1 || threads > 127) throw Failure("threads is " + std::to_string(threads) + "; expected 1 to 127");
  Status status;
  const Owned<TFE_ContextOptions, TFE_DeleteContextOptions> options(TFE_NewContextOptions());
  const std::string config = configuration(threads, useGpu);
  TFE_ContextOptionsSetConfig(options.get(), config.data(), config.size(), status.get());
  status.check("configuring TensorFlow");
  TFE_Context* handle = TFE_NewContext(options.get(), status.get());
  status.check("starting TensorFlow");
  running.reset(new Context{handle, threads, findsGpu(handle)});
  releaseLibraryPages();
  return *running;
}

const Context& context() {
  return startContext(1, true);
}

Environment& Environment::of(napi_env env) {
  void* data = nullptr;
  check(env, napi_get_instance_data(env, &data));
  return *static_cast<Environment*>(data);
}

int64_t Environment::add(Known known) {
  const int64_t id = next_++;
  tensors_.emplace(id, std::move(known));
  return id;
}

Environment::Known& Environment::find(int64_t id) {
  const auto found = tensors_.find(id);
  if (found == tensors_.end()) throw Failure("there is no tensor " + std::to_string(id) + "; it may have been disposed");
  return found->second;
}

TFE_TensorHandle* Environment::handle(int64_t id) {
  Known& known = find(id);
  if (!known.handle) {
    Status status;
    known.handle.reset(TFE_NewTensorHandle(known.tensor.get(), status.get()));
    status.check("passing a tensor to TensorFlow");
  }
  return known.handle.get();
}

TF_Tensor* Environment::tensor(int64_t id) {
  Known& known = find(id);
  if (!known.tensor) {
    Status status;
    known.tensor.reset(TFE_TensorHandleResolve(known.handle.get(), status.get()));
    status.check("reading a tensor");
  }
  return known.tensor.get();
}

void Environment::remove(int64_t id) {
  if (tensors_.erase(id) == 0) throw Failure("there is no tensor " + std::to_string(id) + " to delete");
}

TFE_Op* Environment::operation(const char* name) {
  Status status;
  if (operation_) {
    TFE_OpReset(operation_.get(), name, nullptr, status.get());
  } else {
    operation_.reset(TFE_NewOp(context().handle, name, status.get()));
  }
  status.check(name);
  return operation_.get();
}

}  // namespace dnn
