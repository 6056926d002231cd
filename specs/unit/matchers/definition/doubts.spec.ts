import { describe, expect, test, type TestContext } from 'vitest';
import { defineAttack, fgsm } from '../../../../src/attacks/index.ts';
import { doubtsAbout } from '../../../../matchers/definition/doubts.ts';
import { gatesTable } from '../../../../reporters/render/tables/gates.ts';
import { tf } from '../../../../src/engine/tensors.ts';
import { assemble } from '../../../../src/report/assemble.ts';
import type { TaskMeta } from '../../../../src/report/schemas/gate.ts';
import { validateTaskMeta } from '../../../../src/report/validate.ts';
import { gate, run } from '../../reporters/sample.ts';
import { messageOf, registerMatchers } from '../register.ts';
import { split, thresholdModel } from '../threshold-model.ts';

registerMatchers();
const classifier = await thresholdModel();
const model = { classifier, split };
const metaOf = ({ task }: Pick<TestContext, 'task'>): TaskMeta => (task.meta as { dnn: TaskMeta }).dnn;
/** Answers class 1 whatever it is asked. */
const constant = {
  predict: (_: Float32Array, rows: number) => ({
    data: Float32Array.from({ length: 2 * rows }, (_value, at) => at % 2),
    rows,
    columns: 2,
  }),
};
const still = defineAttack({
  name: 'still',
  norm: 'linf',
  access: 'black-box',
  defaults: {},
  perturb: ({ x }) => tf.clone(x),
});

describe('a gate that says little', () => {
  test('on few inputs warns in its message and in the report, also if it passes', async ({ task }) => {
    await expect(model).toBeRobustAgainst(fgsm, 0.01, { limit: 1, seed: 1 });
    const message = await messageOf(expect(model).not.toBeRobustAgainst(fgsm, 0.01, { limit: 1, seed: 1 }));
    const warning = '1 input decides this gate: the 95 % interval reaches from 21 to 100 %; measure more inputs';
    expect(message).toContain(`\n  warning    ${warning}\n`);
    const meta = validateTaskMeta(JSON.parse(JSON.stringify(metaOf({ task }))), 'meta');
    expect(meta.gates.map(({ warnings }) => warnings)).toEqual([[warning], [warning]]);
    const header = { package: 'vitest-dnn', version: '1.2.3', seed: 1 } as const;
    const report = assemble([{ file: 'a', test: 'one', meta }], { header, retraining: [], thresholds: {} });
    expect(gatesTable(report)?.notes).toContain(`⚠ one: ${warning}`);
  });

  test('has a threshold that every model reaches', async ({ task }) => {
    await expect(model).toReachAccuracy(0);
    await expect(model).toBeRobustAgainst(fgsm, 0.25, { atLeast: 0 });
    await expect(model).toReachAccuracy(0.5);
    expect(metaOf({ task }).gates.map(({ warnings }) => warnings)).toEqual([
      ['every model reaches a threshold of 0'],
      ['every model reaches a threshold of 0'],
      undefined,
    ]);
  });

  test('is about a model that answers one class', async ({ task }) => {
    await expect({ classifier: constant, split }).toReachAccuracy(0.4);
    await expect({ classifier: constant, split }).toBeRobustAgainst(still, 0.25, { atLeast: 0.4 });
    await expect(model).toReachAccuracy(0.5);
    expect(metaOf({ task }).gates.map(({ measurement }) => measurement.warnings)).toEqual([
      ['the model answers class 1 for all 10 inputs'],
      ['the inputs of class 1 are all correct and no others: the model seems to answer 1 for every input'],
      undefined,
    ]);
  });

  test('is about a model of active learning without stages', () => {
    const { measurement } = gate(0.7);
    const verdict = { relation: 'at least', threshold: 0.5, measurement } as const;
    expect(doubtsAbout(verdict, run('dre', 1, [0.5]))).toEqual([
      'the model was trained with stages: 0, so the acquisition function selected none of its inputs',
    ]);
    expect(doubtsAbout(verdict, run('dre', 1, [0.5, 0.6]))).toEqual([]);
    expect(doubtsAbout({ ...verdict, unit: 'bytes', measurement: { ...measurement, inputs: 1 } }, undefined)).toEqual(
      [],
    );
  });
});

describe('a model without a name', () => {
  const withService = test.extend('service', () => constant);

  withService('is called like its fixture', async ({ service, task }) => {
    const message = await messageOf(expect({ classifier: service, split }).toReachAccuracy(0.9));
    expect(message).toContain('expected service to have an accuracy of at least 0.9');
    expect(metaOf({ task }).gates[0].measurement.subject).toBe('service');
  });

  test('is called after its test otherwise, so that reports tell two of them apart', async ({ task }) => {
    await expect({ classifier: constant, split }).toReachAccuracy(0.4);
    expect(metaOf({ task }).gates[0].measurement.subject).toBe(
      'the predictor of "is called after its test otherwise, so that reports tell two of them apart"',
    );
  });
});
