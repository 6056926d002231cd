// Pixels separated by channel.
#pragma once

#include "simd.h"

namespace dnn {

typedef float Quad __attribute__((vector_size(16)));

#if defined(__clang__)
#define DNN_PICK(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#else
typedef int32_t QuadOrder __attribute__((vector_size(16)));
#define DNN_PICK(a, b, ...) __builtin_shuffle(a, b, QuadOrder{__VA_ARGS__})
#endif

DNN_INLINE Quad quadAt(const float* from) {
  Quad quad;
  std::memcpy(&quad, from, sizeof quad);
  return quad;
}

// Four pixels of four channels.
DNN_INLINE void separateQuads(const float* pixels, int64_t channels, float* planes, int64_t stride) {
  const Quad a = quadAt(pixels), b = quadAt(pixels + channels);
  const Quad c = quadAt(pixels + 2 * channels), d = quadAt(pixels + 3 * channels);
  const Quad first = DNN_PICK(a, b, 0, 4, 1, 5), second = DNN_PICK(c, d, 0, 4, 1, 5);
  const Quad third = DNN_PICK(a, b, 2, 6, 3, 7), fourth = DNN_PICK(c, d, 2, 6, 3, 7);
  const Quad separate[] = {DNN_PICK(first, second, 0, 1, 4, 5), DNN_PICK(first, second, 2, 3, 6, 7),
                           DNN_PICK(third, fourth, 0, 1, 4, 5), DNN_PICK(third, fourth, 2, 3, 6, 7)};
  for (int i = 0; i < 4; i++) std::memcpy(planes + i * stride, &separate[i], sizeof separate[i]);
}

template <int together>
DNN_INLINE void separateSome(const float* __restrict pixels, int64_t first, int64_t columns, int64_t channels,
                             float* __restrict planes, int64_t stride) {
  for (int64_t column = first; column < columns; column++) {
    for (int i = 0; i < together; i++) planes[i * stride + column] = pixels[column * channels + i];
  }
}

// Writes a row of pixels [columns, channels] as planes [channels, columns], `stride` numbers apart.
DNN_INLINE void separate(const float* pixels, int64_t columns, int64_t channels, float* planes, int64_t stride) {
  int64_t channel = 0;
  for (; channel + 4 <= channels; channel += 4) {
    const float* from = pixels + channel;
    float* to = planes + channel * stride;
    int64_t column = 0;
    for (; column + 4 <= columns; column += 4) separateQuads(from + column * channels, channels, to + column, stride);
    separateSome<4>(from, column, columns, channels, to, stride);
  }
  for (; channel + 2 <= channels; channel += 2) {
    separateSome<2>(pixels + channel, 0, columns, channels, planes + channel * stride, stride);
  }
  if (channel < channels) separateSome<1>(pixels + channel, 0, columns, channels, planes + channel * stride, stride);
}

}  // namespace dnn
