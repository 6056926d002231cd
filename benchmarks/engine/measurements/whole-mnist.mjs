import { mnist } from '../../../dist/src/datasets/index.js';
import { createRandom } from '../../../dist/src/random/index.js';
import { standardTraining } from '../../../dist/src/training/index.js';
import { between, clocks } from './clocks.mjs';

/** Times one epoch of standard training on all of MNIST; the images are read from DNN_DATA_DIR. */
export function wholeMnist(network, { batch }) {
  if (!process.env.DNN_DATA_DIR) throw new Error('MNIST is missing: set DNN_DATA_DIR to the folder that contains it.');
  return async () => {
    const { train } = await mnist();
    const start = clocks();
    await standardTraining({ epochs: 1, batchSize: batch }).fit(network, train, { random: createRandom(1) });
    return between(start, clocks());
  };
}
