import { badge, coreSet, dre, neuronCoverage } from '../../dist/src/acquisition/index.js';
import { selectForRetraining } from '../../dist/src/active-learning/index.js';
import { autoAttack, pgd } from '../../dist/src/attacks/index.js';
import { prune, quantize } from '../../dist/src/compression/index.js';
import { cleverScore, evaluateCompression, evaluateRobustness } from '../../dist/src/evaluation/index.js';
import { createRandom } from '../../dist/src/random/index.js';

const attacking = (attack, epsilon) => async (classifier, test) => {
  const options = { epsilon, seed: 1, diagnose: false };
  const { value } = await evaluateRobustness(classifier, test, attack, options);
  return percent(value);
};
const compressing = (compression) => async (classifier, test) => {
  const { value, bytesBefore, bytesAfter } = await evaluateCompression(classifier, test, compression, { seed: 1 });
  return `${percent(value)}, ${percent(bytesAfter / bytesBefore)} of bytes`;
};
const selecting = (acquisition) => async (classifier, test) => {
  const options = { acquisition, budget: 3, labelled: test, seed: 1 };
  const { positions } = await selectForRetraining(classifier, test, options);
  if (new Set(positions).size !== 3) throw new Error(`it selects ${positions.join(', ')}`);
  return positions.join(' ');
};
const percent = (share) => {
  if (!Number.isFinite(share)) throw new Error(`the value is ${share}`);
  return `${(share * 100).toFixed(0)} %`;
};

const members = {
  'PGD-40, 0.03': attacking(pgd.with({ steps: 40 }), 0.03),
  'autoAttack, 0.03': attacking(autoAttack.with({ steps: 5, targets: 1, queries: 10 }), 0.03),
  CLEVER: async (classifier, test) => {
    const options = { limit: 1, batches: 3, samples: 4, batchSize: 4, radius: 2, seed: 1 };
    const { value } = await cleverScore(classifier, test, options);
    if (!(value > 0)) throw new Error(`the value is ${value}`);
    return value.toPrecision(2);
  },
  'quantize(8)': compressing(quantize(8)),
  'prune(0.5)': compressing(prune(0.5)),
  dre: selecting(dre),
  badge: selecting(badge),
  coreSet: selecting(coreSet),
  neuronCoverage: selecting(neuronCoverage),
};

/** The names of the columns. */
export const columns = Object.keys(members);

/** Runs one or two members of every family on a network. @returns a cell per member, and whether all have a value */
export async function familiesOf(classifier) {
  const { itemShape } = classifier;
  const size = 6;
  const random = createRandom(3);
  const values = Float32Array.from({ length: size * itemShape.reduce((a, b) => a * b) }, () => random.uniform());
  const unlabelled = { inputs: values, itemShape, labels: new Int32Array(size), size };
  // nobody labelled these images: the labels are the predictions
  const test = { ...unlabelled, labels: await classifier.predictions(unlabelled) };
  const two = {
    ...test,
    inputs: test.inputs.slice(0, (2 * values.length) / size),
    labels: test.labels.slice(0, 2),
    size: 2,
  };
  let isRight = true;
  const cells = [];
  for (const [name, work] of Object.entries(members)) {
    const started = performance.now();
    try {
      cells.push(await work(classifier, /PGD|auto|CLEVER/.test(name) ? two : test));
    } catch (error) {
      isRight = false;
      cells.push(`${error.name}: ${error.message.replaceAll('\n', ' ')}`);
    }
    if (process.env.TIMES) console.error(name, cells.at(-1), ((performance.now() - started) / 1000).toFixed(1));
  }
  return { cells, isRight };
}
