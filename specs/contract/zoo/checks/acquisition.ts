import {
  acquisitionFunctions,
  type AcquisitionFunction,
  type Configurable,
} from '../../../../src/acquisition/index.ts';
import { selectForRetraining } from '../../../../src/active-learning/index.ts';
import { examine, type Finding } from '../finding.ts';
import type { Subject } from '../subject.ts';

/** Variants of one function that read other parts of a network. */
const variants: Record<string, readonly object[]> = {
  expectedGradientLength: [{ of: 'parameters' }, { of: 'inputs' }, { of: 'lastLayer' }],
  neuronCoverage: [{}, { scaled: true }],
  adversarialBim: [{ steps: 4 }],
  dfal: [{ steps: 4 }, { steps: 4, twins: true }],
};

/** Acquisition functions: each selects as many distinct inputs as it is asked for, the same for the same seed. */
export async function checkAcquisition(subject: Subject): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [name, original] of Object.entries<Configurable<object>>(acquisitionFunctions))
    for (const options of variants[name] ?? [{}]) {
      const text = Object.entries(options).map(([option, value]) => ` ${option}=${value}`);
      findings.push(await examine(`${name}${text.join('')}`, () => select(subject, original.with(options))));
    }
  return findings;
}

async function select(
  { network, split, labelled }: Subject,
  acquisition: AcquisitionFunction,
): Promise<string | undefined> {
  const choose = () => selectForRetraining(network, split, { acquisition, budget: 2, seed: 1, labelled });
  const { positions, bias } = await choose();
  if (new Set(positions).size !== 2 || positions.some((at) => !(at >= 0 && at < split.size)))
    return `the selection is ${positions.join(', ')}`;
  if (!Number.isFinite(bias)) return `the bias is ${bias}`;
  const again = await choose();
  return again.positions.join() === positions.join() ? undefined : 'a second call selects other inputs';
}
