import { beforeAll, describe, expect, test } from 'vitest';
import { defineAscent } from '../../../../src/attacks/ascent/ascent.ts';
import type { AttackedBatch } from '../../../../src/attacks/contract.ts';
import { fgsm, type FgsmOptions } from '../../../../src/attacks/index.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf, type Tensor } from '../../../../src/engine/tensors.ts';
import { linearClassifier } from '../sample.ts';

beforeAll(() => startEngine('wasm'));

test('an ascent rejects a NaN gradient with finite logits, because the model would seem robust', async () => {
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

describe('defineAscent', () => {
  const defaults = { norm: 'linf', target: 'none' } as const;
  const ascent = (changes: Partial<Parameters<typeof defineAscent<FgsmOptions>>[0]>) =>
    defineAscent<FgsmOptions>({ name: 'ascent', defaults, stepSize: (epsilon) => epsilon, ...changes });

  test('puts all functions of its definition into the code of the attack', () => {
    const changed = [
      {},
      { stepSize: (epsilon: number) => epsilon / 2 },
      { start: ({ x }: AttackedBatch) => tf.add(x, 0.1) },
      { direction: (gradient: Tensor) => tf.neg(gradient) },
    ];
    expect(new Set(changed.map((changes) => ascent(changes).code)).size).toBe(changed.length);
    expect(ascent({}).code).toBe(ascent({}).code);
  });

  test('uses the start and the direction of its definition', async () => {
    const linear = linearClassifier([
      [3, 0],
      [0, 1],
    ]);
    const split = { inputs: Float32Array.of(0.5, 0.25), itemShape: [2], labels: Int32Array.of(0), size: 1 };
    const attack = ascent({
      stepSize: (epsilon) => epsilon / 2,
      start: ({ x }) => tf.add(x, 0.125),
      direction: (gradient) => tf.neg(gradient),
    });
    const { adversarial } = await attack.run(linear, split, { epsilon: 0.25 });
    expect([...adversarial]).toEqual([0.75, 0.25]);
  });

  test('has no step size among its parameters if it is not an option', () => {
    expect(ascent({}).parameters(0.3)).toEqual(defaults);
  });
});
