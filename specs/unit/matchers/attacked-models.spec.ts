import { describe, expect, test, type TestContext } from 'vitest';
import { rememberInvocation } from '../../../matchers/message/command.ts';
import { quantize } from '../../../src/compression/index.ts';
import type { Dataset } from '../../../src/datasets/contract.ts';
import { attacks, bim, defineAttack, fgsm } from '../../../src/attacks/index.ts';
import { tf } from '../../../src/engine/tensors.ts';
import { multilayerPerceptron } from '../../../src/architectures/index.ts';
import { createRandom } from '../../../src/random/index.ts';
import type { TaskMeta } from '../../../src/report/schemas/gate.ts';
import { unpackPixels } from '../../../src/report/pixels.ts';
import { validateTaskMeta } from '../../../src/report/validate.ts';
import { linearClassifier } from '../attacks/sample.ts';
import { imagesIn, messageOf, registerMatchers } from './register.ts';
import { split, thresholdModel } from './threshold-model.ts';

registerMatchers();
const threshold = await thresholdModel();
const metaOf = ({ task }: Pick<TestContext, 'task'>): TaskMeta => (task.meta as { dnn: TaskMeta }).dnn;

/** Images that a network classifies correctly, and that are easy to break. */
async function images(channels: 1 | 3 | 2) {
  const random = createRandom(2);
  const itemShape = [6, 5, channels];
  const classifier = multilayerPerceptron.with({ hidden: [12] })({ itemShape, classes: 3, seed: 1 });
  const inputs = Float32Array.from({ length: 40 * 30 * channels }, () => random.uniform());
  const unlabelled = { inputs, itemShape, labels: new Int32Array(40), size: 40 };
  const labels = await classifier.predictions(unlabelled);
  return { classifier, split: { ...unlabelled, labels } };
}

describe('examples of a failing gate', () => {
  test.each([1, 3] as const)(
    'are kept with their images of %i channels, for the reporter to draw',
    async (channels) => {
      const { task } = expect.getState() as unknown as TestContext;
      void task;
      const model = await images(channels);
      rememberInvocation({ folder: '/project', configuration: '', report: '/project/reports/dnn' });
      const message = await messageOf(expect(model).toBeRobustAgainst(fgsm, 0.3, { atLeast: 0.9 }));
      rememberInvocation({ folder: process.cwd(), configuration: '' });
      expect(message).toMatch(
        /\n {2}examples +\d+ of \d+ inputs that the attack broke: reports\/dnn\/adversarial\/are-kept-\S+-[0-9a-f]{8}\.png\n/,
      );
    },
  );

  test('contain positions, labels, predictions, sizes of perturbations and the bytes of the images', async ({
    task,
  }) => {
    const model = await images(1);
    await messageOf(expect(model).toBeRobustAgainst(fgsm, 0.3, { atLeast: 0.9, limit: 20, seed: 3 }));
    const meta = metaOf({ task });
    expect(validateTaskMeta(JSON.parse(JSON.stringify(meta)), 'meta')).toEqual(meta);
    const { examples } = meta.gates[0];
    expect(examples).not.toHaveProperty('images');
    const sent = imagesIn({ task }).get(examples?.file ?? '');
    expect(examples?.items.length).toBe(Math.min(16, examples?.broken ?? 0));
    const { clean, shifts } = unpackPixels({ pixels: sent?.pixels ?? '' }, 30 * (examples?.items.length ?? 0));
    expect(sent).toMatchObject({ height: 6, width: 5, channels: 1 });
    for (const [i, item] of (examples?.items ?? []).entries()) {
      expect(item.label).toBe(String(model.split.labels[item.position]));
      expect(item.clean.class).toBe(item.label);
      expect(item.adversarial.class).not.toBe(item.label);
      expect(item.adversarial.confidence).toBeGreaterThan(1 / 3);
      const linf = item.linf ?? Infinity;
      expect(linf).toBeLessThanOrEqual(0.3 + 1e-6);
      expect(clean[30 * i]).toBe(Math.round(255 * model.split.inputs[30 * item.position]));
      const largest = Math.max(...shifts.subarray(30 * i, 30 * i + 30).map(Math.abs));
      expect((largest / 127) * (sent?.largest ?? 0)).toBeCloseTo(linf, 2);
    }
  });

  test('have no images if the inputs are not images, and are not kept if the gate holds', async ({ task }) => {
    const model = await images(2);
    await messageOf(expect(model).toHaveAttackSuccessRateBelow(fgsm, 0.3, 0.1));
    await expect(model).toBeRobustAgainst(fgsm, 0.3, { atLeast: 0 });
    const [failed, held] = metaOf({ task }).gates;
    expect(failed.examples).toMatchObject({ file: null });
    expect(failed.examples).not.toHaveProperty('images');
    expect(held).not.toHaveProperty('examples');
  });
});

