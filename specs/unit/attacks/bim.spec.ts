import { beforeAll, describe, expect, test } from 'vitest';
import { bim, fgsm } from '../../../src/attacks/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { linearClassifier, smallProblem } from './sample.ts';

beforeAll(() => startEngine('wasm'));

describe('bim', () => {
  test('takes steps until it reaches the border', async () => {
    const network = linearClassifier([
      [3, 0],
      [0, 1],
    ]);
    const split = { inputs: Float32Array.of(0.5, 0.5), itemShape: [2], labels: Int32Array.of(0), size: 1 };
    const after = async (steps: number) => [
      ...(await bim.with({ steps, stepSize: 0.25 / 4 }).run(network, split, { epsilon: 0.25 })).adversarial,
    ];
    expect(await after(1)).toEqual([0.4375, 0.5625]);
    expect(await after(3)).toEqual([0.3125, 0.6875]);
    expect(await after(9)).toEqual([0.25, 0.75]);
  });

  test('equals FGSM with a single step of epsilon', async () => {
    const { network, split } = await smallProblem();
    const once = await bim.with({ steps: 1, stepSize: 0.1 }).run(network, split, { epsilon: 0.1 });
    expect(once.adversarial).toEqual((await fgsm.run(network, split, { epsilon: 0.1 })).adversarial);
  });

  test('computes its step size from epsilon', () => {
    expect(bim.parameters(8 / 255)).toEqual({ ...bim.options, stepSize: 2 / 255 });
    expect(bim.with({ stepSize: 0.1 }).parameters(0.3)).toEqual({ ...bim.options, stepSize: 0.1 });
    expect(bim.with({ steps: 2 }).parameters(0.5)).toMatchObject({ stepSize: 0.625 });
  });
});
