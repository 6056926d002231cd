#include "steps.h"

namespace dnn {

void addOutputGradient(const Floats& dy, const Walk& walk, int64_t order, bool sequences, float* dHidden, int64_t batch,
                       int64_t units) {
  if (!sequences && order < walk.steps - 1) return;
  for (int64_t row = 0; row < batch; row++) {
    const int64_t at = sequences ? row * walk.steps + walk.place(order) : row;
    const float* from = dy.data() + at * units;
    for (int64_t u = 0; u < units; u++) dHidden[row * units + u] += from[u];
  }
}

napi_value pair(napi_env env, Floats& first, Floats& second) {
  napi_value results;
  check(env, napi_create_array_with_length(env, 2, &results));
  check(env, napi_set_element(env, results, 0, first.share(env)));
  check(env, napi_set_element(env, results, 1, second.share(env)));
  return results;
}

}  // namespace dnn