describe('changes of inputs that are no images', () => {
  /** A model that answers 1 for items whose mean is above 0.45, which most are, and such items. */
  function byMean(itemShape: number[], dataset: Partial<Dataset> = {}) {
    const length = itemShape.reduce((product, side) => product * side, 1);
    const random = createRandom(3);
    const inputs = Float32Array.from({ length: 12 * length }, () => 0.3 + 0.4 * random.uniform());
    const means = (values: Float32Array, count: number): number[] =>
      Array.from(
        { length: count },
        (_, i) => values.slice(i * length, (i + 1) * length).reduce((a, b) => a + b, 0) / length,
      );
    const classifier = {
      predict: (values: Float32Array, rows: number) => ({
        data: Float32Array.from(means(values, rows).flatMap((mean) => [0.45 - mean, mean - 0.45])),
        rows,
        columns: 2,
      }),
    };
    const split = {
      inputs,
      itemShape,
      labels: Int32Array.from(means(inputs, 12), (mean) => Number(mean > 0.45)),
      size: 12,
    };
    return {
      classifier,
      split,
      dataset: { name: 'mine', classNames: ['low', 'high'], train: split, test: split, ...dataset },
    };
  }
  /** Lowers the values of the first half of an item by one number, and the others by another. */
  const lowerBy = (first: number, second: number) =>
    defineAttack({
      name: 'lower',
      norm: 'linf',
      access: 'black-box',
      defaults: {},
      perturb: ({ x }) =>
        tf.tidy(() => {
          const length = x.size / x.shape[0];
          const steps = Float32Array.from({ length }, (_, at) => (at < length / 2 ? first : second));
          return tf.sub(x, tf.reshape(tf.tensor1d(steps), [1, ...x.shape.slice(1)]));
        }),
    });
  const lower = lowerBy(0.2, 0.1);

  test('name the features that moved, in the message and for the report', async ({ task }) => {
    const model = byMean([4], { featureNames: ['age', 'height', 'weight', 'pulse'] });
    const message = await messageOf(expect(model).toBeRobustAgainst(lower, 0.3, { atLeast: 1 }));
    expect(message).toMatch(
      /\n {2}changes +age 0\.2, height 0\.2, weight 0\.1, pulse 0\.1: largest mean changes over \d+ inputs that the attack broke\n/,
    );
    const [{ examples }] = validateTaskMeta(JSON.parse(JSON.stringify(metaOf({ task }))), 'meta').gates;
    expect(examples).toMatchObject({ file: null });
    expect(examples?.moved?.map(({ value }) => value)).toEqual(['age', 'height', 'weight', 'pulse']);
    const [{ position, changes = [], line }] = examples?.items ?? [];
    const { inputs } = model.split;
    expect(line).toBeUndefined();
    expect(changes.map(({ value, clean }) => [value, clean])).toEqual(
      ['age', 'height', 'weight', 'pulse'].map((name, at) => [name, inputs[4 * position + at]]),
    );
    expect(changes.map(({ clean, adversarial }) => (adversarial - clean).toFixed(3))).toEqual([
      '-0.200',
      '-0.200',
      '-0.100',
      '-0.100',
    ]);
  });

  test('show the channel of a series that moved most, with at most 240 steps', async ({ task }) => {
    const model = byMean([300, 2], { featureNames: ['speed', 'torque'] });
    await messageOf(expect(model).toBeRobustAgainst(lower, 0.3, { atLeast: 1 }));
    const [{ examples }] = metaOf({ task }).gates;
    const [{ changes, line }] = examples?.items ?? [];
    expect(changes?.[0].value).toBe('step 0 of speed');
    expect(line).toMatchObject({ channel: 'speed' });
    expect([line?.clean.length, line?.adversarial.length]).toEqual([240, 240]);
    expect((line?.clean[0] ?? 0) - (line?.adversarial[0] ?? 0)).toBeCloseTo(0.2, 5);
    expect((line?.clean[239] ?? 0) - (line?.adversarial[239] ?? 0)).toBeCloseTo(0.1, 5);
  });

  test('are named at once if all values change equally', async ({ task }) => {
    const model = byMean([8]);
    await messageOf(expect(model).toBeRobustAgainst(lowerBy(0.2, 0.2), 0.3, { atLeast: 1 }));
    const [{ examples }] = metaOf({ task }).gates;
    expect(examples?.moved).toEqual([{ value: 'each of 8 values', meanChange: expect.closeTo(0.2, 5) }]);
  });

  test('replace the pictures if the data set says that it holds tables', async ({ task }) => {
    const model = byMean([3, 3, 1], { kind: 'tabular' });
    await messageOf(expect(model).toBeRobustAgainst(lower, 0.3, { atLeast: 1 }));
    const [{ examples }] = metaOf({ task }).gates;
    expect(examples).not.toHaveProperty('images');
    expect(examples?.moved?.[0]).toMatchObject({ value: 'feature 0' });
  });
});

