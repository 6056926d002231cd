import { expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { type Tensor, tf, tfl } from '../../../../src/engine/tensors.ts';
import { compared, randomTensor } from '../both-engines.ts';

test('a mask ends where a layer returns no sequence, so that a decoder is not masked by the sequence it decodes', async () => {
  await startEngine(compared);
  const zeros = { kernelInitializer: 'zeros', recurrentInitializer: 'zeros' } as const;
  const [encoder, decoder] = [
    tfl.layers.simpleRNN({ units: 3, ...zeros }),
    tfl.layers.simpleRNN({ units: 2, ...zeros }),
  ];
  const model = tfl.sequential({
    layers: [
      tfl.layers.masking({ inputShape: [4, 2], maskValue: 0 }),
      encoder,
      tfl.layers.repeatVector({ n: 4 }),
      decoder,
    ],
  });
  model.setWeights(model.getWeights().map((weight, i) => randomTensor(weight.shape, i + 1)));
  tf.tidy(() => {
    const x = tf.concat([randomTensor([2, 2, 2], 5), tf.zeros([2, 2, 2])], 1);
    const mask = tf.tensor2d([1, 1, 0, 0, 1, 1, 0, 0], [2, 4]);
    const code = encoder.apply(x, { mask }) as tf.Tensor2D;
    const expected = decoder.apply(tf.tile(tf.expandDims(code, 1), [1, 4, 1])) as Tensor;
    expect([...(model.apply(x, { training: false }) as Tensor).dataSync()]).toEqual([...expected.dataSync()]);
  });
  model.dispose();
});
