#include "pooling.h"

#include <algorithm>
#include <limits>

#include "floats.h"
#include "simd.h"
#include "tiled-pooling.h"

namespace dnn {

namespace {

// Calls `visit` with the offsets of the input pixel and the output pixel, for all pixels of all windows in order.
template <typename Start, typename Visit>
DNN_INLINE void overWindows(const Pool& p, Start start, Visit visit) {
  int64_t to = 0;
  for (int64_t n = 0; n < p.images; n++) {
    for (int64_t i = 0; i < p.rows; i++) {
      const int64_t top = i * p.strideHeight - p.top;
      const int64_t firstRow = std::max<int64_t>(top, 0), lastRow = std::min(top + p.windowHeight, p.height);
      for (int64_t j = 0; j < p.columns; j++, to += p.channels) {
        const int64_t left = j * p.strideWidth - p.left;
        const int64_t first = std::max<int64_t>(left, 0), last = std::min(left + p.windowWidth, p.width);
        start(to);
        for (int64_t row = firstRow; row < lastRow; row++) {
          for (int64_t column = first; column < last; column++) {
            visit(((n * p.height + row) * p.width + column) * p.channels, to);
          }
        }
      }
    }
  }
}

DNN_SIMD void largest(const Pool& p, const float* __restrict x, float* __restrict y) {
  const int64_t channels = p.channels;
  const auto start = [=](int64_t to) __attribute__((always_inline)) {
    for (int64_t c = 0; c < channels; c++) y[to + c] = -std::numeric_limits<float>::infinity();
  };
  const auto visit = [=](int64_t from, int64_t to) __attribute__((always_inline)) {
    for (int64_t c = 0; c < channels; c++) {
      const float value = x[from + c], best = y[to + c];
      y[to + c] = value > best || value != value ? value : best;
    }
  };
  overWindows(p, start, visit);
}

DNN_SIMD void gradient(const Pool& p, const float* __restrict x, const float* __restrict y, const float* __restrict dy,
                       int32_t* __restrict open, float* __restrict dx) {
  const int64_t channels = p.channels;
  const auto start = [=](int64_t) __attribute__((always_inline)) {
    for (int64_t c = 0; c < channels; c++) open[c] = -1;
  };
  const auto visit = [=](int64_t from, int64_t to) __attribute__((always_inline)) {
    for (int64_t c = 0; c < channels; c++) {
      const int32_t hit = open[c] & -static_cast<int32_t>(x[from + c] == y[to + c]);
      dx[from + c] += hit ? dy[to + c] : 0.0f;
      open[c] &= ~hit;
    }
  };
  overWindows(p, start, visit);
}

}  // namespace

Pool poolOf(const std::vector<int64_t>& in, const std::vector<int64_t>& out, const std::vector<int64_t>& w) {
  if (in.size() != 4 || out.size() != 4 || w.size() != 6 || in[0] != out[0] || in[3] != out[3]) {
    throw Failure("a pool: the shapes of the operands do not match");
  }
  return {in[0], in[1], in[2], in[3], out[1], out[2], w[0], w[1], w[2], w[3], w[4], w[5]};
}

void largestOfWindows(const Pool& pool, const float* x, float* y) {
  if (pool.isTiled()) {
    largestOfTiles(pool, x, y);
  } else {
    largest(pool, x, y);
  }
}

napi_value maxPool(napi_env env, napi_callback_info info) {
  const auto given = argumentsOf(env, info, 3);
  const Floats x(env, integerOf(env, given[0]));
  Floats y(integersOf(env, given[2]));
  largestOfWindows(poolOf(x.shape(), y.shape(), integersOf(env, given[1])), x.data(), y.data());
  return y.share(env);
}

napi_value maxPoolGrad(napi_env env, napi_callback_info info) {
  const auto given = argumentsOf(env, info, 2);
  const std::vector<int64_t> ids = integersOf(env, given[0]);
  const Floats dy(env, ids.at(0)), x(env, ids.at(1)), y(env, ids.at(2));
  Floats dx(x.shape());
  if (dy.shape() != y.shape()) throw Failure("MaxPoolGrad: the gradient and the output differ in shape");
  const Pool pool = poolOf(x.shape(), y.shape(), integersOf(env, given[1]));
  if (pool.isTiled()) {
    gradientOfTiles(pool, x.data(), y.data(), dy.data(), dx.data());
  } else {
    std::fill_n(dx.data(), dx.size(), 0.0f);
    std::vector<int32_t> open(pool.channels);
    gradient(pool, x.data(), y.data(), dy.data(), open.data(), dx.data());
  }
  return dx.share(env);
}

}  // namespace dnn
