import { afterEach, describe, expect, test, type TestContext } from 'vitest';
import { fgsm } from '../../../../src/attacks/index.ts';
import { quantize } from '../../../../src/compression/index.ts';
import { decide } from '../../../../matchers/definition/decision.ts';
import type { Verdict } from '../../../../matchers/definition/verdict.ts';
import type { RunningTest } from '../../../../matchers/pending/task.ts';
import { InvalidOptionError } from '../../../../src/errors.ts';
import { createRandom } from '../../../../src/random/index.ts';
import type { Gate } from '../../../../src/report/schemas/gate.ts';
import { configure } from '../../../../src/settings.ts';
import { subset } from '../../../../src/splits/index.ts';
import { confidenceSequence, wilson } from '../../../../src/statistics/index.ts';
import { validateTaskMeta } from '../../../../src/report/validate.ts';
import { messageOf, registerMatchers } from '../register.ts';
import { split as ten, thresholdModel } from '../threshold-model.ts';

registerMatchers();
afterEach(() => void configure({ undecided: 'warn' }));
/** The ten inputs ten times: an accuracy of 0.8, with the interval [0.711, 0.867]. */
const split = subset(
  ten,
  Array.from({ length: 100 }, (_, item) => item % 10),
);
const model = { classifier: await thresholdModel(), split };
const lastGate = ({ task }: TestContext): Gate => (task as RunningTest).meta.dnn?.gates.at(-1) as Gate;

/** A verdict on an accuracy, as `toReachAccuracy` makes it. */
function verdictOn(correct: number, inputs: number, threshold: number, decision?: Verdict['decision']): Verdict {
  const value = correct / inputs;
  const interval = wilson(correct, inputs);
  const common = { kind: 'accuracy', subject: 'a', parameters: {}, seconds: 1, seed: 0, engine: 'wasm' } as const;
  const measurement = { ...common, value, inputs, interval };
  return { quantity: 'accuracy', value, relation: 'at least', threshold, measurement, decision };
}

describe('a gate whose interval holds the threshold', () => {
  test('is undecided, and goes by its value', async (context) => {
    await expect(model).toReachAccuracy(0.75);
    expect(lastGate(context)).toMatchObject({ outcome: 'undecided', undecided: 'warn', passed: true, moreInputs: 189 });
    expect(await messageOf(expect(model).toReachAccuracy(0.85))).toContain(
      'undecided  the 95 % interval holds the threshold; by its value it fails; about 96 more inputs would decide it at the present rate',
    );
    expect(lastGate(context)).toMatchObject({ outcome: 'undecided', passed: false, interval: { confidence: 0.95 } });
    validateTaskMeta((context.task as RunningTest).meta.dnn, 'the gates');
  });

  test('passes or fails by the policy of dnn(), or by its own', async (context) => {
    configure({ undecided: 'pass' });
    await expect(model).toReachAccuracy(0.85);
    await expect(model).not.toReachAccuracy(0.75);
    expect(lastGate(context)).toMatchObject({ outcome: 'undecided', undecided: 'pass', passed: true });
    configure({ undecided: 'fail' });
    expect(await messageOf(expect(model).toReachAccuracy(0.75))).toMatch(
      /^expected threshold to have an accuracy of at least 0.75, but it has 0.8, and its interval holds the threshold: undecided\n[^]*undecided gates fail here; about 189 more inputs[^]*a threshold of 0.7111, the lower end of its 95 % interval/,
    );
    expect(await messageOf(expect(model).not.toReachAccuracy(0.85))).toContain('undecided gates fail here');
    await expect(model).toReachAccuracy(0.75, { undecided: 'warn' });
    await expect(model).toReachAccuracy(0.7);
  });

  test('fails where the interval decides, and so does its negation', async (context) => {
    const options = { decide: 'interval' } as const;
    const message = await messageOf(expect(model).toReachAccuracy(0.75, options));
    expect(message).toContain('required  at least 0.75, also at the lower end of the interval');
    expect(message).toContain('interval  it holds the threshold; about ');
    expect(lastGate(context)).toMatchObject({ outcome: 'failed', decide: 'interval', passed: false });
    expect(await messageOf(expect(model).not.toReachAccuracy(0.85, options))).toContain('also at the upper end');
    await expect(model).toReachAccuracy(0.7, options);
    await expect(model).not.toReachAccuracy(0.9, options);
  });

  test('is decided by a lower confidence', async (context) => {
    await expect(model).toReachAccuracy(0.75, { confidence: 0.7 });
    expect(lastGate(context)).toMatchObject({ outcome: 'passed', interval: { confidence: 0.7 } });
  });

  test('is one on a loss, by the inputs that both models were asked about', async (context) => {
    await expect(model).toRetainAccuracyAfter(quantize(8), { within: 0.01 });
    expect(lastGate(context)).toMatchObject({ outcome: 'undecided', measurement: { lost: 0, gained: 0 } });
    await expect(model).toRetainAccuracyAfter(quantize(8), { within: 0.05 });
    expect(lastGate(context)).toMatchObject({ outcome: 'passed' });
    await expect(model).toRetainRobustnessAfter(quantize(8), fgsm, 0.25, { within: 0.5, decide: 'interval' });
    expect(lastGate(context)).toMatchObject({ outcome: 'passed', measurement: { lost: 0, gained: 0 } });
  });

  test('with a share at the threshold is decided by no number of inputs', async (context) => {
    await expect(model).toReachAccuracy(0.8);
    expect(lastGate(context).moreInputs).toBeNull();
  });
});

