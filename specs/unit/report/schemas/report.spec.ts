import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { reportSchema } from '../../../../src/report/schemas/report.ts';

test('the package holds the schema that report.json names', () => {
  const path = createRequire(import.meta.url).resolve('vitest-dnn/report.schema.json');
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(JSON.parse(JSON.stringify(reportSchema)));
});
