import { Ajv } from 'ajv';
import { expect, describe, test, type TestContext } from 'vitest';
import { fgsm } from '../../../src/attacks/index.ts';
import { quantize } from '../../../src/compression/index.ts';
import type { RunningTest } from '../../../matchers/pending/task.ts';
import { gateSchema, type Gate } from '../../../src/report/schemas/gate.ts';
import { messageOf, registerMatchers } from './register.ts';
import { split, thresholdModel } from './threshold-model.ts';

registerMatchers();
const model = { classifier: await thresholdModel(), split };
const seconds = 1e-9;

const lastGate = ({ task }: TestContext): Gate => (task as RunningTest).meta.dnn?.gates.at(-1) as Gate;

describe('a budget that ends before the measurement', () => {
  test('fails with the inputs that are done, the interval and what to do', async () => {
    expect(await messageOf(expect(model).toBeRobustAgainst(fgsm, 0.25, { atLeast: 0.4, seconds })))
      .toMatchInlineSnapshot(`
        "expected threshold to have a robust accuracy under fgsm(0.25) of at least 0.4, but the budget of time ended first: undecided

          measured   nothing: no input was done in time
          required   at least 0.4
          undecided  0 of 10 inputs were done within 1e-9 s
          inputs     0
          attack     fgsm with epsilon 0.25, norm linf, target none
          seed       0
          engine     wasm 4.22.0
          try        a budget many times longer than 1e-9 s, or fewer steps per input

        Reproduce: npx vitest run --project "unit" specs/unit/matchers/undecided.spec.ts -t "a budget that ends before the measurement .*fails with the inputs that are done, the interval and what to do""
      `);
  });

  test.each([
    ['toBeRobustAgainst', [fgsm, 0.25, { atLeast: 0, seconds }]],
    ['toBeRobustUpTo', [0.3, { attack: fgsm, atLeast: 0, seconds }]],
    ['toHaveAttackSuccessRateBelow', [fgsm, 0.25, 0.9, { seconds }]],
    ['toRetainRobustnessAfter', [quantize(8), fgsm, 0.25, { within: 0.5, seconds }]],
    ['toHaveCleverScoreAbove', [0, { radius: 1, seconds }]],
  ] as const)('is undecided for %s and its negation, and never passes', async (matcher, parameters) => {
    const assertions = expect(model) as unknown as Record<string, (...given: unknown[]) => Promise<void>>;
    const negated = expect(model).not as unknown as typeof assertions;
    expect(await messageOf(assertions[matcher](...parameters))).toContain('0 of');
    expect(await messageOf(negated[matcher](...parameters))).toContain('undecided');
  });

  test('is an undecided gate in the report', async (context) => {
    await messageOf(expect(model).toBeRobustAgainst(fgsm, 0.25, { atLeast: 0, seconds }));
    const gate = lastGate(context);
    expect(gate).toMatchObject({ passed: false, outcome: 'undecided', measurement: { inputs: 0 } });
    expect(gate.warnings).toBeUndefined();
    expect(gate.examples).toBeUndefined();
    const valid = new Ajv({ allowUnionTypes: true }).compile(gateSchema);
    expect(valid(gate), JSON.stringify(valid.errors)).toBe(true);
  });
});

describe('a budget that suffices', () => {
  test('leaves the gate of a measurement without one', async (context) => {
    await expect(model).toHaveCleverScoreAbove(0.1, { radius: 1 });
    const { measurement, ...gate } = lastGate(context);
    await expect(model).toHaveCleverScoreAbove(0.1, { radius: 1, seconds: 600 });
    const { measurement: within, ...limited } = lastGate(context);
    expect(limited).toEqual(gate);
    expect({ ...within, seconds: 0 }).toEqual({ ...measurement, seconds: 0 });
  });
});
