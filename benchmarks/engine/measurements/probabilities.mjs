import { between, clocks } from './clocks.mjs';
import { inputsOf } from './inputs.mjs';

/** Times the class probabilities of a batch, as taken by evaluations and acquisition functions. */
export function probabilities(network, { batch, repeat }) {
  const split = inputsOf(network, batch);
  return async () => {
    const start = clocks();
    for (let i = 0; i < repeat; i++) await network.probabilities(split);
    return between(start, clocks(), repeat);
  };
}
