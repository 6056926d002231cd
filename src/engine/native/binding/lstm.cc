#include "lstm.h"

#include <algorithm>

#include "gates.h"
#include "product.h"
#include "steps.h"

namespace dnn {

namespace {

// The four gates of a row, i, f, g, o, are contiguous; on entry they are sums.
template <bool hard>
DNN_INLINE void advance(float* __restrict gates, const float* __restrict before, float* __restrict cell,
                        float* __restrict hidden, int64_t units) {
  for (int64_t u = 0; u < units; u++) {
    const float i = gate<hard>(gates[u]), f = gate<hard>(gates[units + u]);
    const float g = hyperbolicTangent(gates[2 * units + u]), o = gate<hard>(gates[3 * units + u]);
    const float c = f * before[u] + i * g;
    gates[u] = i;
    gates[units + u] = f;
    gates[2 * units + u] = g;
    gates[3 * units + u] = o;
    cell[u] = c;
    hidden[u] = o * hyperbolicTangent(c);
  }
}

DNN_SIMD void advanceRow(float* gates, const float* before, float* cell, float* hidden, int64_t units, bool hard) {
  if (hard) {
    advance<true>(gates, before, cell, hidden, units);
  } else {
    advance<false>(gates, before, cell, hidden, units);
  }
}

// dHidden and dCell come from the next step; dCell becomes the gradient of the previous cell.
template <bool hard>
DNN_INLINE void retreat(const float* __restrict gates, const float* __restrict before, const float* __restrict cell,
                        const float* __restrict dHidden, float* __restrict dCell, float* __restrict sums,
                        int64_t units) {
  for (int64_t u = 0; u < units; u++) {
    const float i = gates[u], f = gates[units + u], g = gates[2 * units + u], o = gates[3 * units + u];
    const float t = hyperbolicTangent(cell[u]);
    const float dc = dCell[u] + dHidden[u] * o * (1.0f - t * t);
    sums[u] = dc * g * slope<hard>(i);
    sums[units + u] = dc * before[u] * slope<hard>(f);
    sums[2 * units + u] = dc * i * (1.0f - g * g);
    sums[3 * units + u] = dHidden[u] * t * slope<hard>(o);
    dCell[u] = dc * f;
  }
}

DNN_SIMD void retreatRow(const float* gates, const float* before, const float* cell, const float* dHidden, float* dCell,
                         float* sums, int64_t units, bool hard) {
  if (hard) {
    retreat<true>(gates, before, cell, dHidden, dCell, sums, units);
  } else {
    retreat<false>(gates, before, cell, dHidden, dCell, sums, units);
  }
}

}  // namespace

napi_value lstmSteps(napi_env env, napi_callback_info info) {
  const auto given = argumentsOf(env, info, 4);
  const std::vector<int64_t> ids = integersOf(env, given[0]);
  const int64_t batch = integerOf(env, given[1]);
  const bool hard = booleanOf(env, given[2]);
  const Floats sums(env, ids.at(0)), weight(env, ids.at(1));
  const int64_t units = sums.shape().at(1) / 4, steps = sums.shape().at(0) / batch, state = batch * units;
  const Walk walk{steps, booleanOf(env, given[3]), false};
  const Mask mask(env, ids, 2, steps);
  Floats cells({steps + 1, batch, units}), hidden({steps + 1, batch, units});
  const int64_t first = walk.before(walk.time(0)) * state;
  std::fill_n(cells.data() + first, state, 0.0f);
  std::fill_n(hidden.data() + first, state, 0.0f);
  const Columns columns(weight.data(), units, 4 * units, false);
  for (int64_t order = 0; order < steps; order++) {
    const int64_t t = walk.time(order), from = walk.before(t) * state, to = walk.after(t) * state;
    float* step = sums.data() + 4 * t * state;
    addProduct(hidden.data() + from, false, columns, step, batch);
    for (int64_t row = 0; row < batch; row++) {
      const int64_t at = row * units;
      const float *before = cells.data() + from + at, *hiddenBefore = hidden.data() + from + at;
      float *cell = cells.data() + to + at, *hiddenAfter = hidden.data() + to + at;
      if (mask.hides(row, t)) {
        std::copy_n(before, units, cell);
        std::copy_n(hiddenBefore, units, hiddenAfter);
      } else {
        advanceRow(step + 4 * at, before, cell, hiddenAfter, units, hard);
      }
    }
  }
  return pair(env, cells, hidden);
}

napi_value lstmStepsGrad(napi_env env, napi_callback_info info) {
  const auto given = argumentsOf(env, info, 5);
  const std::vector<int64_t> ids = integersOf(env, given[0]);
  const bool sequences = booleanOf(env, given[1]), hard = booleanOf(env, given[2]);
  const Floats dy(env, ids.at(0)), weight(env, ids.at(1)), gates(env, ids.at(2)), cells(env, ids.at(3));
  Floats sums(gates.shape());
  const int64_t steps = gates.shape().at(0), batch = gates.shape().at(1), units = gates.shape().at(2) / 4;
  const int64_t state = batch * units;
  const Walk walk{steps, booleanOf(env, given[3]), booleanOf(env, given[4])};
  const Mask mask(env, ids, 4, steps);
  std::vector<float> dHidden(state, 0.0f), dCell(state, 0.0f);
  const Columns columns(weight.data(), 4 * units, units, true);
  for (int64_t order = steps - 1; order >= 0; order--) {
    const int64_t t = walk.time(order);
    addOutputGradient(dy, walk, order, sequences, dHidden.data(), batch, units);
    float* to = sums.data() + 4 * t * state;
    for (int64_t row = 0; row < batch; row++) {
      const int64_t at = row * units;
      if (mask.hides(row, t)) {
        std::fill_n(to + 4 * at, 4 * units, 0.0f);
        continue;
      }
      const float *before = cells.data() + walk.before(t) * state + at, *cell = cells.data() + walk.after(t) * state + at;
      const float* step = gates.data() + 4 * (t * state + at);
      retreatRow(step, before, cell, dHidden.data() + at, dCell.data() + at, to + 4 * at, units, hard);
      std::fill_n(dHidden.data() + at, units, 0.0f);
    }
    if (order > 0) addProduct(to, false, columns, dHidden.data(), batch);
  }
  return sums.share(env);
}

}  // namespace dnn
