import { describe, expect, test } from 'vitest';
import { fgsm } from '../../../src/attacks/index.ts';
import { compress, prune, quantize, type Compression } from '../../../src/compression/index.ts';
import { writeWeights } from '../../../src/models/network/weights.ts';
import type { TaskMeta } from '../../../src/report/schemas/gate.ts';
import { messageOf, registerMatchers } from './register.ts';
import { split, thresholdModel } from './threshold-model.ts';
import { networkOf } from '../../../src/models/network/network-of.ts';

registerMatchers();
const model = { classifier: await thresholdModel(), split };

/** Replaces the model by one that predicts 1 above 0.3: two of ten inputs become wrong. */
const shifting: Compression = {
  name: 'shifting',
  options: { by: 0.2 },
  compress: ({ clone }) => {
    const copy = clone();
    writeWeights(networkOf(copy).model, [Float32Array.of(-10, 10), Float32Array.of(3, -3)]);
    return { classifier: copy, bytesBefore: 16, bytesAfter: 4 };
  },
};

describe('toRetainAccuracyAfter', () => {
  test('compares the accuracy before and after the compression', async () => {
    await expect(model).toRetainAccuracyAfter(quantize(8));
    await expect(model).toRetainAccuracyAfter(shifting, { within: 0.2 });
    await expect(model).not.toRetainAccuracyAfter(shifting, { within: 0.19 });
  });

  test('lists the measurement when it fails', async () => {
    expect(await messageOf(expect(model).toRetainAccuracyAfter(shifting))).toMatchInlineSnapshot(`
      "expected threshold to have an accuracy loss by shifting of at most 0.01, but it has 0.2

        measured     0.2, 95 % interval [-0.133, 0.5098]; after compression 0.6, 95 % interval [0.3127, 0.8318]
        required     at most 0.01
        undecided    the 95 % interval holds the threshold; by its value it fails; about 11 more inputs would decide it at the present rate
        inputs       10; accuracy before 0.8, after 0.6; same predictions 0.8; 16 bytes before, 4 after
        compression  shifting with by 0.2
        seed         0
        engine       wasm 4.22.0
        try          a compression that changes the weights less than shifting, such as quantize(16)
        try          a threshold of 0.2, which this model satisfies; 0.5099, the upper end of its 95 % interval, is safer

      Reproduce: npx vitest run --project "unit" specs/unit/matchers/to-retain-accuracy-after.spec.ts -t "toRetainAccuracyAfter .*lists the measurement when it fails""
    `);
  });

  test('lists the measurement when its negation fails', async () => {
    expect(await messageOf(expect(model).not.toRetainAccuracyAfter(quantize(8)))).toMatchInlineSnapshot(`
      "expected threshold not to have an accuracy loss by quantize(8) of at most 0.01, but it has 0

        measured     0, 95 % interval [-0.2775, 0.2775]; after compression 0.8, 95 % interval [0.4902, 0.9433]
        required     more than 0.01
        undecided    the 95 % interval holds the threshold; by its value it fails; about 371 more inputs would decide it at the present rate
        inputs       10; accuracy before 0.8, after 0.8; same predictions 1; 16 bytes before, 28 after
        compression  quantize(8) with bits 8, scheme linear, granularity channel, biases true
        seed         0
        engine       wasm 4.22.0

      Reproduce: npx vitest run --project "unit" specs/unit/matchers/to-retain-accuracy-after.spec.ts -t "toRetainAccuracyAfter .*lists the measurement when its negation fails""
    `);
  });

  test('warns if within is 1, which is 100 points and not 1 %', async ({ task }) => {
    await expect(model).toRetainAccuracyAfter(shifting, { within: 1 });
    await expect(model).toRetainRobustnessAfter(shifting, fgsm, 0.25, { within: 1 });
    await expect(model).toHaveAttackSuccessRateBelow(fgsm, 0.25, 1);
    await expect(model).toRetainAccuracyAfter(shifting, { within: 0.99 });
    const { gates } = (task.meta as { dnn: TaskMeta }).dnn;
    expect(gates.map(({ passed }) => passed)).toEqual([true, true, true, true]);
    const [accuracy, robustness, rate, ...others] = gates.map(({ warnings }) => warnings?.join());
    expect(accuracy).toBe('within is 1, which is 100 %, so every compression passes; for 1 % pass 0.01');
    expect(robustness).toBe(accuracy);
    expect(rate).toContain('the rate is 1, which is 100 %, so every model passes');
    expect(others).toEqual([undefined]);
  });

  test('requires every compression of a list to hold, and names the others', async ({ task }) => {
    await expect(model).toRetainAccuracyAfter([quantize(8), quantize.float16()]);
    await expect(model).not.toRetainAccuracyAfter([shifting, shifting]);
    const message = await messageOf(
      expect(model).toRetainAccuracyAfter([quantize(8), shifting, compress(quantize(8), shifting)]),
    );
    expect(message).toContain('accuracy loss by shifting of at most');
    expect(message).toContain('accuracy loss by compress(quantize(8), shifting) of at most');
    expect(message).toContain('accuracy before 0.8, after quantize(8) 0.8, after 0.6');
    expect(message).not.toContain('accuracy loss by quantize(8)');
    const { gates } = (task.meta as { dnn: { gates: { quantity: string; passed: boolean }[] } }).dnn;
    expect(gates.map(({ passed }) => passed)).toEqual([true, true, true, true, true, false, false]);
  });

  test('fails negated if one compression of a list holds', async () => {
    expect(await messageOf(expect(model).not.toRetainAccuracyAfter([shifting, prune(0)]))).toContain(
      'not to have an accuracy loss by prune(0)',
    );
  });

  test('fine-tunes on the training inputs of the model, if they are known', async () => {
    const compression = prune(0.5, { finetune: { epochs: 1 } });
    const dataset = { name: 'line', classNames: ['low', 'high'], kind: 'image', train: split, test: split } as const;
    await expect({ ...model, dataset }).toRetainAccuracyAfter(compression, { within: 1 });
    await expect({ ...model, dataset, labelled: Int32Array.of(0, 6) }).toFitIn(16, { after: compression });
    await expect(expect(model).toRetainAccuracyAfter(compression)).rejects.toThrow('finetune has no split');
  });

  test('rejects an empty list', async () => {
    await expect(expect(model).toRetainAccuracyAfter([])).rejects.toThrow('the list of compressions is empty');
  });

  test('rejects a compression that was not called', async () => {
    expect(await messageOf(expect(model).toRetainAccuracyAfter(quantize as unknown as Compression))).toBe(
      'toRetainAccuracyAfter: the compression is the function quantize, which was not called.\nExpected a compression.\n' +
        'Write toRetainAccuracyAfter(quantize(8)) with quantize imported from "vitest-dnn".',
    );
  });

  test.each([-0.01, 1.5, Number.NaN])('rejects within %s', async (within) => {
    await expect(expect(model).toRetainAccuracyAfter(quantize(8), { within })).rejects.toThrow('within is');
  });
});
