import { describe, expect, test } from 'vitest';
import { InvalidDataError } from '../../../src/errors.ts';
import { validateRetraining, validateTaskMeta } from '../../../src/report/validate.ts';
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
});
