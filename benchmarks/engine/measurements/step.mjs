import { createRandom } from '../../../dist/src/random/index.js';
import { standardTraining } from '../../../dist/src/training/index.js';
import { between, clocks } from './clocks.mjs';
import { inputsOf } from './inputs.mjs';

/**
 * Times one step of standard training: batch, forward, loss, backward and Adam, as in the training loop. The time runs
 * from the end of an epoch's first step to the end of its last.
 */
export function step(network, { batch, repeat }) {
  const split = inputsOf(network, batch * (repeat + 1));
  const training = standardTraining({ epochs: 1, batchSize: batch });
  return async () => {
    const ends = [];
    await training.fit(network, split, { random: createRandom(1), afterStep: () => ends.push(clocks()) });
    return between(ends[0], ends[repeat], repeat);
  };
}
