import { beforeAll, expect, test } from 'vitest';
import { fgsm } from '../../../../src/attacks/index.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf } from '../../../../src/engine/tensors.ts';
import { linearClassifier } from '../sample.ts';

beforeAll(() => startEngine('wasm'));

test('refuses a gradient that is NaN while the logits are fine, where signs of 0 would look like robustness', async () => {
  const linear = linearClassifier([
    [1, 0],
    [0, 1],
  ]);
  const rooted = { ...linear, logits: (x: never) => linear.logits(tf.sqrt(tf.square(tf.sub(x, 0.25)))) }; // ∞ · 0 where x is 0.25
  const split = { inputs: Float32Array.of(0.75, 0.25), itemShape: [2], labels: Int32Array.of(0), size: 1 };
  await expect(fgsm.run(rooted, split, { epsilon: 0.1 })).rejects.toThrow(
    'The gradient of the loss of "linear" with respect to its input is NaN.',
  );
});
