import { textAttacks } from '../../../dist/src/attacks/index.js';
import { between, clocks } from '../../engine/measurements/clocks.mjs';
import { readProblem } from '../problem.mjs';

let problem;

/** Times an attack on the titles, in seconds, with the predictions of the clean ones. The note is its success rate, and the mean queries. */
export function prepare({ attack: name, epsilon, options, folder }) {
  problem ??= readProblem(folder);
  const { network, split } = problem;
  const wordNet = name === 'pwws' && process.env.WORDNET_FOLDER ? { wordNetFolder: process.env.WORDNET_FOLDER } : {};
  const attack = textAttacks[name].with({ ...options, ...wordNet });
  let seed = 0;
  return async () => {
    const start = clocks();
    const { broken, correct, queries } = await attack.run(network, split, { epsilon, seed: ++seed });
    const taken = between(start, clocks());
    const [hits, attacked] = [broken, correct].map((flags) => flags.filter(Boolean).length);
    const asked = queries.reduce((sum, count, at) => (correct[at] ? sum + count : sum), 0) / attacked;
    return { ...taken, note: `${((100 * hits) / attacked).toFixed(1)} % of ${attacked}, ${asked.toFixed(0)} queries` };
  };
}
