import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import type * as Validate from '../../src/report/validate.ts';
import { validateReport } from '../../src/report/validate.ts';
import { createRandom } from '../../src/random/index.ts';
import { fullReport } from '../unit/reporters/render/html/sample.ts';

const built = (await import(resolve('dist/src/report/validate.js'))) as typeof Validate;

type Json = Record<string, unknown>;

/** Replaces or removes one value somewhere in a report. */
function damaged(report: Json, draw: (below: number) => number): Json {
  const copy = structuredClone(report);
  let [place, keys] = [copy, Object.keys(copy)];
  for (;;) {
    const key = keys[draw(keys.length)];
    const inner = place[key] as Json;
    const below = Object.keys(Object(inner));
    if (typeof inner !== 'object' || below.length === 0 || draw(12) === 0) {
      if (draw(3) === 0) delete place[key];
      else place[key] = [null, 'text', -1, [], {}, Number.NaN][draw(6)];
      return copy;
    }
    [place, keys] = [inner, below];
  }
}

function messageOf(validate: typeof Validate.validateReport, value: unknown): string {
  try {
    validate(value, 'the report');
    return 'accepted';
  } catch (error) {
    return (error as Error).message;
  }
}

test('the build checks reports with the same messages as the sources', () => {
  const random = createRandom(1);
  const draw = (below: number): number => random.integer(below);
  const report = JSON.parse(JSON.stringify(fullReport())) as Json;
  const messages = Array.from({ length: 400 }, () => {
    const value = damaged(report, draw);
    const message = messageOf(validateReport, value);
    expect(messageOf(built.validateReport, value)).toBe(message);
    return message;
  });
  const accepted = messages.filter((message) => message === 'accepted').length;
  expect(accepted).toBeLessThan(200);
  expect(new Set(messages).size).toBeGreaterThan(30);
});
