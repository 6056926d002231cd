import { attacks, type Attack, type ConfigurableAttack } from '../../../../src/attacks/index.ts';
import { cleverScore } from '../../../../src/evaluation/index.ts';
import { boundAt } from '../../../../src/norms/range.ts';
import { examine, type Finding } from '../finding.ts';
import type { Subject } from '../subject.ts';

/** Fewer steps than the defaults; the laws hold for any number of steps. */
const quick: Record<string, object> = {
  bim: { steps: 3 },
  momentum: { steps: 3 },
  pgd: { steps: 3 },
  apgd: { steps: 4 },
  deepFool: { steps: 4 },
  carliniWagner: { searches: 1, steps: 4 },
  fab: { steps: 3 },
  jsma: { gamma: 0.2 },
  square: { queries: 10 },
  hopSkipJump: { queries: 30, evaluations: 4 },
  autoAttack: { steps: 3, queries: 5 },
};
const epsilons = { linf: 0.2, l2: 0.5, l1: 1, l0: 3 };

/** Attacks: each stays in its ball and in the input range, and breaks what it says that it broke. CLEVER: a number per input. */
export async function checkAttacks(subject: Subject): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [name, original] of Object.entries(attacks)) {
    const attack = (original as Attack as ConfigurableAttack<object>).with(quick[name] ?? {});
    findings.push(await examine(name, () => run(subject, attack)));
  }
  findings.push(
    await examine('cleverScore', async () => {
      const options = { batches: 3, samples: 4, limit: 2, seed: 1 };
      const { value } = await cleverScore(subject.network, subject.split, options);
      return value >= 0 && Number.isFinite(value) ? undefined : `the score is ${value}`;
    }),
  );
  return findings;
}

async function run({ network, split }: Subject, attack: Attack): Promise<string | undefined> {
  const epsilon = epsilons[attack.norm];
  const { adversarial, broken } = await attack.run(network, split, { epsilon, seed: 1 });
  const [low, high] = network.inputRange;
  const length = split.inputs.length / split.size;
  const outside = adversarial.findIndex(
    (value, at) => !(value >= boundAt(low, at % length) && value <= boundAt(high, at % length)),
  );
  if (outside >= 0) return `value ${outside} is ${adversarial[outside]}, outside the input range`;
  const predictions = await network.predictions({ ...split, inputs: adversarial });
  for (let item = 0; item < split.size; item++) {
    const shift = Array.from({ length }, (_, i) =>
      Math.abs(adversarial[item * length + i] - split.inputs[item * length + i]),
    );
    const distance = {
      linf: Math.max(...shift),
      l2: Math.hypot(...shift),
      l1: shift.reduce((sum, value) => sum + value, 0),
      l0: shift.filter((value) => value > 0).length,
    }[attack.norm];
    if (distance > epsilon * (1 + 1e-5) + 1e-6) return `input ${item} is moved by ${distance}`;
    if (broken[item] && predictions[item] === split.labels[item]) return `input ${item} is called broken and is not`;
  }
  return undefined;
}
