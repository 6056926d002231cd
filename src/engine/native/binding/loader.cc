// What Node loads. TensorFlow reads some settings while it is loaded itself, so that they have to be made before; in a worker
// thread JavaScript cannot make them, since its environment is a copy.
#include <dlfcn.h>
#include <node_api.h>

#include <cstdlib>
#include <string>

namespace {

// What the user has set stays.
void prepareEnvironment() {
  setenv("TF_ENABLE_ONEDNN_OPTS", "1", 0);  // else oneDNN is used on processors with AVX512-VNNI only
  setenv("TF_CPP_MIN_LOG_LEVEL", "2", 0);   // no banner on every start
  setenv("TF_DETERMINISTIC_OPS", "1", 0);   // same seed, same bits
}

std::string besideThisLibrary(const char* name) {
  Dl_info info;
  if (dladdr(reinterpret_cast<void*>(&prepareEnvironment), &info) == 0) return name;
  const std::string file = info.dli_fname;
  return file.substr(0, file.rfind('/') + 1) + name;
}

}  // namespace

NAPI_MODULE_INIT() {
  prepareEnvironment();
  using Initialise = napi_value (*)(napi_env, napi_value);
  void* library = dlopen(besideThisLibrary("tensorflow_binding.so").c_str(), RTLD_NOW | RTLD_LOCAL);
  const auto initialise = library ? reinterpret_cast<Initialise>(dlsym(library, "vitestDnnInitialise")) : nullptr;
  if (initialise) return initialise(env, exports);
  napi_throw_error(env, nullptr, dlerror());
  return nullptr;
}
