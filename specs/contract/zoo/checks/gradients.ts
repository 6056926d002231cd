import { tf } from '../../../../src/engine/tensors.ts';
import { linearised } from '../../../../src/gradients/jacobian.ts';
import { createRandom } from '../../../../src/random/index.ts';
import type { Network } from '../../../../src/models/network/contract.ts';
import { examine, type Finding } from '../finding.ts';
import type { Subject } from '../subject.ts';

/** Step of the central differences: a power of two, so that it adds no rounding. */
const step = 2 ** -7;
/** Inputs per network, and values per input, whose derivative is checked. */
const [inputs, coordinates] = [2, 60];

/** Input gradients: as central differences, except where the network has a kink. */
export async function checkGradients({ zoo, network, split }: Subject): Promise<Finding[]> {
  return [
    await examine('input gradient', async () => {
      const random = createRandom(2).fork('cotangent', zoo.name);
      const cotangent = Float32Array.from({ length: network.classes }, () => random.uniform() * 2 - 1);
      const length = split.inputs.length / split.size;
      for (let item = 0; item < inputs; item++) {
        const x = Float32Array.from(split.inputs.subarray(item * length, (item + 1) * length));
        const slopes = gradient(network, x, cotangent);
        const chosen = random.sample(length, Math.min(coordinates, length));
        const wrong = await compare(network, x, cotangent, slopes, chosen);
        if (wrong !== undefined) return `input ${item}, ${wrong}`;
      }
      return undefined;
    }),
  ];
}

function gradient(network: Network, x: Float32Array, cotangent: Float32Array): Float32Array {
  return tf.tidy(() => {
    const batch = tf.tensor(x, [1, ...network.itemShape]);
    return linearised(network, batch, ({ combined }) => combined(cotangent)).dataSync() as Float32Array;
  });
}

async function compare(
  network: Network,
  x: Float32Array,
  cotangent: Float32Array,
  slopes: Float32Array,
  chosen: Int32Array,
): Promise<string | undefined> {
  const shifts = [-step, -step / 2, 0, step / 2, step];
  const batch = new Float32Array(chosen.length * shifts.length * x.length);
  chosen.forEach((at, k) =>
    shifts.forEach((shift, s) => {
      const start = (k * shifts.length + s) * x.length;
      batch.set(x, start);
      batch[start + at] += shift;
    }),
  );
  const { data, columns } = await network.predict(batch, chosen.length * shifts.length);
  const value = (row: number): number =>
    cotangent.reduce((sum, weight, j) => sum + weight * data[row * columns + j], 0);
  const largest = Math.max(...slopes.map(Math.abs));
  const size = Math.max(...data.map(Math.abs));
  for (const [k, at] of chosen.entries()) {
    const [low, lower, middle, upper, high] = shifts.map((_, s) => value(k * shifts.length + s));
    const [before, after] = [(middle - low) / step, (high - middle) / step];
    const [whole, half] = [(high - low) / (2 * step), (upper - lower) / step];
    const tolerance = 0.01 * Math.max(largest, Math.abs(whole)) + (4e-7 * size * columns) / step + 1e-6;
    const kinked = Math.abs(after - before) > 2 * tolerance || Math.abs(whole - half) > tolerance;
    if (kinked || Math.abs(slopes[at] - half) <= tolerance) continue;
    return `value ${at}: the gradient is ${slopes[at]}, the central difference ${half}`;
  }
  return undefined;
}
