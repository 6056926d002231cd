// The library that Node loads. TensorFlow reads some settings while it is loaded, so they must be set before. JavaScript cannot set
// them in a worker thread, because its environment there is a copy.
#include <dlfcn.h>
#include <fcntl.h>
#include <node_api.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

namespace {

// Settings of the user remain.
void prepareEnvironment() {
  setenv("TF_ENABLE_ONEDNN_OPTS", "1", 0);  // otherwise oneDNN is used only on processors with AVX512-VNNI
  setenv("TF_CPP_MIN_LOG_LEVEL", "2", 0);   // no banner on every start
  setenv("TF_DETERMINISTIC_OPS", "1", 0);   // same seed, same bits
}

// Suppresses a banner that TensorFlow prints to standard error before it reads its log level, unless the user has set a level.
class Quiet {
 public:
  Quiet() {
    if (getenv("TF_CPP_MIN_LOG_LEVEL")) return;
    const int nowhere = open("/dev/null", O_WRONLY);
    if (nowhere < 0) return;
    before_ = dup(STDERR_FILENO);
    dup2(nowhere, STDERR_FILENO);
    close(nowhere);
  }
  ~Quiet() {
    if (before_ < 0) return;
    dup2(before_, STDERR_FILENO);
    close(before_);
  }

 private:
  int before_ = -1;
};

void* loadBinding(const std::string& file) {
  const Quiet quiet;
  prepareEnvironment();
  return dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
}

std::string besideThisLibrary(const char* name) {
  Dl_info info;
  if (dladdr(reinterpret_cast<void*>(&prepareEnvironment), &info) == 0) return name;
  const std::string file = info.dli_fname;
  return file.substr(0, file.rfind('/') + 1) + name;
}

}  // namespace

NAPI_MODULE_INIT() {
  using Initialise = napi_value (*)(napi_env, napi_value);
  void* library = loadBinding(besideThisLibrary("tensorflow_binding.so"));
  const auto initialise = library ? reinterpret_cast<Initialise>(dlsym(library, "vitestDnnInitialise")) : nullptr;
  if (initialise) return initialise(env, exports);
  napi_throw_error(env, nullptr, dlerror());
  return nullptr;
}
