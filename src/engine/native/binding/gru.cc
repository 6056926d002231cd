#include "gru.h"

#include <algorithm>

#include "gates.h"
#include "product.h"
#include "steps.h"

namespace dnn {

namespace {

// The recurrent kernel [units, 3 units] in two parts, for the gates z and r and for the candidate n.
struct Parts {
  Parts(const Floats& kernel, bool transposed) {
    const int64_t units = kernel.shape().at(0);
    std::vector<float> first(units * 2 * units), second(units * units);
    for (int64_t row = 0; row < units; row++) {
      const float* from = kernel.data() + row * 3 * units;
      std::copy_n(from, 2 * units, first.data() + row * 2 * units);
      std::copy_n(from + 2 * units, units, second.data() + row * units);
    }
    // the transpose of [units, k] is given by its rows
    gates = std::make_unique<Columns>(first.data(), transposed ? 2 * units : units, transposed ? units : 2 * units, transposed);
    candidate = std::make_unique<Columns>(second.data(), units, units, transposed);
  }

  std::unique_ptr<Columns> gates, candidate;
};

// The gates z, r and n of a step's rows, apart.
struct Apart {
  Apart(int64_t batch, int64_t units) : batch(batch), units(units), zr(batch * 2 * units), n(batch * units) {}

  void read(const float* gates) {
    for (int64_t row = 0; row < batch; row++, gates += 3 * units) {
      std::copy_n(gates, 2 * units, zr.data() + row * 2 * units);
      std::copy_n(gates + 2 * units, units, n.data() + row * units);
    }
  }

  void write(float* gates) const {
    for (int64_t row = 0; row < batch; row++, gates += 3 * units) {
      std::copy_n(zr.data() + row * 2 * units, 2 * units, gates);
      std::copy_n(n.data() + row * units, units, gates + 2 * units);
    }
  }

