import { beforeAll, describe, expect, test } from 'vitest';
import { bim, momentum } from '../../../src/attacks/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { linearClassifier, smallProblem } from './sample.ts';

beforeAll(() => startEngine('wasm'));

describe('momentum', () => {
  test('equals BIM if the decay is 0', async () => {
    const { network, split } = await smallProblem();
    const options = { steps: 5, stepSize: 0.05 };
    const memoryless = await momentum.with({ ...options, decay: 0 }).run(network, split, { epsilon: 0.2 });
    expect(memoryless.adversarial).toEqual((await bim.with(options).run(network, split, { epsilon: 0.2 })).adversarial);
  });

  test('differs from BIM if the gradient turns', async () => {
    const { network, split } = await smallProblem();
    const options = { steps: 10, stepSize: 0.05 };
    const lasting = await momentum.with(options).run(network, split, { epsilon: 0.2, dropBroken: false });
    const walked = await bim.with(options).run(network, split, { epsilon: 0.2, dropBroken: false });
    expect(lasting.adversarial).not.toEqual(walked.adversarial);
  });

  test('adds up normalised gradients', async () => {
    const network = linearClassifier([
      [3, 0],
      [0, 1],
    ]);
    const split = { inputs: Float32Array.of(0.5, 0.5), itemShape: [2], labels: Int32Array.of(0), size: 1 };
    const attack = momentum.with({ steps: 2, stepSize: 0.125, norm: 'l2' });
    const { adversarial } = await attack.run(network, split, { epsilon: 0.25 });
    const length = Math.hypot(3, 1); // both gradients are (-3, 1), and so is their sum
    expect(adversarial[0]).toBeCloseTo(0.5 - (0.25 * 3) / length, 6);
    expect(adversarial[1]).toBeCloseTo(0.5 + 0.25 / length, 6);
  });

  test('reaches the border in its steps by default, and rejects a negative decay', () => {
    expect(momentum.parameters(0.3)).toMatchObject({ steps: 10, stepSize: 0.03, decay: 1 });
    expect(() => momentum.with({ decay: -1 })).toThrow(
      'momentum: decay is -1.\nExpected a finite number of at least 0.',
    );
  });
});
