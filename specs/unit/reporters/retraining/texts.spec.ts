import { expect, test } from 'vitest';
import { divideInputs } from '../../../../reporters/retraining/retraining-inputs.ts';
import { attackFor, checkMethods } from '../../../../reporters/retraining/retraining-methods.ts';
import { selectionLines } from '../../../../reporters/retraining/selection-lines.ts';
import { pwws } from '../../../../src/attacks/index.ts';
import { headlinesModel } from '../../attacks/words/headlines-network.ts';
import { gate } from '../sample.ts';

const { classifier, dataset } = await headlinesModel();
const labelled = Int32Array.from({ length: 700 }, (_, at) => at);
const inputs = divideInputs({ dataset, labelled });
const selected = Int32Array.from({ length: 12 }, (_, at) => at);
const record = { options: {} } as never;

interface Line {
  readonly position: number;
  readonly predicted: number;
  readonly text: string;
  readonly adversarial?: { readonly text: string; readonly predicted: number };
}
const read = (lines: string): Line[] =>
  lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

test('selections for labelling hold the texts, and what the attack made of those that it broke', async () => {
  const plain = read(await selectionLines(classifier, inputs, selected));
  expect(plain.map(({ text }) => text)).toEqual(plain.map(({ position }) => dataset.train.texts?.[position]));
  expect(plain.every(({ adversarial }) => adversarial === undefined)).toBe(true);
  const attack = { attack: pwws.with({ synonyms: 'headlines' }), epsilon: 1, seed: 1 };
  const changed = read(await selectionLines(classifier, inputs, selected, attack)).filter((line) => line.adversarial);
  expect(changed.length).toBeGreaterThan(0);
  for (const { text, predicted, adversarial } of changed) {
    expect(adversarial?.predicted).not.toBe(predicted);
    expect(adversarial?.text).toMatch(/\[\w+ → \w+\]/);
    expect(adversarial?.text.replaceAll(/\[(\w+) → \w+\]/g, '$1')).toBe(text);
  }
});

test('the attack on texts is that of the options, else that of the measurement, else DeepWordBug', () => {
  const chosen = (robustness: unknown, options = {}) => {
    const { attack, epsilon } = attackFor({ record, robustness } as never, options, classifier);
    return [attack.name, attack.options.synonyms, epsilon];
  };
  expect(chosen(undefined)).toEqual(['deepWordBug', undefined, 5]);
  const synonyms = { attackOptions: { synonyms: 'headlines' } };
  expect(chosen(undefined, { attack: 'pwws', ...synonyms })).toEqual(['pwws', 'headlines', 0.2]);
  const { measurement } = gate(0.5);
  const measured = { ...measurement, attack: 'pwws', parameters: { synonyms: 'headlines', epsilon: 0.4 } };
  expect(chosen(measured)).toEqual(['pwws', 'headlines', 0.4]);
  expect(chosen(measured, { attack: 'deepWordBug' })).toEqual(['deepWordBug', undefined, 5]);
  expect(() => checkMethods({ retrain: true, attack: 'pws' })).toThrow(/there is no attack "pws".\n.*pwws/);
});
