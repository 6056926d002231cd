import { describe, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { tfl, type Tensor } from '../../../../src/engine/tensors.ts';
import { compared, expectSameOnBothEngines, kernelsOf, randomTensor } from '../both-engines.ts';
import { outputAndGradients } from './gradients-of.ts';
import { constant, randomMask } from './recurrent-layers.ts';

const kinds = { lstm: tfl.layers.lstm, gru: tfl.layers.gru, simpleRNN: tfl.layers.simpleRNN };
const modes = ['concat', 'sum', 'ave', 'mul'] as const;

function build(kind: keyof typeof kinds, mergeMode: (typeof modes)[number], goBackwards = false) {
  const layer = kinds[kind]({ units: 3, ...constant, returnSequences: true, goBackwards });
  return tfl.layers.bidirectional({ layer: layer as never, mergeMode });
}

describe('a bidirectional layer over sequences', () => {
  test.each(Object.keys(kinds) as (keyof typeof kinds)[])(
    'of %s has the output and gradients of the stock layer in every merge mode, with masks and without',
    async (kind) => {
      for (const [i, mode] of modes.entries())
        await expectSameOnBothEngines(() => {
          const mask = i % 2 === 0 ? randomMask(2, 4, i) : undefined;
          return outputAndGradients(build(kind, mode, i > 1), randomTensor([2, 4, 3], i), true, i, mask);
        }, 1e-5);
    },
  );

  test.each(['lstm', 'gru', 'simpleRNN'] as const)('of %s reverses no copy', async (kind) => {
    await startEngine(compared);
    const [layer, x] = [build(kind, 'sum'), randomTensor([2, 4, 3], 1)];
    layer.apply(x);
    expect(kernelsOf(() => layer.apply(x))).not.toContain('Reverse');
    layer.dispose();
  });

  test('reads its own outputs when stacked', () =>
    expectSameOnBothEngines(() => {
      const x = randomTensor([2, 4, 3], 1);
      const first = build('lstm', 'concat');
      const between = first.apply(x) as Tensor;
      first.dispose();
      return outputAndGradients(build('gru', 'concat'), between, true, 2);
    }, 1e-5));
});