describe('signs of masked gradients', () => {
  test('are in the message and in the report, also for a gate that holds', async ({ task }) => {
    const weak = bim.with({ steps: 1, stepSize: 1e-4 });
    await expect({ classifier: threshold, split }).toBeRobustAgainst(weak, 0.25, { atLeast: 0.8 });
    const message = await messageOf(
      expect({ classifier: threshold, split }).toBeRobustAgainst(weak, 0.25, { atLeast: 0.9 }),
    );
    const [held, failed] = metaOf({ task }).gates;
    const warning = '20 gradient steps of a quarter of epsilon break 4 of 8 inputs that bim failed on';
    for (const { measurement } of [held, failed]) expect(measurement).toMatchObject({ warnings: [warning] });
    expect(message).toContain(`\n  warning    ${warning}\n`);
  });
});

describe('models that only predict', () => {
  const predictor = {
    predict: (inputs: Float32Array, count: number) => threshold.predict(inputs, count),
    name: 'service',
  };
  const noise = defineAttack({
    name: 'noise',
    norm: 'linf',
    access: 'black-box',
    defaults: {},
    perturb: ({ x, epsilon }) => tf.tidy(() => tf.add(x, tf.mul(tf.sign(tf.sub(0.5, x)), epsilon))),
  });

  test('can be attacked by black-box attacks', async () => {
    const model = { classifier: predictor, split };
    await expect(model).toBeRobustAgainst(noise, 0.25, { atLeast: 0.4 });
    await expect(model).toHaveAttackSuccessRateBelow(noise, 0.25, 0.51);
    await expect(model).toBeRobustUpTo(0.25, { attack: noise, atLeast: 0.4 });
    expect(await messageOf(expect(model).toBeRobustAgainst(noise, 0.25))).toContain(
      'expected service to have a robust accuracy',
    );
  });

  test('have an accuracy, whatever they are asked at once', async () => {
    const asked: number[] = [];
    const copies = 30;
    const many = {
      inputs: Float32Array.from({ length: 10 * copies }, (_, i) => split.inputs[i % 10]),
      itemShape: [1],
      labels: Int32Array.from({ length: 10 * copies }, (_, i) => split.labels[i % 10]),
      size: 10 * copies,
    };
    const unnamed = {
      predict: (inputs: Float32Array, count: number) => {
        asked.push(count);
        return threshold.predict(inputs, count);
      },
    };
    await expect({ classifier: unnamed, split: many }).toReachAccuracy(0.8);
    const twice = [1, 16, 16]; // whether it is random
    expect(asked).toEqual([1, 128, 128, 44, ...twice]);
    expect(await messageOf(expect({ classifier: predictor, split }).toReachAccuracy(0.9))).toContain(
      'expected service to have an accuracy of at least 0.9, but it has 0.8\n',
    );
    const labels = split.labels.map((label) => label + 1);
    expect(await messageOf(expect({ classifier: unnamed, split: { ...split, labels } }).toReachAccuracy(0))).toContain(
      'has label 2.\nExpected an integer from 0 to 1',
    );
    const wrong = { predict: (_: Float32Array, rows: number) => ({ data: new Float32Array(rows), rows, columns: 1 }) };
    expect(await messageOf(expect({ classifier: wrong, split }).toReachAccuracy(0))).toContain('"predictor" answers 1');
  });

  test('without a split are named as such', async () => {
    // @ts-expect-error -- the types say so too
    expect(await messageOf(expect({ classifier: predictor }).toReachAccuracy(0.5))).toContain(
      'toReachAccuracy: expect() received the predictor "service" without a split.',
    );
    // @ts-expect-error -- the types say so too
    expect(await messageOf(expect(predictor).toReachAccuracy(0.5))).toContain('This is a predictor without a split');
  });

  test('are rejected by gradient-based attacks and by every other assertion', async () => {
    const model = { classifier: predictor, split };
    // @ts-expect-error -- the types say so too
    expect(await messageOf(expect(model).toBeRobustAgainst(fgsm, 0.25))).toContain(
      '"service" has predictions, but no gradients.',
    );
    for (const [assertion, because] of [
      // @ts-expect-error -- the types say so too
      [expect(model).toFitIn(1024), 'toFitIn counts the bytes of the weights'],
      // @ts-expect-error -- the types say so too
      [expect(model).toRetainAccuracyAfter(quantize(8)), 'toRetainAccuracyAfter compresses the weights'],
      [
        // @ts-expect-error -- the types say so too
        expect(model).toRetainRobustnessAfter(quantize(8), noise, 0.25),
        'toRetainRobustnessAfter compresses the weights',
      ],
      // @ts-expect-error -- the types say so too
      [expect(model).toHaveCleverScoreAbove(0.1), 'toHaveCleverScoreAbove follows the gradients of the logits'],
    ] as const) {
      const message = await messageOf(assertion);
      expect(message).toContain('expect() received the predictor "service", which has predictions, but no layers.');
      expect(message).toContain(`Expected a classifier, because ${because}.\nWrap the network with classifier(…)`);
    }
    // @ts-expect-error -- the types say so too
    expect(await messageOf(expect({ classifier: {}, split }).toBeRobustAgainst(noise, 0.25))).toContain(
      'expect() received',
    );
  });
});

