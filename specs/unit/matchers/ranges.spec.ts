import { expect, test, type TestContext } from 'vitest';
import { multilayerPerceptron } from '../../../src/architectures/index.ts';
import { fab, fgsm, pgd } from '../../../src/attacks/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { createRandom } from '../../../src/random/index.ts';
import { unpackPixels } from '../../../src/report/pixels.ts';
import type { TaskMeta } from '../../../src/report/schemas/gate.ts';
import { validateTaskMeta } from '../../../src/report/validate.ts';
import { linearClassifier } from '../attacks/sample.ts';
import { imagesIn, messageOf, registerMatchers } from './register.ts';

registerMatchers();
await startEngine('wasm');
const metaOf = ({ task }: Pick<TestContext, 'task'>): TaskMeta => (task.meta as { dnn: TaskMeta }).dnn;

/** Two features, of which the first decides: class 0 where x_0 > x_1. Both inputs lead by 0.2. */
const model = {
  classifier: {
    ...linearClassifier([
      [1, 0],
      [0, 1],
    ]),
    inputRange: [-Infinity, Infinity] as const,
  },
  split: { inputs: Float32Array.of(1.2, 1, -3, -3.2), itemShape: [2], labels: new Int32Array(2), size: 2 },
};

test('a gate takes a radius per value, and reports the largest', async (context) => {
  await expect(model).toBeRobustAgainst(pgd, [0.15, 0], { atLeast: 1 }); // one feature must move by 0.2
  await expect(model).toBeRobustAgainst(pgd, [0.25, 0], { atLeast: 0 });
  await expect(model).not.toBeRobustAgainst(pgd, [0.15, 0.15], { atLeast: 1 });
  await expect(model).toHaveAttackSuccessRateBelow(fab, [0.15, 0], 0.1);
  const message = await messageOf(expect(model).toBeRobustAgainst(fgsm, [0.25, 0], { atLeast: 0.9 }));
  expect(message).toContain('robust accuracy under fgsm(0 to 0.25 by value)');
  expect(message).toContain('epsilon [0.25,0]');
  const meta = metaOf(context);
  expect(validateTaskMeta(JSON.parse(JSON.stringify(meta)), 'meta')).toEqual(meta);
  const { measurement } = meta.gates[4];
  expect(measurement).toMatchObject({ epsilon: 0.25, parameters: { epsilon: [0.25, 0] }, robustAccuracy: 0 });
});

test('a gate refuses radii that do not fit, and several radii up to an epsilon', async () => {
  await expect(expect(model).toBeRobustAgainst(pgd, [0.1, 0.1, 0.1])).rejects.toThrow('epsilon is a list of 3 values');
  await expect(expect(model).toBeRobustAgainst(pgd, Infinity)).rejects.toThrow('epsilon is Infinity');
  await expect(expect(model).toBeRobustUpTo([0.1, 0] as never, { attack: pgd })).rejects.toThrow(
    'For a radius per value, use toBeRobustAgainst.',
  );
});

test('images of an open range, or of a range per channel, are kept between their extremes', async (context) => {
  const random = createRandom(2);
  const itemShape = [6, 5, 3];
  for (const inputRange of [
    [-Infinity, Infinity],
    [
      [-2, -3, -4],
      [2, 3, Infinity],
    ],
  ] as const) {
    const classifier = multilayerPerceptron.with({ hidden: [12], inputRange })({ itemShape, classes: 3, seed: 1 });
    const inputs = Float32Array.from({ length: 40 * 90 }, () => 4 * random.uniform() - 2);
    const unlabelled = { inputs, itemShape, labels: new Int32Array(40), size: 40 };
    const split = { ...unlabelled, labels: await classifier.predictions(unlabelled) };
    await messageOf(expect({ classifier, split }).toBeRobustAgainst(fgsm, 1, { atLeast: 1 }));
  }
  const { gates } = metaOf(context);
  expect(() => validateTaskMeta(metaOf(context), 'meta')).not.toThrow();
  for (const { examples } of gates) {
    const { clean } = unpackPixels(imagesIn(context).get(examples!.file!)!, 90 * examples!.items.length);
    expect(Math.min(...clean)).toBeLessThan(60);
    expect(Math.max(...clean)).toBeGreaterThan(150);
  }
});