describe('a gate without doubt', () => {
  test('is decided if it counts bytes', async (context) => {
    await expect(model).toFitIn(16);
    expect(lastGate(context)).toMatchObject({ outcome: 'passed', passed: true });
    expect(lastGate(context).interval).toBeUndefined();
  });

  test('never comes from a budget that ended, whatever the policy', async (context) => {
    for (const undecided of ['pass', 'warn', 'fail'] as const) {
      const options = { atLeast: 0, seconds: 1e-9, undecided };
      expect(await messageOf(expect(model).toBeRobustAgainst(fgsm, 0.25, options))).toContain('0 of 100 inputs');
      expect(lastGate(context)).toMatchObject({ outcome: 'undecided', passed: false });
    }
  });
});

test.each([
  [{ decide: 'both' }, "decide is 'both'"],
  [{ undecided: 'ignore' }, "undecided is 'ignore'"],
  [{ confidence: 95 }, 'confidence is 95'],
  [{ decide: 'interval', undecided: 'pass' }, 'Expected one of both'],
])('refuses %o', async (options, message) => {
  await expect(expect(model).toReachAccuracy(0.5, options as never)).rejects.toThrow(InvalidOptionError);
  expect(await messageOf(expect(model).toReachAccuracy(0.5, options as never))).toContain(message);
});

describe('the number of further inputs', () => {
  test.each([
    [80, 100, 0.75],
    [450, 500, 0.92],
    [9, 10, 0.5],
  ])('decides %i of %i at %f, and one input less does not', (correct, inputs, threshold) => {
    const { moreInputs, outcome } = decide('a', verdictOn(correct, inputs, threshold), false);
    if (outcome !== 'undecided') return;
    const total = inputs + (moreInputs as number);
    const holds = (n: number): boolean => {
      const { low, high } = scaled(correct / inputs, n);
      return low <= threshold && threshold <= high;
    };
    expect(holds(total + 1)).toBe(false);
    expect(holds(total - 1)).toBe(true);
  });

  test('of a sequential measurement is that of its confidence sequence', () => {
    const plain = verdictOn(80, 100, 0.75);
    const interval = confidenceSequence(80, 100);
    const measurement = { ...plain.measurement, interval, sequential: { threshold: 0.75, inputs: 100 } };
    const { moreInputs } = decide('a', { ...plain, measurement }, false);
    const total = 100 + (moreInputs as number);
    expect(confidenceSequence(Math.round(0.8 * total), total).low).toBeGreaterThan(0.75);
    expect(total).toBeGreaterThan(289);
  });
});

/** Wilson's interval of a share of n trials that need not be a whole number of them. */
function scaled(share: number, n: number): { low: number; high: number } {
  const z = 1.959963984540054;
  const centre = (share + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2));
  return { low: centre - half, high: centre + half };
}

describe('over 2,000 simulated models whose true accuracy is the threshold', () => {
  const simulate = (accuracy: number, inputs: number, threshold: number): Gate['outcome'][] =>
    Array.from({ length: 2000 }, (_, seed) => {
      const random = createRandom(seed);
      const correct = Array.from({ length: inputs }, () => random.uniform()).filter((draw) => draw < accuracy).length;
      return decide('a', verdictOn(correct, inputs, threshold, { decide: 'interval' }), false).outcome;
    });

  test.each([0.02, 0.5, 0.9, 0.99])('at most one in forty passes by its interval at %f', (threshold) => {
    const passed = simulate(threshold, 200, threshold).filter((outcome) => outcome === 'passed').length;
    expect(passed / 2000).toBeLessThanOrEqual(0.025 + 3 * Math.sqrt((0.025 * 0.975) / 2000));
  });

  test('and of those far above it, nearly all do', () => {
    expect(simulate(0.95, 200, 0.85).filter((outcome) => outcome === 'passed').length).toBeGreaterThan(1900);
  });
});
