#include "sequence.h"

#include <algorithm>
#include <functional>

#include "bias.h"
#include "convolution.h"
#include "floats.h"
#include "pooling.h"
#include "product.h"

namespace dnn {

namespace {

constexpr int64_t cached = 1 << 16;  // numbers available for a few inputs and their intermediate results
constexpr int64_t together = 6;      // rows per product

struct Step {
  std::vector<int64_t> shape;  // output shape per input
  std::string keep;
  std::function<void(const float* from, float* to, int64_t inputs)> run;
  Floats output;
  std::vector<float> room;

  int64_t size() const {
    int64_t size = 1;
    for (const int64_t extent : shape) size *= extent;
    return size;
  }
};

std::vector<int64_t> batchOf(int64_t inputs, const std::vector<int64_t>& shape) {
  std::vector<int64_t> whole{inputs};
  whole.insert(whole.end(), shape.begin(), shape.end());
  return whole;
}

std::function<void(const float*, float*, int64_t)> stageOf(napi_env env, napi_value stage, const std::vector<int64_t>& in,
                                                           const std::vector<int64_t>& out) {
  const std::string of = stringOf(env, property(env, stage, "of"));
  const bool relu = booleanOf(env, property(env, stage, "relu"));
  const std::vector<int64_t> ids = integersOf(env, property(env, stage, "ids"));
  if (of == "pooling") {
    Pool pool = poolOf(batchOf(1, in), batchOf(1, out), integersOf(env, property(env, stage, "window")));
    return [pool](const float* from, float* to, int64_t inputs) mutable {
      pool.images = inputs;
      largestOfWindows(pool, from, to);
    };
  }
  const Floats weights(env, ids.at(0));
  if (of == "convolution") {
    Sliding s = slidingOf(batchOf(1, in), weights.shape(), batchOf(1, out), integersOf(env, property(env, stage, "padding")));
    return [s, relu, filters = weightsOf(s, weights.data()), bias = biasOf(env, ids, s.lanes())](
               const float* from, float* to, int64_t inputs) mutable {
      s.images = inputs;
      slide(s, from, filters.data(), bias.data(), relu, to);
    };
  }
  int64_t depth = 1;
  for (const int64_t extent : in) depth *= extent;
  const int64_t units = out.at(0);
  if (weights.size() != depth * units) throw Failure("a sequence: the weights of a dense layer do not fit its input");
  return [columns = Columns(weights.data(), depth, units, false), relu, units, bias = biasOf(env, ids, units)](
             const float* from, float* to, int64_t inputs) {
    std::fill_n(to, inputs * units, 0.0f);
    addProduct(from, false, columns, to, inputs);
    finishRows(bias.data(), relu, to, inputs, units);
  };
}

// The mean per channel over all places, for each of some inputs.
void average(const float* from, int64_t inputs, int64_t size, int64_t channels, float* to) {
  std::vector<double> sums(channels);
  for (int64_t input = 0; input < inputs; input++, from += size, to += channels) {
    std::fill(sums.begin(), sums.end(), 0.0);
    for (int64_t place = 0; place < size; place += channels) {
      for (int64_t i = 0; i < channels; i++) sums[i] += from[place + i];
    }
    for (int64_t i = 0; i < channels; i++) to[i] = static_cast<float>(sums[i] * channels / size);
  }
}

}  // namespace

napi_value runSequence(napi_env env, napi_callback_info info) {
  const auto given = argumentsOf(env, info, 2);
  const Floats x(env, integerOf(env, given[0]));
  std::vector<int64_t> shape = x.shape();
  const int64_t batch = shape.at(0);
  shape.erase(shape.begin());
  const int64_t inputSize = batch == 0 ? 0 : x.size() / batch;

  std::vector<Step> steps;
  int64_t numbers = inputSize;
  for (uint32_t i = 0; i < lengthOf(env, given[1]); i++) {
    const napi_value stage = at(env, given[1], i);
    const std::vector<int64_t> out = integersOf(env, property(env, stage, "shape"));
    const std::string keep = stringOf(env, property(env, stage, "keep"));
    const std::vector<int64_t> kept = keep == "means" ? std::vector<int64_t>{out.back()} : out;
    steps.push_back({out, keep, stageOf(env, stage, shape, out), Floats(batchOf(keep.empty() ? 0 : batch, kept)), {}});
    numbers += steps.back().size();
    shape = out;
  }
  int64_t few = std::max<int64_t>(1, cached / numbers);
  if (few > together) few = few / together * together;
  for (Step& step : steps) {
    if (step.keep != "values") step.room.resize(few * step.size());
  }
  for (int64_t start = 0; start < batch; start += few) {
    const int64_t inputs = std::min(few, batch - start);
    const float* from = x.data() + start * inputSize;
    for (Step& step : steps) {
      float* to = step.keep == "values" ? step.output.data() + start * step.size() : step.room.data();
      step.run(from, to, inputs);
      const int64_t channels = step.shape.back();
      if (step.keep == "means") average(to, inputs, step.size(), channels, step.output.data() + start * channels);
      from = to;
    }
  }

  napi_value results;
  uint32_t count = 0;
  check(env, napi_create_array(env, &results));
  for (Step& step : steps) {
    if (!step.keep.empty()) check(env, napi_set_element(env, results, count++, step.output.share(env)));
  }
  return results;
}

}  // namespace dnn
