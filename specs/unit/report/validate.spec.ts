import { describe, expect, test } from 'vitest';
import { InvalidDataError } from '../../../src/errors.ts';
import { validateRetraining, validateTaskMeta } from '../../../src/report/validate.ts';
import { gate, retraining, run } from '../reporters/sample.ts';

describe('validation', () => {
  const meta = { gates: [gate(0.5)], models: [run('dre', 1, [0.5])], engines: [] };

  test('lets what fits through', () => {
    expect(validateTaskMeta(meta, 'meta')).toBe(meta);
    expect(validateRetraining(retraining, 'retraining')).toBe(retraining);
  });

  test('says where something does not fit, and what to do', () => {
    const broken = { ...meta, models: [{ ...meta.models[0], seed: 'one', extra: 1 }] };
    expect(() => validateTaskMeta(broken, 'What a.spec.ts left')).toThrowErrorMatchingInlineSnapshot(`
      [InvalidDataError: What a.spec.ts left does not fit its JSON schema:
        /models/0 must NOT have additional properties {"additionalProperty":"extra"}
        /models/0/seed must be integer {"type":"integer"}
      It was written by another version of vitest-dnn, or changed by hand. Run the tests again with one version.]
    `);
  });

  test.each([
    undefined,
    null,
    3,
    {},
    { gates: [{}], models: [], engines: [] },
    { ...meta, gates: [{ ...gate(0.5), value: null }] },
  ])('refuses %j', (value) => {
    expect(() => validateTaskMeta(value, 'meta')).toThrow(InvalidDataError);
  });
});
