import { describe, expect, test, type TestContext } from 'vitest';
import { deepWordBug, pgd, pwws, square } from '../../../src/attacks/index.ts';
import { quantize } from '../../../src/compression/index.ts';
import type { TaskMeta } from '../../../src/report/schemas/gate.ts';
import { subset } from '../../../src/splits/index.ts';
import { headlinesModel } from '../attacks/words/headlines-network.ts';
import { opinions, reviews, synonyms } from '../attacks/words/sample.ts';
import { messageOf, registerMatchers } from './register.ts';

registerMatchers();
const gatesOf = ({ task }: Pick<TestContext, 'task'>): TaskMeta['gates'] =>
  (task.meta as { dnn?: TaskMeta }).dnn?.gates ?? [];
const { classifier, dataset } = await headlinesModel();
const model = { classifier, split: dataset.test, dataset };
const attack = pwws.with({ synonyms: 'headlines' });
const served = { classifier: opinions(), split: reviews };
const ownTable = pwws.with({ synonyms });

describe('a classifier of texts', () => {
  test('is attacked word by word', async ({ task }) => {
    await expect(model).toReachAccuracy(0.7);
    const message = await messageOf(expect(model).toBeRobustAgainst(attack, 0.5, { atLeast: 0.95, seed: 1 }));
    expect(message).toMatch(/attack +pwws with epsilon 0.5, synonyms headlines/);
    expect(message).toMatch(/perturbation +mean 0\.\d+, median 0\.\d+ of the words/);
    expect(message).toMatch(/attacked +\d+ texts, \d+ skipped that were misclassified/);
    expect(message).toMatch(/queries +mean [\d.]+, median [\d.]+ per attacked text/);
    expect(message).toMatch(/example +\w+ → \w+: .*\[\w+ → \w+\]/);
    const [, gate] = gatesOf({ task });
    const { items, broken } = gate.examples ?? { items: [], broken: 0 };
    expect(items).toHaveLength(Math.min(16, broken));
    for (const { position, label, clean, adversarial, text = [] } of items) {
      const was = text.map((part) => part.was ?? part.text).join('');
      expect(was).toBe(dataset.test.texts?.[position]);
      const encoded = dataset.encoder.encode([text.map((part) => part.text).join('')]);
      const labels = Int32Array.of(0);
      const [predicted] = await classifier.predictions({ inputs: encoded, itemShape: [12], labels, size: 1 });
      expect(dataset.classNames[predicted]).toBe(adversarial.class);
      expect(clean.class).toBe(label);
      expect(adversarial.class).not.toBe(label);
    }
  });

  test('is measured by every assertion on attacks', async () => {
    await expect(model).toBeRobustAgainst(deepWordBug, 1, { atLeast: 0.1, limit: 20 });
    await expect(model).toHaveAttackSuccessRateBelow(attack, 0.2, 0.95, { limit: 20 });
    await expect(model).toBeRobustUpTo(3, { attack: deepWordBug, atLeast: 0.1, limit: 20 });
    await expect(model).toRetainRobustnessAfter(quantize(8), attack, 0.2, { within: 0.2, limit: 20 });
  });

  test('is attacked within a budget, in turns, and on a sample', async ({ task }) => {
    await expect(model).toBeRobustAgainst(attack, 0.2, { atLeast: 0.1, sequential: true, seed: 2 });
    await expect(model).toBeRobustAgainst(attack, 0.2, { atLeast: 0.1, seconds: 600, limit: 12, seed: 2 });
    const [{ measurement }, { measurement: sampled }] = gatesOf({ task });
    expect(measurement).toMatchObject({ kind: 'robustness', norm: 'words', meanL2: null });
    expect(sampled).toMatchObject({ inputs: 12 });
  });

  test('warns of an epsilon that allows no change', async ({ task }) => {
    await expect(model).toBeRobustAgainst(attack, 0.01, { atLeast: 0.1 });
    const [{ measurement }] = gatesOf({ task });
    expect(measurement.warnings).toEqual([expect.stringMatching(/^epsilon 0.01 is less than one word in \d+ of \d+/)]);
  });
});

describe('a model that is asked about texts', () => {
  test('is measured by every assertion on predictors', async ({ task }) => {
    await expect(served).toReachAccuracy(0.8);
    await expect(served).not.toBeRobustAgainst(ownTable, 1, { atLeast: 0.9 });
    await expect(served).toHaveAttackSuccessRateBelow(ownTable, 1, 1);
    await expect(served).not.toBeRobustUpTo(1, { attack: ownTable, atLeast: 0.9 });
    const [accuracy, robust, rate] = gatesOf({ task });
    expect(accuracy.value).toBe(7 / 8);
    expect(robust.measurement).toMatchObject({ subject: 'opinions', inputs: 8, texts: { attacked: 7, skipped: 1 } });
    expect(rate.measurement).toMatchObject({ inputs: 7, attackedInputs: 8 });
  });

  test('shows the texts that broke', async () => {
    const message = await messageOf(expect(served).toBeRobustAgainst(ownTable, 1, { atLeast: 0.95 }));
    expect(message).toContain('[good → poor]');
    expect(message).toContain('synonyms {6 entries}');
  });
});

describe('refuses', () => {
  const images = {
    classifier: { name: 'digits', predict: () => [[0.5, 0.5]] },
    split: { inputs: new Float32Array(4), itemShape: [4], labels: new Int32Array(1), size: 1 },
  };

  test('an attack on texts where there are none', async () => {
    expect(await messageOf(expect(images).toBeRobustAgainst(attack, 0.2))).toMatch(
      /^pwws: the split has no texts\.\nExpected the texts beside their token ids/,
    );
    const { texts: _, ...split } = dataset.test;
    expect(await messageOf(expect({ classifier, split }).toBeRobustAgainst(attack, 0.2))).toMatch(
      /^pwws: the split has no texts\./,
    );
  });

  test.each([pgd, square])('an attack on numbers where there are texts: $name', async (numeric) => {
    expect(await messageOf(expect(model).toBeRobustAgainst(numeric, 0.1))).toMatch(
      /token ids cannot be perturbed by epsilon.\nAttack texts with pwws or deepWordBug/,
    );
  });

  test('an epsilon in the unit of another norm', async () => {
    expect(await messageOf(expect(model).toBeRobustAgainst(attack, 20))).toMatch(
      /^toBeRobustAgainst: epsilon is 20\.\nExpected a share from 0 to 1\.\n.*share of words/,
    );
    expect(await messageOf(expect(model).toBeRobustAgainst(deepWordBug, 0.2))).toMatch(
      /^toBeRobustAgainst: epsilon is 0\.2\.\nExpected an integer of at least 0\.\n.*number of edits/,
    );
    const split = subset(dataset.test, [0]);
    expect(await messageOf(expect({ classifier, split }).toBeRobustUpTo(2, { attack }))).toMatch(/epsilon is 2/);
  });
});