  int64_t batch, units;
  std::vector<float> zr, n;
};

template <bool hard>
DNN_INLINE void open(float* __restrict zr, int64_t count) {
  for (int64_t i = 0; i < count; i++) zr[i] = gate<hard>(zr[i]);
}

DNN_SIMD void openGates(float* zr, int64_t count, bool hard) {
  if (hard) {
    open<true>(zr, count);
  } else {
    open<false>(zr, count);
  }
}

DNN_SIMD void reset(const float* __restrict r, const float* __restrict before, float* __restrict q, int64_t units) {
  for (int64_t u = 0; u < units; u++) q[u] = r[u] * before[u];
}

// n holds the input's part of the sum, and with `r` q the state's part.
DNN_SIMD void mix(const float* __restrict z, const float* __restrict r, float* __restrict n, const float* __restrict q,
                  const float* __restrict before, float* __restrict hidden, int64_t units) {
  for (int64_t u = 0; u < units; u++) {
    const float candidate = hyperbolicTangent(r ? n[u] + r[u] * q[u] : n[u]);
    n[u] = candidate;
    hidden[u] = z[u] * before[u] + (1.0f - z[u]) * candidate;
  }
}

template <bool hard>
DNN_INLINE void retreat(const float* __restrict z, const float* __restrict n, const float* __restrict before,
                        float* __restrict dHidden, float* __restrict dz, float* __restrict dn, int64_t units) {
  for (int64_t u = 0; u < units; u++) {
    const float h = dHidden[u];
    dn[u] = h * (1.0f - z[u]) * (1.0f - n[u] * n[u]);
    dz[u] = h * (before[u] - n[u]) * slope<hard>(z[u]);
    dHidden[u] = h * z[u];
  }
}

DNN_SIMD void retreatRow(const float* z, const float* n, const float* before, float* dHidden, float* dz, float* dn,
                         int64_t units, bool hard) {
  if (hard) {
    retreat<true>(z, n, before, dHidden, dz, dn, units);
  } else {
    retreat<false>(z, n, before, dHidden, dz, dn, units);
  }
}

// The gradient of the sum of r, where the gradient of r is a · b.
template <bool hard>
DNN_INLINE void close(const float* __restrict r, const float* __restrict a, const float* __restrict b, float* __restrict dr,
                      int64_t units) {
  for (int64_t u = 0; u < units; u++) dr[u] = a[u] * b[u] * slope<hard>(r[u]);
}

DNN_SIMD void closeReset(const float* r, const float* a, const float* b, float* dr, int64_t units, bool hard) {
  if (hard) {
    close<true>(r, a, b, dr, units);
  } else {
    close<false>(r, a, b, dr, units);
  }
}

}  // namespace

napi_value gruSteps(napi_env env, napi_callback_info info) {
  const auto given = argumentsOf(env, info, 5);
  const std::vector<int64_t> ids = integersOf(env, given[0]);
  const int64_t batch = integerOf(env, given[1]);
  const bool hard = booleanOf(env, given[2]), after = booleanOf(env, given[3]);
  const Floats sums(env, ids.at(0)), weight(env, ids.at(1)), bias(env, ids.at(2));
  const int64_t units = sums.shape().at(1) / 3, steps = sums.shape().at(0) / batch, state = batch * units;
  const Walk walk{steps, booleanOf(env, given[4]), false};
  const Mask mask(env, ids, 3, steps);
  Floats q({steps, batch, units}), hidden({steps + 1, batch, units});
  std::fill_n(hidden.data() + walk.before(walk.time(0)) * state, state, 0.0f);
  const Parts parts(weight, false);
  Apart gates(batch, units);
  for (int64_t order = 0; order < steps; order++) {
    const int64_t t = walk.time(order);
    const float* before = hidden.data() + walk.before(t) * state;
    float *next = hidden.data() + walk.after(t) * state, *inner = q.data() + t * state, *step = sums.data() + 3 * t * state;
    gates.read(step);
    addProduct(before, false, *parts.gates, gates.zr.data(), batch);
    openGates(gates.zr.data(), 2 * state, hard);
    for (int64_t row = 0; row < batch; row++) {
      const int64_t at = row * units;
      if (after) {
        std::copy_n(bias.data(), units, inner + at);
      } else {
        reset(gates.zr.data() + 2 * at + units, before + at, inner + at, units);
      }
    }
    if (after) {
      addProduct(before, false, *parts.candidate, inner, batch);
    } else {
      addProduct(inner, false, *parts.candidate, gates.n.data(), batch);
    }
    for (int64_t row = 0; row < batch; row++) {
      const int64_t at = row * units;
      const float *z = gates.zr.data() + 2 * at, *r = after ? z + units : nullptr;
      mix(z, r, gates.n.data() + at, inner + at, before + at, next + at, units);
      if (mask.hides(row, t)) std::copy_n(before + at, units, next + at);
    }
    gates.write(step);
  }
  return pair(env, q, hidden);
}

napi_value gruStepsGrad(napi_env env, napi_callback_info info) {
  const auto given = argumentsOf(env, info, 6);
  const std::vector<int64_t> ids = integersOf(env, given[0]);
  const bool sequences = booleanOf(env, given[1]), hard = booleanOf(env, given[2]), after = booleanOf(env, given[3]);
  const Floats dy(env, ids.at(0)), weight(env, ids.at(1)), gates(env, ids.at(2)), q(env, ids.at(3)), hidden(env, ids.at(4));
  Floats sums(gates.shape()), ofState(after ? gates.shape() : std::vector<int64_t>{0});
  const int64_t steps = gates.shape().at(0), batch = gates.shape().at(1), units = gates.shape().at(2) / 3;
  const int64_t state = batch * units;
  const Walk walk{steps, booleanOf(env, given[4]), booleanOf(env, given[5])};
  const Mask mask(env, ids, 5, steps);
  const Parts parts(weight, true);
  std::vector<float> dHidden(state, 0.0f), dq(state);
  Apart slopes(batch, units);
  for (int64_t order = steps - 1; order >= 0; order--) {
    const int64_t t = walk.time(order);
    const float *step = gates.data() + 3 * t * state, *before = hidden.data() + walk.before(t) * state;
    addOutputGradient(dy, walk, order, sequences, dHidden.data(), batch, units);
    std::fill(slopes.zr.begin(), slopes.zr.end(), 0.0f);
    std::fill(slopes.n.begin(), slopes.n.end(), 0.0f);
    std::fill(dq.begin(), dq.end(), 0.0f);
    for (int64_t row = 0; row < batch; row++) {
      if (mask.hides(row, t)) continue;
      const int64_t at = row * units;
      const float* z = step + 3 * at;
      float *dz = slopes.zr.data() + 2 * at, *dn = slopes.n.data() + at;
      retreatRow(z, z + 2 * units, before + at, dHidden.data() + at, dz, dn, units, hard);
      if (!after) continue;
      closeReset(z + units, dn, q.data() + t * state + at, dz + units, units, hard);
      reset(z + units, dn, dq.data() + at, units);
    }
    if (!after) {
      addProduct(slopes.n.data(), false, *parts.candidate, dq.data(), batch);
      for (int64_t row = 0; row < batch; row++) {
        if (mask.hides(row, t)) continue;
        const int64_t at = row * units;
        const float* r = step + 3 * at + units;
        closeReset(r, dq.data() + at, before + at, slopes.zr.data() + 2 * at + units, units, hard);
        for (int64_t u = 0; u < units; u++) dHidden[at + u] += r[u] * dq[at + u];
      }
    }
    slopes.write(sums.data() + 3 * t * state);
    if (order > 0) addProduct(slopes.zr.data(), false, *parts.gates, dHidden.data(), batch);
    if (!after) continue;
    if (order > 0) addProduct(dq.data(), false, *parts.candidate, dHidden.data(), batch);
    slopes.n = dq;
    slopes.write(ofState.data() + 3 * t * state);
  }
  if (after) return pair(env, sums, ofState);
  napi_value results;
  check(env, napi_create_array_with_length(env, 1, &results));
  check(env, napi_set_element(env, results, 0, sums.share(env)));
  return results;
}

}  // namespace dnn
