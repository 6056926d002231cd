import type { Split } from '../../../src/datasets/contract.ts';
import { tfl, type LayersModel } from '../../../src/engine/tensors.ts';
import type { Layer } from '../../../src/models/network/layers.ts';
import { createRandom } from '../../../src/random/index.ts';

/** Returns items with uniform values; their class is the band of the first value, one of `classes` equal bands. */
export function sampleSplit({
  itemShape,
  size,
  classes = 3,
  seed = 1,
}: {
  itemShape: number[];
  size: number;
  classes?: number;
  seed?: number;
}): Split {
  const random = createRandom(seed);
  const length = itemShape.reduce((product, side) => product * side, 1);
  const inputs = Float32Array.from({ length: size * length }, () => random.uniform());
  const labels = Int32Array.from({ length: size }, (_, i) => Math.floor(inputs[i * length] * classes));
  return { inputs, itemShape, labels, size };
}

/** Returns a dense layer with fixed, distinct weights. */
export function dense(units: number, activation: 'linear' | 'relu' | 'softmax' | 'sigmoid' = 'linear'): Layer {
  return tfl.layers.dense({
    units,
    activation,
    kernelInitializer: tfl.initializers.glorotUniform({ seed: units }),
    biasInitializer: tfl.initializers.randomUniform({ seed: units + 1 }),
  });
}

/** Returns a sequential network on items [4]. */
export function network(...layers: Layer[]): LayersModel {
  return tfl.sequential({ layers: [tfl.layers.inputLayer({ inputShape: [4] }), ...layers] });
}

/** Returns the largest absolute difference of two arrays of the same length. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return Array.from(a).reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i])), 0);
}
