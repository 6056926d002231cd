#include "lstm.h"

#include <algorithm>

#include "floats.h"
#include "product.h"
#include "simd.h"

namespace dnn {

namespace {

template <bool hard>
DNN_INLINE float gate(float z) {
  return hard ? hardLogistic(z) : logistic(z);
}

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

DNN_SIMD void advanceRows(float* gates, const float* before, float* cell, float* hidden, int64_t batch, int64_t units,
                          bool hard) {
  for (int64_t row = 0; row < batch; row++) {
    const int64_t at = row * units;
    if (hard) {
      advance<true>(gates + 4 * at, before + at, cell + at, hidden + at, units);
    } else {
      advance<false>(gates + 4 * at, before + at, cell + at, hidden + at, units);
    }
  }
}

template <bool hard>
DNN_INLINE float slope(float gate) {
  return hard ? (gate > 0.0f && gate < 1.0f ? 0.2f : 0.0f) : gate * (1.0f - gate);
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

DNN_SIMD void retreatRows(const float* gates, const float* before, const float* cell, const float* dHidden,
                          float* dCell, float* sums, int64_t batch, int64_t units, bool hard) {
  for (int64_t row = 0; row < batch; row++) {
    const int64_t at = row * units;
    if (hard) {
      retreat<true>(gates + 4 * at, before + at, cell + at, dHidden + at, dCell + at, sums + 4 * at, units);
    } else {
      retreat<false>(gates + 4 * at, before + at, cell + at, dHidden + at, dCell + at, sums + 4 * at, units);
    }
  }
}

}  // namespace

napi_value lstmSteps(napi_env env, napi_callback_info info) {
  const auto given = argumentsOf(env, info, 3);
  const std::vector<int64_t> ids = integersOf(env, given[0]);
  const int64_t batch = integerOf(env, given[1]);
  const bool hard = booleanOf(env, given[2]);
  const Floats sums(env, ids.at(0)), weight(env, ids.at(1));
  const int64_t units = sums.shape().at(1) / 4, steps = sums.shape().at(0) / batch, state = batch * units;
  Floats cells({steps + 1, batch, units}), hidden({steps + 1, batch, units});
  std::fill_n(cells.data(), state, 0.0f);
  std::fill_n(hidden.data(), state, 0.0f);
  const Columns columns(weight.data(), units, 4 * units, false);
  for (int64_t t = 0; t < steps; t++) {
    float* before = cells.data() + t * state;
    float* states = hidden.data() + t * state;
    float* step = sums.data() + 4 * t * state;
    addProduct(states, false, columns, step, batch);
    advanceRows(step, before, before + state, states + state, batch, units, hard);
  }
  napi_value results;
  check(env, napi_create_array_with_length(env, 2, &results));
  check(env, napi_set_element(env, results, 0, cells.share(env)));
  check(env, napi_set_element(env, results, 1, hidden.share(env)));
  return results;
}

napi_value lstmStepsGrad(napi_env env, napi_callback_info info) {
  const auto given = argumentsOf(env, info, 3);
  const std::vector<int64_t> ids = integersOf(env, given[0]);
  const bool sequences = booleanOf(env, given[1]), hard = booleanOf(env, given[2]);
  const Floats dy(env, ids.at(0)), weight(env, ids.at(1)), gates(env, ids.at(2)), cells(env, ids.at(3));
  Floats sums(gates.shape());
  const int64_t steps = gates.shape().at(0), batch = gates.shape().at(1), units = gates.shape().at(2) / 4;
  const int64_t state = batch * units;
  std::vector<float> dHidden(state), dCell(state, 0.0f);
  const Columns columns(weight.data(), 4 * units, units, true);
  for (int64_t t = steps - 1; t >= 0; t--) {
    std::fill(dHidden.begin(), dHidden.end(), 0.0f);
    if (t < steps - 1) {
      addProduct(sums.data() + 4 * (t + 1) * state, false, columns, dHidden.data(), batch);
    }
    if (sequences || t == steps - 1) {
      for (int64_t row = 0; row < batch; row++) {
        const float* from = dy.data() + (sequences ? (row * steps + t) * units : row * units);
        for (int64_t u = 0; u < units; u++) dHidden[row * units + u] += from[u];
      }
    }
    const float* before = cells.data() + t * state;
    const float* step = gates.data() + 4 * t * state;
    float* to = sums.data() + 4 * t * state;
    retreatRows(step, before, before + state, dHidden.data(), dCell.data(), to, batch, units, hard);
  }
  return sums.share(env);
}

}  // namespace dnn
