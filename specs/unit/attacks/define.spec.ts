import { beforeAll, describe, expect, test } from 'vitest';
import type { QueriedBatch } from '../../../src/attacks/contract.ts';
import { defineAttack } from '../../../src/attacks/define.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { tf, type Tensor } from '../../../src/engine/tensors.ts';
import { InvalidDataError, InvalidOptionError, NumericalError } from '../../../src/errors.ts';
import { integerFrom } from '../../../src/options.ts';
import type { ProgressEvent } from '../../../src/progress.ts';
import { createRandom } from '../../../src/random/index.ts';
import { linearClassifier, smallProblem } from './sample.ts';

beforeAll(() => startEngine('wasm'));

/** An attack that runs the given `perturb`, and records the positions that it receives. */
function scripted(perturb: (batch: QueriedBatch) => Tensor) {
  const seen: number[][] = [];
  const attack = defineAttack<{ tries: number }>({
    name: 'scripted',
    norm: 'linf',
    access: 'black-box',
    defaults: { tries: 1 },
    limits: { tries: integerFrom(1) },
    restarts: ({ tries }) => tries,
    perturb: (batch) => {
      seen.push(Array.from(batch.positions ?? []));
      return tf.tidy(() => perturb(batch));
    },
  });
  return { attack, seen };
}

describe('an attack', () => {
  test('does not report a success that clipping undoes', async () => {
    const network = linearClassifier([
      [1, 0],
      [0, 1],
    ]);
    const split = { inputs: Float32Array.of(0.9, 0.1), itemShape: [2], labels: Int32Array.of(0), size: 1 };
    const { attack } = scripted(({ x }) => tf.sub(1, x)); // breaks, but far outside the ball
    const { adversarial, broken } = await attack.run(network, split, { epsilon: 0.125 });
    expect([...broken]).toEqual([0]);
    expect(adversarial[0]).toBeCloseTo(0.775, 6);
  });

  test('receives only the correctly classified inputs, in batches, and does not change the others', async () => {
    const { network, split } = await smallProblem(10);
    const { attack, seen } = scripted(({ x }) => tf.sub(1, x));
    const { adversarial, correct } = await attack.run(network, split, { epsilon: 0.5, batchSize: 3 });
    expect([...correct]).toEqual([1, 1, 1, 1, 0, 1, 1, 1, 1, 0]);
    expect(seen).toEqual([
      [0, 1, 2],
      [3, 5, 6],
      [7, 8],
    ]);
    expect(adversarial.slice(4 * 16, 5 * 16)).toEqual(split.inputs.slice(4 * 16, 5 * 16));
  });

  test('restarts on the inputs that are not yet broken, in full batches', async () => {
    const { network, split } = await smallProblem(10);
    const { attack, seen } = scripted(({ x }) => x.clone());
    const { broken } = await attack.with({ tries: 2 }).run(network, split, { epsilon: 0.5, batchSize: 6 });
    expect(broken.every((flag) => flag === 0)).toBe(true);
    expect(seen).toEqual([
      [0, 1, 2, 3, 5, 6],
      [7, 8],
      [0, 1, 2, 3, 5, 6],
      [7, 8],
    ]);
  });

  test('stops restarting when all inputs are broken', async () => {
    const network = linearClassifier([
      [1, 0],
      [0, 1],
    ]);
    const split = { inputs: Float32Array.of(0.6, 0.4), itemShape: [2], labels: Int32Array.of(0), size: 1 };
    const { attack, seen } = scripted(({ x }) => tf.sub(1, x));
    expect([...(await attack.with({ tries: 5 }).run(network, split, { epsilon: 0.5 })).broken]).toEqual([1]);
    expect(seen).toHaveLength(1);
  });

  test('reports progress after every batch, up to the total', async () => {
    const { network, split } = await smallProblem(10);
    const events: ProgressEvent[] = [];
    const { attack } = scripted(({ x }) => x.clone());
    await attack
      .with({ tries: 2 })
      .run(network, split, { epsilon: 0.5, batchSize: 5, progress: (event) => events.push(event) });
    expect(events.map(({ task, done, total }) => [task, done, total])).toEqual(
      [5, 8, 13, 16].map((done) => ['scripted', done, 16]),
    );
    expect(events.every(({ secondsLeft }) => Number.isFinite(secondsLeft) && (secondsLeft as number) >= 0)).toBe(true);
    expect(events.at(-1)?.secondsLeft).toBe(0);
  });

  test('lets timers run between batches', async () => {
    const { network, split } = await smallProblem(10);
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    const slow = scripted(({ x }) => {
      const until = performance.now() + 3;
      while (performance.now() < until);
      return x.clone();
    });
    await slow.attack.run(network, split, { epsilon: 0.5, batchSize: 1 });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(2);
  });
});

