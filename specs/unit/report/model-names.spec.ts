import { describe, expect, test } from 'vitest';
import { retrainingTables } from '../../../reporters/render/tables/retraining.ts';
import { assemble } from '../../../src/report/assemble.ts';
import { nameModels } from '../../../src/report/model-names.ts';
import type { ModelRecord } from '../../../src/report/schemas/model-record.ts';
import { validateReport } from '../../../src/report/validate.ts';
import { gate, retraining, run } from '../reporters/sample.ts';

const record = (id: string, changes: Partial<ModelRecord> = {}): ModelRecord => ({
  ...run('dre', 1, [0.5]),
  id,
  ...changes,
});
const namesOf = (...records: ModelRecord[]): string[] => nameModels(records).map(({ name }) => name);

describe('models with the same name are told apart', () => {
  test('by their data sets', () => {
    expect(namesOf(record('a'), record('b', { dataset: 'mnist' }), record('c', { name: 'other' }))).toEqual([
      'leNet5-dre-1 on glyphs',
      'leNet5-dre-1 on mnist',
      'other',
    ]);
  });

  test('by the options in which they differ', () => {
    const trained = (id: string, epochs: number, dataset = 'glyphs') =>
      record(id, {
        dataset,
        options: { training: { name: 'standardTraining', options: { epochs, batchSize: 128 } }, initial: 200 },
      });
    expect(namesOf(trained('a', 3), trained('b', 30))).toEqual([
      'leNet5-dre-1 (training.epochs 3)',
      'leNet5-dre-1 (training.epochs 30)',
    ]);
    expect(namesOf(trained('a', 3), trained('b', 30), trained('c', 3, 'mnist'))).toEqual([
      'leNet5-dre-1 (dataset glyphs, training.epochs 3)',
      'leNet5-dre-1 (dataset glyphs, training.epochs 30)',
      'leNet5-dre-1 (dataset mnist, training.epochs 3)',
    ]);
  });

  test('by their ids if nothing else differs, or too much', () => {
    expect(namesOf(record('0123456789'), record('abcdefghij'))).toEqual([
      'leNet5-dre-1 (01234567)',
      'leNet5-dre-1 (abcdefgh)',
    ]);
    expect(namesOf(record('01234567a'), record('01234567b'))).toEqual([
      'leNet5-dre-1 (01234567a)',
      'leNet5-dre-1 (01234567b)',
    ]);
    const many = record('bbbbbbbb', { options: { a: 1, b: 2, c: 3, d: 4 } });
    expect(namesOf(record('aaaaaaaa'), many)).toEqual(['leNet5-dre-1 (aaaaaaaa)', 'leNet5-dre-1 (bbbbbbbb)']);
  });
});

test('every table of the report shows these names', () => {
  const models = [record('a'), record('b', { dataset: 'mnist' })];
  const gates = models.map(({ id }, at) => gate(0.5 + 0.1 * at, { model: id }));
  const results = models.map(({ id, name, dataset }) => ({ ...retraining, model: id, name, dataset }));
  const report = assemble([{ file: 'a', test: 'b', meta: { gates, models, engines: [] } }], {
    header: { package: 'vitest-dnn', version: '1.2.3', seed: 1 },
    retraining: results,
    thresholds: {},
  });
  const names = ['leNet5-dre-1 on glyphs', 'leNet5-dre-1 on mnist'];
  expect(validateReport(report, 'the report')).toBe(report);
  expect(report.models.map(({ name }) => name)).toEqual(names);
  expect(report.attacks.flatMap(({ rows }) => rows.map(({ name }) => name))).toEqual(names);
  expect(report.retraining.map(({ name }) => name)).toEqual(names);
  expect(retrainingTables(report.retraining)[1].subtitle).toMatch(/^leNet5-dre-1 on mnist · dre selects/);
});
