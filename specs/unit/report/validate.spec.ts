import { describe, expect, test } from 'vitest';
import { InvalidDataError } from '../../../src/errors.ts';
import { matchingGates, validateRetraining, validateTaskMeta } from '../../../src/report/validate.ts';
import { gate, retraining, run } from '../reporters/sample.ts';

describe('the validation', () => {
  const meta = { gates: [gate(0.5)], models: [run('dre', 1, [0.5])], engines: [] };

  test('returns data that matches its schema', () => {
    expect(validateTaskMeta(meta, 'meta')).toBe(meta);
    expect(validateRetraining(retraining, 'retraining')).toBe(retraining);
  });

  test('lists the fields that do not match, and what to do', () => {
    const broken = { ...meta, models: [{ ...meta.models[0], seed: 'one', extra: 1 }] };
    expect(() => validateTaskMeta(broken, 'The data of a.spec.ts')).toThrowErrorMatchingInlineSnapshot(`
      [InvalidDataError: The data of a.spec.ts does not match its JSON schema:
        /models/0 must NOT have additional properties {"additionalProperty":"extra"}
        /models/0/seed must be integer {"type":"integer"}
      Expected data that this version of vitest-dnn wrote and nobody edited.
      Run the tests again with one version.]
    `);
  });

  test('leaves out a gate that does not match, and keeps the others', () => {
    const bad = { ...gate(0.7), measurement: { ...gate(0.7).measurement, seed: 'abc' } };
    const dropped: string[] = [];
    const read = matchingGates({ ...meta, gates: [gate(0.5), bad, gate(0.6)] }, 'The data of a test', (error) =>
      dropped.push(String(error)),
    );
    expect(read).toEqual({ ...meta, gates: [gate(0.5), gate(0.6)] });
    expect(dropped).toEqual([expect.stringContaining('The data of a test, gate 2 does not match its JSON schema')]);
    expect(() => matchingGates({ ...meta, models: 3 }, 'meta', () => {})).toThrow(InvalidDataError);
  });

  test.each([
    undefined,
    null,
    3,
    {},
    { gates: [{}], models: [], engines: [] },
    { ...meta, gates: [{ ...gate(0.5), value: null }] },
  ])('rejects %j', (value) => {
    expect(() => validateTaskMeta(value, 'meta')).toThrow(InvalidDataError);
  });

  const images = { height: 2, width: 2, channels: 1, largest: 0.1, pixels: 'AAAA' };
  const withExamples = (changes: object) => ({
    ...meta,
    gates: [
      {
        ...gate(0.5),
        examples: { file: 'adversarial/größe-3-0a1b2c3d.png', broken: 1, items: [], images, ...changes },
      },
    ],
  });

  test('accepts the plain name of a contact sheet in its folder', () => {
    expect(() => validateTaskMeta(withExamples({}), 'meta')).not.toThrow();
  });

  test.each([
    { file: '../outside.png' },
    { file: 'adversarial/../../outside.png' },
    { file: 'adversarial/a/b.png' },
    { file: '/etc/outside.png' },
    { file: 'adversarial\\..\\x.png' },
    { file: 'adversarial/x.html' },
    { file: 'adversarial/a](http:.png' },
    { file: 'adversarial/.png' },
    { file: `adversarial/${'x'.repeat(300)}.png` },
    { images: { ...images, height: 20_000 } },
    { images: { ...images, width: 20_000 } },
    { images: { ...images, width: 2.5 } },
    { items: Array.from({ length: 17 }) },
  ])('rejects the contact sheet %j', (changes) => {
    expect(() => validateTaskMeta(withExamples(changes), 'meta')).toThrow(InvalidDataError);
  });

  test.each(['../x.jsonl', 'retraining/../../x.jsonl', 'retraining/a/b.jsonl', '/x.jsonl', 'retraining/x.html'])(
    'rejects the selection file %j',
    (file) => {
      const [budget] = retraining.budgets;
      expect(() => validateRetraining({ ...retraining, budgets: [{ ...budget, file }] }, 'retraining')).toThrow(
        InvalidDataError,
      );
    },
  );
});