describe('craft', () => {
  test('returns a clipped batch and leaks no tensor', async () => {
    const { network, split } = await smallProblem(4);
    const { attack } = scripted(({ x }) => tf.add(x, 1));
    const x = tf.tensor(split.inputs, [4, 4, 4, 1]);
    const y = tf.tensor1d(split.labels, 'int32');
    const before = tf.memory().numTensors;
    const crafted = await attack.craft({ classifier: network, x, y, epsilon: 0.1, random: createRandom(1) });
    expect(tf.memory().numTensors).toBe(before + 1);
    [...crafted.dataSync()].forEach((value, i) => expect(value).toBeCloseTo(Math.min(1, split.inputs[i] + 0.1), 6));
    tf.dispose([x, y, crafted]);
  });
});

describe('an attack rejects', () => {
  test('options that are unknown, of the wrong type, or out of range', () => {
    const { attack } = scripted(({ x }) => x.clone());
    expect(() => attack.with({ trys: 2 } as object)).toThrow(
      'scripted: there is no option "trys".\nExpected one of: tries.',
    );
    expect(() => attack.with({ tries: '2' } as never)).toThrow(
      "scripted: tries is '2'.\nExpected an integer of at least 1.",
    );
    expect(() => attack.with({ tries: Number.NaN })).toThrow('tries is NaN.');
    expect(() => attack.with({ tries: 0 })).toThrow(InvalidOptionError);
  });

  test('an epsilon or batch size out of range', async () => {
    const { network, split } = await smallProblem(4);
    const { attack } = scripted(({ x }) => x.clone());
    await expect(attack.run(network, split, { epsilon: 76.5 })).rejects.toThrow('scripted: epsilon is 76.5.');
    await expect(attack.run(network, split, { epsilon: 0.1, batchSize: 0 })).rejects.toThrow(
      'scripted: batchSize is 0.',
    );
  });

  test('candidates that are NaN', async () => {
    const { network, split } = await smallProblem(4);
    const { attack } = scripted(({ x }) => tf.div(tf.zerosLike(x), 0));
    const before = tf.memory().numTensors;
    await expect(attack.run(network, split, { epsilon: 0.1 })).rejects.toThrow(NumericalError);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('a model whose logits are NaN', async () => {
    const { network, split } = await smallProblem(4);
    tf.tidy(() =>
      network.model.setWeights(network.model.getWeights().map((weight) => tf.fill(weight.shape, Number.NaN))),
    );
    const { attack } = scripted(({ x }) => x.clone());
    await expect(attack.run(network, split, { epsilon: 0.1 })).rejects.toThrow(NumericalError);
  });

  test('inputs that do not fit the model', async () => {
    const { network, split } = await smallProblem(4);
    const { attack } = scripted(({ x }) => x.clone());
    const attempt = (changes: object) => attack.run(network, { ...split, ...changes }, { epsilon: 0.1 });
    await expect(attempt({ inputs: split.inputs.map((value) => value * 255) })).rejects.toThrow(
      /item 0 contains .*\nExpected values in \[0, 1\]/,
    );
    await expect(attempt({ inputs: new Int32Array(64) })).rejects.toThrow('token ids cannot be perturbed by epsilon');
    await expect(attempt({ itemShape: [16] })).rejects.toThrow('the items have shape [16].\nExpected [4, 4, 1]');
    await expect(attempt({ labels: Int32Array.of(0, 1, 2, 3) })).rejects.toThrow(InvalidDataError);
    await expect(attempt({ inputs: new Float32Array(64).fill(Number.NaN) })).rejects.toThrow(InvalidDataError);
  });
});
