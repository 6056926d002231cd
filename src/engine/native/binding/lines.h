// Elementwise operations on lines. Operation numbers are the positions in `elementwise.ts`.
#pragma once

#include <cstdint>

#include "broadcast.h"

namespace dnn {

constexpr int64_t calculations = 8, comparisons = 6, functions = 8;

void calculateLine(int64_t operation, const float* a, const float* b, float* to, const Axis& axis);
void compareLine(int64_t operation, const float* a, const float* b, bool* to, const Axis& axis);
void transformAll(int64_t operation, const float* from, float* to, int64_t size, float lowest, float highest);
void selectAll(const bool* condition, const float* a, const float* b, float* to, int64_t size);

}  // namespace dnn
