import { attacks, largestEpsilon } from '../../../dist/src/attacks/index.js';
import { mean } from '../../../dist/src/statistics/index.js';
import { readProblem } from '../problem.mjs';

let problem;

/**
 * Times an attack on the images of the problem, in seconds: judging the clean images, attacking those classified correctly, and
 * judging the results. The note reports the strength of the attack.
 */
export function prepare({ attack: name, epsilon, options, folder }) {
  if (!attacks[name]) throw new Error(`there is no attack "${name}"`);
  problem ??= readProblem(folder);
  const { network, split } = problem;
  const attack = attacks[name].with(options);
  const radius = epsilon ?? largestEpsilon(attack.norm, network);
  let seed = 0;
  return async () => {
    const start = performance.now();
    const { broken, correct, distances } = await attack.run(network, split, { epsilon: radius, seed: ++seed });
    const value = (performance.now() - start) / 1000;
    return { value, note: strength(broken, correct, distances, epsilon) };
  };
}

/** Returns the robust accuracy and, for attacks without a bound, the mean distance by which broken images were moved. */
function strength(broken, correct, distances, epsilon) {
  const robust = correct.filter((hit, item) => hit && !broken[item]).length / correct.length;
  const share = `${(robust * 100).toFixed(1)} %`;
  if (epsilon !== undefined) return share;
  const moved = distances.filter((distance, item) => broken[item] && Number.isFinite(distance));
  return moved.length > 0 ? `${share}, moved ${mean(moved).toPrecision(3)}` : share;
}
