import { beforeAll, expect, test } from 'vitest';
import { acquisitionFunctions } from '../../src/acquisition/index.ts';
import { selectForRetraining } from '../../src/active-learning/index.ts';
import { attacks, type Attack, type ConfigurableAttack } from '../../src/attacks/index.ts';
import type { Split } from '../../src/datasets/contract.ts';
import { startEngine } from '../../src/engine/index.ts';
import { tfl } from '../../src/engine/tensors.ts';
import { cleverScore } from '../../src/evaluation/index.ts';
import { classifier } from '../../src/models/index.ts';
import type { Network } from '../../src/models/network/contract.ts';
import { smallProblem } from '../unit/attacks/sample.ts';

// Defaults in units of the input follow the input range, so the scale of the inputs changes no result.

interface Problem {
  readonly network: Network;
  readonly split: Split;
  readonly width: number;
}

let problems: readonly Problem[];
beforeAll(async () => {
  await startEngine();
  const problem = await smallProblem(40);
  problems = [
    [0, 1],
    [-1, 1],
    [0, 255],
    [-4, 4],
  ].map(([lowest, highest]) => scaled(problem, lowest, highest));
});

/** The same problem with inputs in [lowest, highest], and a rescaling in front of the network. */
function scaled({ network, split }: Omit<Problem, 'width'>, lowest: number, highest: number): Problem {
  const width = highest - lowest;
  const shared = { kernelInitializer: 'zeros' } as const;
  const model = tfl.sequential({
    layers: [
      tfl.layers.rescaling({ scale: 1 / width, offset: -lowest / width, inputShape: [4, 4, 1] }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 12, activation: 'relu', ...shared }),
      tfl.layers.dense({ units: 3, ...shared }),
    ],
  });
  model.setWeights(network.model.getWeights());
  const inputs = split.inputs.map((value) => lowest + width * value);
  return { network: classifier(model, { inputRange: [lowest, highest] }), split: { ...split, inputs }, width };
}

/** Fewer steps than the defaults, and no option in units of the input. */
const quick: Record<string, object> = {
  pgd: { steps: 10 },
  apgd: { steps: 20 },
  carliniWagner: { searches: 5, steps: 30, stepSize: 0.04 },
  fab: { steps: 5, restarts: 2 },
  jsma: { gamma: 0.5 },
  square: { queries: 50 },
  hopSkipJump: { queries: 300 },
  autoAttack: { steps: 6, queries: 20 },
};

/** The result for every problem, the one with inputs in [0, 1] first. */
const forEach = <T>(measure: (problem: Problem) => Promise<T>): Promise<T[]> => Promise.all(problems.map(measure));

test.each(Object.entries(attacks))('%s breaks the same inputs whatever their scale', async (key, original) => {
  const attack = (original as Attack as ConfigurableAttack<object>).with(quick[key] ?? {});
  const epsilon = { linf: 0.2, l2: 0.8, l1: 2, l0: 4 }[attack.norm];
  const results = await forEach(async ({ network, split, width }) => {
    const radius = attack.norm === 'l0' ? epsilon : epsilon * width;
    const { correct, broken } = await attack.run(network, split, { epsilon: radius, seed: 5 });
    return { correct, broken };
  });
  for (const result of results) expect(result).toEqual(results[0]);
  expect(results[0].broken).toContain(1);
});

test.each(['l2', 'linf', 'l1'] as const)('cleverScore grows with the scale of the inputs in %s', async (norm) => {
  const options = { norm, batches: 5, samples: 4, seed: 1 };
  const scores = await forEach(async ({ network, split, width }) => {
    const { value, capped, collapsed, parameters } = await cleverScore(network, split, options);
    return { value: value / width, radius: Number(parameters.radius) / width, capped, collapsed };
  });
  for (const { value, ...rest } of scores) {
    expect(value / scores[0].value).toBeCloseTo(1, 3);
    expect(rest).toEqual({ radius: scores[0].radius, capped: scores[0].capped, collapsed: scores[0].collapsed });
  }
});

const alongGradients = Object.entries(acquisitionFunctions).filter(([, { needs }]) =>
  ['boundaryDistances', 'bimDistances', 'gradientLengths'].some((signal) => signal in needs),
);

test.each(alongGradients)('%s selects the same inputs whatever their scale', async (_, acquisition) => {
  const selections = await forEach(async ({ network, split }) => {
    const { positions } = await selectForRetraining(network, split, { acquisition, budget: 8, seed: 1 });
    return [...positions];
  });
  for (const selection of selections) expect(selection).toEqual(selections[0]);
});
