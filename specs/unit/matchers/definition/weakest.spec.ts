import { describe, expect, test, type TestContext } from 'vitest';
import type { RunningTest } from '../../../../matchers/pending/task.ts';
import type { Gate } from '../../../../src/report/schemas/gate.ts';
import { validateTaskMeta } from '../../../../src/report/validate.ts';
import { subset } from '../../../../src/splits/index.ts';
import { wilson } from '../../../../src/statistics/index.ts';
import { messageOf, registerMatchers } from '../register.ts';
import { split as ten, thresholdModel } from '../threshold-model.ts';

registerMatchers();
const split = subset(
  ten,
  Array.from({ length: 200 }, (_, item) => item % 10),
);
const dataset = { name: 'numbers', classNames: ['low', 'high'], train: split, test: split };
const model = { classifier: await thresholdModel(), split, dataset };
const lastGate = ({ task }: TestContext): Gate =>
  validateTaskMeta((task as RunningTest).meta.dnn, 'the gates').gates.at(-1) as Gate;
/** Right on all inputs of this slice, and on none of the other. */
const slices = { sure: ({ values }: { values: ArrayLike<number> }) => Math.abs(values[0] - 0.5) < 0.44 };
const extreme = { extreme: ({ values }: { values: ArrayLike<number> }) => Math.abs(values[0] - 0.5) > 0.44 };

describe('a gate on every part', () => {
  test('passes if the weakest class reaches the threshold', async (context) => {
    await expect(model).toReachAccuracy(0.7, { perClass: true });
    const interval = wilson(80, 100, 1 - 0.05 / 2);
    expect(lastGate(context)).toMatchObject({ value: 0.8, outcome: 'undecided', interval: { low: interval.low } });
    await expect(model).toReachAccuracy(0.6, { perClass: true, decide: 'interval' });
    expect(lastGate(context)).toMatchObject({ outcome: 'passed' });
  });

  test('names the weakest slice first when it fails', async (context) => {
    const message = await messageOf(expect(model).toReachAccuracy(0.7, { slices: { ...slices, ...extreme } }));
    expect(message).toContain(
      'expected threshold on numbers to have an accuracy in the weakest slice ("extreme" of 2 slices) of at least 0.7, but it has 0',
    );
    expect(message).toMatch(/slices +"extreme" 0 \[0, 0\.\d+\] of 40, "sure" 1 \[0\.\d+, 1\] of 160\n/);
    expect(message).toMatch(/measured +0, 95 % interval \[0, 0\.\d+\]; over all inputs 0\.8, 95 % interval/);
    expect(lastGate(context)).toMatchObject({ outcome: 'failed', value: 0 });
  });

  test('demands the threshold of all inputs too if slices leave some out', async (context) => {
    const message = await messageOf(expect(model).toReachAccuracy(0.9, { slices }));
    expect(message).toContain(
      'accuracy in the weakest slice ("all inputs" of 1 slice) of at least 0.9, but it has 0.8',
    );
    expect(lastGate(context)).toMatchObject({ value: 0.8 });
  });

  test('is negated if one part misses the threshold', async () => {
    await expect(model).not.toReachAccuracy(0.5, { perClass: true, slices: extreme });
    expect(await messageOf(expect(model).not.toReachAccuracy(0.5, { perClass: true }))).toContain('class ("low" of 2');
  });

  test('says how many more inputs decide all parts that hold, or one that misses', async (context) => {
    await expect(model).toReachAccuracy(0.75, { perClass: true });
    const { moreInputs } = lastGate(context);
    const total = 200 + (moreInputs as number);
    const at = (n: number) => wilson(Math.round(0.8 * n), n, 1 - 0.05 / 2).low;
    expect(at(5 * Math.ceil((total / 2 + 5) / 5))).toBeGreaterThan(0.75);
    expect(at(5 * Math.floor((total / 2 - 5) / 5))).toBeLessThan(0.75);
  });
});
