import { describe, expect, test } from 'vitest';
import { defineMatcher } from '../../../../matchers/definition/define-matcher.ts';
import { failUnawaited } from '../../../../matchers/pending/guard.ts';
import { unawaited } from '../../../../matchers/pending/tracked-promise.ts';
import type { RunningTest } from '../../../../matchers/pending/task.ts';
import { InvalidModelError, NumericalError } from '../../../../src/errors.ts';
import type { Answer } from '../../../../src/models/index.ts';
import { writeWeights } from '../../../../src/models/network/weights.ts';
import type { TaskMeta } from '../../../../src/report/schemas/gate.ts';
import type { ModelRecord } from '../../../../src/report/schemas/model-record.ts';
import { validateTaskMeta } from '../../../../src/report/validate.ts';
import { robustness, run } from '../../reporters/sample.ts';
import { messageOf, registerMatchers } from '../register.ts';
import { split, thresholdModel } from '../threshold-model.ts';

registerMatchers();
const classifier = await thresholdModel();
const record: ModelRecord = run('dre', 1, [0.5, 0.8]);
const model = { classifier, split, record };

describe('every matcher', () => {
  test('writes a gate and the record of the model for the report', async ({ task }) => {
    await expect(model).toReachAccuracy(0.8);
    await messageOf(expect(model).toReachAccuracy(0.9));
    await messageOf(expect(model).not.toReachAccuracy(0.8));
    const meta = validateTaskMeta((task as RunningTest).meta.dnn, 'meta');
    expect(meta.gates.map(({ passed, negated, model: id }) => [passed, negated, id])).toEqual([
      [true, false, 'dre-1'],
      [false, false, 'dre-1'],
      [false, true, 'dre-1'],
    ]);
    expect(meta.models).toEqual([record]);
    expect(meta.engines).toEqual([expect.stringMatching(/^wasm 4\.22\.0, \d+ threads?$/)]);
  });

  test('writes no record for a model without a fixture', async ({ task }) => {
    await expect({ classifier, split }).toReachAccuracy(0.5);
    expect((task as RunningTest).meta.dnn).toMatchObject({ gates: [{ model: null }], models: [] });
  });

  test('states how the model was trained', async () => {
    expect(await messageOf(expect(model).toReachAccuracy(1))).toContain(
      'model     trained by active learning with dre, 400 labels of glyphs, adversarialTraining, seed 1',
    );
  });

  test('throws an error that points to the assertion', async () => {
    const error = await expect(model)
      .toReachAccuracy(1)
      .then(
        () => undefined,
        (reason: Error) => reason,
      );
    expect(error?.stack).toMatch(/^Error: expected threshold[^]+ at .*define-matcher\.spec\.ts:\d+/);
  });

  test('leaves an error for the report, and points to the assertion, if it measures nothing', async ({ task }) => {
    const error = await expect(model)
      .not.toReachAccuracy(5)
      .then(
        () => undefined,
        (reason: Error) => reason,
      );
    expect(error?.stack?.match(/^ +at .*/m)?.[0]).toContain('define-matcher.spec.ts');
    const { gates, errors } = validateTaskMeta((task as RunningTest).meta.dnn, 'meta');
    expect(gates).toEqual([]);
    expect(errors).toEqual([
      expect.objectContaining({ matcher: 'toReachAccuracy', negated: true, message: error?.message }),
    ]);
  });

  test('ends at its next report of progress once the time of its test is over', async ({ task }) => {
    const context = task.context as { signal: AbortSignal };
    context.signal = AbortSignal.any([context.signal, AbortSignal.abort(new Error('the time is over'))]);
    const predict = (inputs: Float32Array, count: number): Promise<Answer> => classifier.predict(inputs, count);
    await expect(expect({ classifier: { predict }, split }).toReachAccuracy(0.1)).rejects.toThrow('the time is over');
  });

  test('points to the user’s function if that throws', async () => {
    const predict = async (): Promise<never> => {
      await Promise.resolve();
      throw new Error('offline');
    };
    const error = await expect({ classifier: { predict }, split })
      .toReachAccuracy(0.5)
      .catch((reason: Error) => reason);
    const { cause, stack } = error as Error;
    expect((cause as Error).stack).toMatch(/^Error: offline\n +at .*predict.*define-matcher\.spec\.ts/);
    expect(stack?.match(/^ +at .*/m)?.[0]).toContain('define-matcher.spec.ts');
  });

  test('rejects use inside another matcher', () => {
    const inside = expect as unknown as Record<string, (threshold: number) => unknown>;
    expect(() => expect({ model }).toEqual({ model: inside.toReachAccuracy(0.4) })).toThrow(
      'was used inside another matcher',
    );
  });

  test.each([
    ['undefined', undefined, 'expect() received undefined.'],
    ['a fixture that the test does not name', undefined, 'Name the fixture in the arguments of the test'],
    ['a number', 3, 'expect() received 3.'],
    ['an object', { model: 1 }, 'expect() received { model: 1 }.'],
    ['a classifier alone', classifier, 'pass { classifier, split: dataset.test }'],
    ['a promise', Promise.resolve(model), 'This is a promise: await it first.'],
  ])('rejects %s as a model', async (_, received, message) => {
    // @ts-expect-error -- the value is no model
    const assertion = expect(received).toReachAccuracy(0.5);
    await expect(assertion).rejects.toThrow(InvalidModelError);
    await expect(assertion).rejects.toThrow(message);
  });

  test('rejects a model with weights that are not finite', async () => {
    const broken = await thresholdModel();
    writeWeights(broken.model, [Float32Array.of(Number.NaN, 1), Float32Array.of(0, 0)]);
    await expect(expect({ classifier: broken, split }).toReachAccuracy(0)).rejects.toThrow(/NaN|finite/);
  });

  test('rejects a measured value that is not finite', async () => {
    const toBeMeasured = defineMatcher({
      name: 'toBeMeasured',
      measure: async () => ({
        quantity: 'loss',
        value: Number.NaN,
        relation: 'at most',
        threshold: 1,
        measurement: robustness(0.5),
      }),
    });
    expect.extend({ toBeMeasured });
    const assertion = (expect(model) as unknown as { toBeMeasured(): Promise<void> }).toBeMeasured();
    await expect(assertion).rejects.toThrow(NumericalError);
    await expect(assertion).rejects.toThrow('toBeMeasured: the loss is NaN.');
  });
});

