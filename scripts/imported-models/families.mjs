import { badge, coreSet, dre, neuronCoverage } from '../../dist/src/acquisition/index.js';
import { selectForRetraining } from '../../dist/src/active-learning/index.js';
import { autoAttack, pgd } from '../../dist/src/attacks/index.js';
import { prune, quantize } from '../../dist/src/compression/index.js';
import { cleverScore, evaluateCompression, evaluateRobustness } from '../../dist/src/evaluation/index.js';
import { createRandom } from '../../dist/src/random/index.js';

const attacking = (attack, epsilon) => async (classifier, test) => {
  const options = { epsilon: epsilon * widthOf(classifier), seed: 1, diagnose: false };
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

const scoring = (settings) => async (classifier, test) => {
  const options = { limit: 1, radius: 2 * widthOf(classifier), seed: 1, ...settings };
  const { value, warnings = [] } = await cleverScore(classifier, test, options);
  if (!(value > 0)) throw new Error(`the value is ${value}`);
  return [value.toPrecision(2), ...(settings.batches > 3 ? warnings : [])].join(' ');
};

const members = {
  'PGD-40, 0.03': attacking(pgd.with({ steps: 40 }), 0.03),
  'autoAttack, 0.03': attacking(autoAttack.with({ steps: 5, targets: 1, queries: 10 }), 0.03),
  CLEVER: scoring({ batches: 3, samples: 4, batchSize: 4 }),
  'quantize(8)': compressing(quantize(8)),
  'prune(0.5)': compressing(prune(0.5)),
  dre: selecting(dre),
  badge: selecting(badge),
  coreSet: selecting(coreSet),
  neuronCoverage: selecting(neuronCoverage),
};

/** AutoAttack as its paper runs it, at a radius that few inputs survive and at one that most do, and CLEVER of its paper. */
const fullMembers = {
  'autoAttack, 0.03': attacking(autoAttack, 0.03),
  'autoAttack, 0.0005': attacking(autoAttack, 0.0005),
  'CLEVER, 500 × 1,024': scoring({ batches: 500, samples: 1024 }),
};

const membersOf = (isFull) => (isFull ? fullMembers : members);

/** The names of the columns. */
export const columnsOf = (isFull) => Object.keys(membersOf(isFull));

/** The widest range of a value. */
function widthOf({ inputRange: [low, high] }) {
  return Math.max(...[high].flat()) - Math.min(...[low].flat());
}

/**
 * Runs one or two members of every family on a network.
 *
 * @param isFull - runs AutoAttack and CLEVER with the settings of their papers instead
 * @returns a cell per member, and whether all have a value
 */
export async function familiesOf(classifier, isFull = false) {
  const { itemShape, inputRange } = classifier;
  const size = 6;
  const random = createRandom(3);
  const [low, width] = [Math.min(...[inputRange[0]].flat()), widthOf(classifier)];
  const length = size * itemShape.reduce((a, b) => a * b);
  const values = Float32Array.from({ length }, () => low + width * random.uniform());
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
  for (const [name, work] of Object.entries(membersOf(isFull))) {
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
