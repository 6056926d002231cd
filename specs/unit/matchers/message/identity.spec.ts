import { expect, test } from 'vitest';
import { identitySerializer } from '../../../../matchers/message/identity.ts';
import { writeWeights } from '../../../../src/models/network/weights.ts';
import { run } from '../../reporters/sample.ts';
import { split, thresholdModel } from '../threshold-model.ts';

expect.addSnapshotSerializer(identitySerializer);
const classifier = await thresholdModel();

test('a snapshot holds the identity of a model', () => {
  expect({ classifier, split, record: run('dre', 1, [0.5]) }).toMatchInlineSnapshot(
    `Model "leNet5-dre-1" on "glyphs", id dre-1`,
  );
});

test('a snapshot holds the identities of a classifier and a split, not their values', () => {
  expect({ classifier, split, others: [{ ...split, labels: new Float32Array(split.size) }] }).toMatchInlineSnapshot(`
    {
      "classifier": Classifier "threshold" of items [1], 2 classes, weights d0f51adbd8b63429,
      "others": [
        Split of 10 items [1], not valid,
      ],
      "split": Split of 10 items [1], content b711c98588c2a8f1,
    }
  `);
});

test('another weight is another identity', async () => {
  const other = await thresholdModel();
  const printed = (value: unknown): unknown =>
    Reflect.apply(Reflect.get(identitySerializer, 'serialize'), undefined, [value]);
  expect(printed(other)).toBe(printed(classifier));
  writeWeights(other.model, [Float32Array.of(-3, 3), Float32Array.of(0, 0)]);
  expect(printed(other)).not.toBe(printed(classifier));
});

test('what lacks a shape is printed as any other object', () => {
  const { itemShape: _, ...shapeless } = split;
  const own = (value: unknown): unknown => Reflect.apply(Reflect.get(identitySerializer, 'test'), undefined, [value]);
  expect([split, classifier, shapeless, { ...classifier, itemShape: undefined }].map(own)).toEqual([
    ...[true, true],
    ...[false, false],
  ]);
});
