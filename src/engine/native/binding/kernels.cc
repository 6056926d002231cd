#include "kernels.h"

#include <algorithm>
#include <cmath>

#include "floats.h"
#include "simd.h"

namespace dnn {

namespace {

struct Pace {
  double beta1, beta2, step, correction, epsilon;
};

// In 64 bits, kept in 32: the same bits as the loop in JavaScript.
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

// One input pixel of a window: takes the gradient in those channels where it is the first to be the largest.
DNN_SIMD void takeGradient(const float* __restrict x, const float* __restrict y, const float* __restrict dy,
                           int32_t* __restrict open, float* __restrict dx, int64_t channels) {
  for (int64_t c = 0; c < channels; c++) {
    const int32_t hit = open[c] & -static_cast<int32_t>(x[c] == y[c]);
    dx[c] += hit ? dy[c] : 0.0f;
    open[c] &= ~hit;
  }
}

}  // namespace

napi_value reshape(napi_env env, napi_callback_info info) {
  const auto given = argumentsOf(env, info, 2);
  const std::vector<int64_t> shape = integersOf(env, given[1]);
  Status status;
  const Tensor from(TFE_TensorHandleResolve(Environment::of(env).find(integerOf(env, given[0])), status.get()));
  status.check("Reshape");
  const TF_DataType type = TF_TensorType(from.get());
  const int64_t none = 0;
  const Tensor to(TF_AllocateTensor(type, &none, 1, 0));
  TF_TensorBitcastFrom(from.get(), type, to.get(), shape.data(), shape.size(), status.get());
  status.check("Reshape");
  return describeTensor(env, to.get());
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
  const Floats after(weights.shape());
  const Pace pace{numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]};
  stepOfAdam(weights.data(), gradient.data(), first.data(), second.data(), after.data(), size, pace);
  return after.describe(env);
}

napi_value maxPoolGrad(napi_env env, napi_callback_info info) {
  const auto given = argumentsOf(env, info, 2);
  const std::vector<int64_t> ids = integersOf(env, given[0]), window = integersOf(env, given[1]);
  const Floats dy(env, ids.at(0)), x(env, ids.at(1)), y(env, ids.at(2)), dx(x.shape());
  const std::vector<int64_t> in = x.shape(), out = y.shape();
  if (in.size() != 4 || out.size() != 4 || dy.shape() != out || window.size() != 6) {
    throw Failure("MaxPoolGrad: the shapes of the operands do not belong together");
  }
  const int64_t height = in[1], width = in[2], channels = in[3];
  std::fill_n(dx.data(), dx.size(), 0.0f);
  std::vector<int32_t> open(channels);
  for (int64_t n = 0, pixel = 0; n < out[0]; n++) {
    for (int64_t i = 0; i < out[1]; i++) {
      for (int64_t j = 0; j < out[2]; j++, pixel++) {
        std::fill(open.begin(), open.end(), -1);
        const int64_t top = i * window[2] - window[4], left = j * window[3] - window[5];
        for (int64_t row = std::max<int64_t>(top, 0); row < std::min(top + window[0], height); row++) {
          for (int64_t column = std::max<int64_t>(left, 0); column < std::min(left + window[1], width); column++) {
            const int64_t at = ((n * height + row) * width + column) * channels;
            const int64_t from = pixel * channels;
            takeGradient(x.data() + at, y.data() + from, dy.data() + from, open.data(), dx.data() + at, channels);
          }
        }
      }
    }
  }
  return dx.describe(env);
}

}  // namespace dnn