describe('an assertion that is not awaited', () => {
  test('is found, with its position in the spec', async ({ task }) => {
    void expect(model).toReachAccuracy(0.1);
    await expect(model).toReachAccuracy(0.1);
    void expect.soft(model).toReachAccuracy(0.1);
    const found = await unawaited(task);
    expect(found.map(({ matcher }) => matcher)).toEqual(['toReachAccuracy', 'toReachAccuracy']);
    expect(found[0].stack).toContain('define-matcher.spec.ts');
  });

  test('also fails in the report, whatever its value', async (context) => {
    void expect(model).toReachAccuracy(0.1);
    await expect(model).toReachAccuracy(0.1);
    await expect(failUnawaited(context)).rejects.toThrow('toReachAccuracy was not awaited.');
    const { gates } = (context.task.meta as { dnn: TaskMeta }).dnn;
    expect(gates).toHaveLength(2);
    expect(gates).toContainEqual(expect.objectContaining({ value: 0.8, passed: false, awaited: false }));
    expect(gates).toContainEqual(expect.objectContaining({ value: 0.8, passed: true }));
  });

  test.each<[string, (assertion: Promise<void>) => Promise<unknown>]>([
    ['await', async (assertion) => assertion],
    ['then', (assertion) => assertion.then(() => {})],
    ['finally', (assertion) => assertion.finally(() => {})],
    ['Promise.all', (assertion) => Promise.all([assertion])],
    ['resolves', (assertion) => expect(assertion).resolves.toBeUndefined()],
  ])('is not one that is awaited by %s', async (_, wait) => {
    await wait(expect(model).toReachAccuracy(0.1));
    await wait(expect.soft(model).toReachAccuracy(0.1));
  });
});

describe('an assertion in a concurrent test', () => {
  test.concurrent('works with the expect of the test', async ({ expect: testExpect }) => {
    await testExpect(model).toReachAccuracy(0.8);
    await testExpect(model).not.toReachAccuracy(0.9);
    const assertion = testExpect(model);
    await assertion.toReachAccuracy(0.8);
    await assertion.toReachAccuracy(0.7);
  });

  test.concurrent('rejects the global expect', async ({ expect: testExpect }) => {
    const assertGlobally = async (): Promise<void> => expect(model).toReachAccuracy(0.8);
    const message = await messageOf(assertGlobally());
    testExpect(message).toContain('with the global expect in a concurrent test');
  });
});