describe('bad input', () => {
  test.each([[{ length: 2 ** 32 }], [[2_000_000_000]], [[58_484, 50_243, 39_670]], [Uint16Array.of(1)], [[]]])(
    'refuses the item shape %o before anything is allocated by it',
    async (itemShape) => {
      const assertion = expect({ classifier: threshold, split: { ...split, itemShape: itemShape as never } });
      expect(await messageOf(assertion.toBeRobustAgainst(attacks.pgd, 0.25))).toMatch(/shape/i);
    },
  );

  test.each([[[0]], [[0, undefined]], [{}], [[1, 0]]])('refuses the input range %o', async (inputRange) => {
    const assertion = expect({ classifier: { ...threshold, inputRange: inputRange as never }, split });
    expect(await messageOf(assertion.toBeRobustAgainst(attacks.pgd, 0.25))).toMatch(/inputRange/);
  });

  test.each(Object.entries(attacks))(
    '%s: rejects labels outside the classes, values outside the range and NaN',
    async (_, attack) => {
      const epsilon = attack.norm === 'l0' ? 1 : 0.25;
      const assert = (changes: object) =>
        messageOf(
          expect({ classifier: threshold, split: { ...split, ...changes } }).toBeRobustAgainst(attack, epsilon),
        );
      expect(await assert({ labels: split.labels.map(() => 7) })).toContain(
        'has label 7.\nExpected an integer from 0 to 1',
      );
      expect(await assert({ inputs: split.inputs.map((value) => 255 * value) })).toContain('Expected values in [0, 1]');
      expect(await assert({ inputs: split.inputs.map(() => Number.NaN) })).toContain('contains NaN');
    },
  );

  test('rejects a target on a model with two classes', async () => {
    const message = await messageOf(
      expect({ classifier: threshold, split }).toBeRobustAgainst(fgsm.with({ target: 1 }), 0.1),
    );
    expect(message).toContain('the target is 1, and "threshold" has 2 classes.');
  });

  test('rejects logits that are not finite', async () => {
    const broken = linearClassifier([[1e38, -1e38]]);
    const scaled = {
      ...broken,
      logits: (x: Parameters<typeof broken.logits>[0]) => tf.mul(broken.logits(x), 1e10),
      predict: async (_: Float32Array, count: number) => ({
        data: new Float32Array(count * 2).fill(Number.NaN),
        rows: count,
        columns: 2,
      }),
    };
    expect(await messageOf(expect({ classifier: scaled, split }).toBeRobustAgainst(fgsm, 0.1))).toContain('is NaN');
  });
});
