// The steps of a recurrent layer.
#pragma once

#include <memory>

#include "floats.h"

namespace dnn {

// Where each step reads and writes. States lie in the order of the input: the one before step t of a layer that reads backwards is at
// t + 1.
struct Walk {
  int64_t steps;
  bool backwards, reversed;

  int64_t time(int64_t order) const { return backwards ? steps - 1 - order : order; }
  int64_t before(int64_t t) const { return backwards ? t + 1 : t; }
  int64_t after(int64_t t) const { return backwards ? t : t + 1; }
  // The step's place in the output.
  int64_t place(int64_t order) const { return reversed ? steps - 1 - order : order; }
};

// Truth values [batch, steps], false where a step keeps the state; or none.
class Mask {
 public:
  // The mask is the last of the tensors if there are more than `others`.
  Mask(napi_env env, const std::vector<int64_t>& ids, size_t others, int64_t steps) : steps_(steps) {
    if (ids.size() > others) values_ = std::make_unique<Truths>(env, ids.back());
  }

  bool hides(int64_t row, int64_t t) const { return values_ && !values_->data()[row * steps_ + t]; }

 private:
  int64_t steps_;
  std::unique_ptr<Truths> values_;
};

// Adds the gradient of a step's output to that of its state [batch, units]. dy is [batch, steps, units] if `sequences` is set, else
// [batch, units].
void addOutputGradient(const Floats& dy, const Walk& walk, int64_t order, bool sequences, float* dHidden, int64_t batch,
                       int64_t units);

// Passes two tensors to JavaScript, as an array of their ids.
napi_value pair(napi_env env, Floats& first, Floats& second);

}  // namespace dnn
