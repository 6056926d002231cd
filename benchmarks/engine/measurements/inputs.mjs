import { createRandom } from '../../../dist/src/random/index.js';

/**
 * Returns seeded uniform inputs of a network with uniform labels: pixels in [0, 1), or token ids if the input range is one of ids.
 * Their content does not affect the time.
 */
export function inputsOf({ itemShape, inputRange: [, high], classes }, size) {
  const random = createRandom(1);
  const length = size * itemShape.reduce((product, extent) => product * extent, 1);
  const inputs = high > 1 ? new Int32Array(length) : new Float32Array(length);
  for (let i = 0; i < length; i++) inputs[i] = high > 1 ? random.integer(high + 1) : random.uniform();
  return { inputs, itemShape, labels: Int32Array.from({ length: size }, () => random.integer(classes)), size };
}
