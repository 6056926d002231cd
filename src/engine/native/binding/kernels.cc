#include "kernels.h"

#include <cmath>

#include "floats.h"
#include "simd.h"

namespace dnn {

namespace {

struct Pace {
  double beta1, beta2, step, correction, epsilon;
};

// Computed in 64 bits and stored in 32: the same bits as the loop in JavaScript.
DNN_SIMD void stepOfAdam(const float* __restrict w, const float* __restrict g, float* __restrict m, float* __restrict v,
                         float* __restrict to, int64_t size, Pace pace) {
  for (int64_t i = 0; i < size; i++) {
    const double gradient = g[i];
    m[i] = static_cast<float>(pace.beta1 * m[i] + (1 - pace.beta1) * gradient);
    v[i] = static_cast<float>(pace.beta2 * v[i] + (1 - pace.beta2) * gradient * gradient);
    const double change = (pace.step * m[i]) / (std::sqrt(static_cast<double>(v[i])) / pace.correction + pace.epsilon);
    to[i] = static_cast<float>(w[i] - change);
  }
}

}  // namespace

napi_value reshape(napi_env env, napi_callback_info info) {
  const auto given = argumentsOf(env, info, 2);
  const std::vector<int64_t> shape = integersOf(env, given[1]);
  Environment& environment = Environment::of(env);
  const TF_Tensor* from = environment.tensor(integerOf(env, given[0]));
  const TF_DataType type = TF_TensorType(from);
  const int64_t none = 0;
  Tensor to(TF_AllocateTensor(type, &none, 1, 0));
  Status status;
  TF_TensorBitcastFrom(from, type, to.get(), shape.data(), shape.size(), status.get());
  status.check("Reshape");
  return number(env, environment.add(std::move(to)));
}

napi_value adamStep(napi_env env, napi_callback_info info) {
  const auto given = argumentsOf(env, info, 2);
  const std::vector<int64_t> ids = integersOf(env, given[0]);
  std::vector<double> numbers(5);
  for (uint32_t i = 0; i < numbers.size(); i++) numbers[i] = numberOf(env, at(env, given[1], i));
  const Floats weights(env, ids.at(0)), gradient(env, ids.at(1)), first(env, ids.at(2)), second(env, ids.at(3));
  const int64_t size = weights.size();
  if (gradient.size() != size || first.size() != size || second.size() != size) {
    throw Failure("AdamStep: the weights, their gradient and their moments differ in size");
  }
  Floats after(weights.shape());
  const Pace pace{numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]};
  stepOfAdam(weights.data(), gradient.data(), first.data(), second.data(), after.data(), size, pace);
  return after.share(env);
}

}  // namespace dnn
