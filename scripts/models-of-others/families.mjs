import { acquisitionFunctions } from '../../dist/src/acquisition/index.js';
import { selectForRetraining } from '../../dist/src/active-learning/index.js';
import { attacks } from '../../dist/src/attacks/index.js';
import { prune, pruneNeurons, quantize } from '../../dist/src/compression/index.js';
import { DnnError } from '../../dist/src/errors.js';
import {
  attackSuccessTable,
  cleverScore,
  evaluateAccuracy,
  evaluateCompression,
  evaluateCompressedRobustness,
  evaluateRobustness,
  evaluateRobustnessCurve,
} from '../../dist/src/evaluation/index.js';

/** Fewer steps than the defaults, so that large images take minutes. */
const quick = {
  bim: { steps: 5 },
  momentum: { steps: 5 },
  pgd: { steps: 5 },
  apgd: { steps: 5 },
  deepFool: { steps: 5 },
  carliniWagner: { searches: 1, steps: 5 },
  fab: { steps: 3, targets: 2 },
  jsma: { gamma: 0.0001 }, // 15 of the 150,528 values of an image of 224 × 224 × 3
  square: { queries: 20 },
  hopSkipJump: { queries: 40, evaluations: 4 },
  autoAttack: { steps: 3, targets: 2, queries: 10 },
};

/**
 * Runs all families on a model and prints a line per member: a figure and its time, or the error.
 *
 * @param epsilons - radius by norm
 * @param heavy - whether a gradient takes seconds; the slowest work then sees fewer inputs
 * @returns the number of errors that are no DnnError
 */
export async function runFamilies({ name, classifier, test, labelled, epsilons, heavy = false }) {
  const faults = [];
  const attempt = async (member, work) => {
    const started = performance.now();
    let text;
    try {
      text = await work();
    } catch (error) {
      const isFault = !(error instanceof DnnError);
      if (isFault) faults.push(`${name}: ${member}`);
      text = `${isFault ? 'FAULT ' : ''}${error.name}: ${error.message
        .split('\n')
        .slice(0, isFault ? 1 : 2)
        .join(' ')}`;
    }
    const seconds = (performance.now() - started) / 1000;
    console.log(`  ${member.padEnd(36)} ${seconds.toFixed(1).padStart(7)} s  ${text}`);
  };
  const percent = (share) => `${(share * 100).toFixed(1)} %`;
  console.log(`${name}: ${test.size} inputs of [${classifier.itemShape.join(', ')}], ${classifier.classes} classes`);
  await attempt('accuracy', async () => percent((await evaluateAccuracy(classifier, test)).value));
  for (const [key, attack] of Object.entries(attacks))
    await attempt(key, async () => {
      const chosen = attack.with(heavy || key !== 'jsma' ? (quick[key] ?? {}) : {}); // a small share of few values is none
      const options = { epsilon: epsilons[chosen.norm], seed: 1, diagnose: !heavy };
      return `${percent((await evaluateRobustness(classifier, test, chosen, options)).value)} robust`;
    });
  const pgd = attacks.pgd.with(quick.pgd);
  const { linf } = epsilons;
  await attempt('robustness curve', async () => {
    const curve = await evaluateRobustnessCurve(classifier, test, pgd, { epsilons: [linf / 4, linf], seed: 1 });
    return JSON.stringify(curve.points ?? curve.curve ?? curve).slice(0, 120);
  });
  await attempt('attack success table', async () => {
    const { rows } = await attackSuccessTable([classifier], test, [{ attack: attacks.fgsm, epsilon: linf }], {
      seed: 1,
    });
    return `${rows.length} row`;
  });
  await attempt('cleverScore', async () => {
    const options = { limit: 1, batches: 3, samples: heavy ? 4 : 16, batchSize: heavy ? 4 : 128, seed: 1 };
    const { value } = await cleverScore(classifier, test, options);
    return value.toPrecision(3);
  });
  const compressions = [
    quantize(8),
    quantize(4, { scheme: 'kmeans' }),
    quantize.float16(),
    quantize.int8({ calibration: labelled }),
    prune(0.5),
    prune.structured(0.3),
    pruneNeurons(0.3, labelled),
  ];
  for (const compression of compressions)
    await attempt(compression.name, async () => {
      const { value, bytesBefore, bytesAfter } = await evaluateCompression(classifier, test, compression, { seed: 1 });
      return `${percent(value)} accuracy, ${((100 * bytesAfter) / bytesBefore).toFixed(0)} % of ${bytesBefore} bytes`;
    });
  await attempt('robustness after quantize(8)', async () => {
    const options = { epsilon: linf, seed: 1 };
    const { value } = await evaluateCompressedRobustness(classifier, test, quantize(8), attacks.fgsm, options);
    return `${percent(value)} robust`;
  });
  for (const [key, acquisition] of Object.entries(acquisitionFunctions))
    await attempt(key, async () => {
      const chosen = ['dfal', 'adversarialBim'].includes(key) ? acquisition.with({ steps: 3 }) : acquisition;
      const budget = Math.min(5, Math.ceil(test.size / 2));
      const { positions } = await selectForRetraining(classifier, test, {
        acquisition: chosen,
        budget,
        labelled,
        seed: 1,
      });
      return positions.join(', ');
    });
  return faults;
}
