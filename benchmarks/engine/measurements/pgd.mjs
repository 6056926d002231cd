import { madry2018 as attack } from '../../../dist/src/attacks/index.js';
import { between, clocks } from './clocks.mjs';
import { inputsOf } from './inputs.mjs';

/**
 * Times an attack on inputs that are all classified correctly: judging the clean inputs, the gradient steps, judging
 * the results. The labels are the network's predictions, and broken inputs are not dropped, so every input takes every step.
 */
export function pgd(network, { batch, inputs, steps }) {
  const clean = inputsOf(network, inputs);
  const stepped = attack.with({ steps });
  return async () => {
    const split = { ...clean, labels: await network.predictions(clean) };
    const start = clocks();
    await stepped.run(network, split, { epsilon: 0.3, batchSize: batch, seed: 1, dropBroken: false });
    return between(start, clocks());
  };
}
