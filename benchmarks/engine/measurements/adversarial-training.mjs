import { madry2018 } from '../../../dist/src/attacks/index.js';
import { createRandom } from '../../../dist/src/random/index.js';
import { adversarialTraining as train } from '../../../dist/src/training/index.js';
import { between, clocks } from './clocks.mjs';
import { inputsOf } from './inputs.mjs';

/** Times one epoch of adversarial training. */
export function adversarialTraining(network, { batch, inputs, steps }) {
  const split = inputsOf(network, inputs);
  const training = train(madry2018.with({ steps }), 0.3, { epochs: 1, batchSize: batch });
  return async () => {
    const start = clocks();
    await training.fit(network, split, { random: createRandom(1) });
    return between(start, clocks());
  };
}
