import type { Split } from '../../../src/datasets/contract.ts';

/** Three 2 × 2 images with the labels 0, 1, 2 and names. */
export const split: Split = {
  inputs: Float32Array.from({ length: 12 }, (_, i) => i / 12),
  itemShape: [2, 2, 1],
  labels: Int32Array.of(0, 1, 2),
  size: 3,
  ids: ['a', 'b', 'c'],
};
