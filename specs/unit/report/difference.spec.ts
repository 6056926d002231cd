import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { differenceOf, type ComparedGate } from '../../../src/report/difference.ts';
import { readGates } from '../../../src/report/read-report.ts';

const gate = (value: number, changes: Partial<ComparedGate> = {}): ComparedGate => ({
  file: 'specs/digits.spec.ts',
  test: 'reads',
  quantity: 'accuracy',
  value,
  relation: 'at least',
  threshold: 0.9,
  negated: false,
  passed: value >= 0.9,
  interval: { low: value - 0.01, high: value + 0.01 },
  ...changes,
});
const statesOf = (base: ComparedGate[], head: ComparedGate[]): string[] =>
  differenceOf(base, head).map(({ state }) => state);

describe('the state of a gate', () => {
  test.each<[string, ComparedGate[], ComparedGate[]]>([
    ['same', [gate(0.95)], [gate(0.95)]],
    ['changed', [gate(0.95)], [gate(0.94)]],
    ['worse', [gate(0.95)], [gate(0.91)]],
    ['better', [gate(0.91)], [gate(0.95)]],
    ['failing', [gate(0.95)], [gate(0.85)]],
    ['failing', [], [gate(0.85)]],
    ['fixed', [gate(0.85)], [gate(0.95)]],
    ['added', [], [gate(0.95)]],
    ['missing', [gate(0.95)], []],
    ['changed', [gate(0.85)], [gate(0.86)]],
  ])('is %s', (state, base, head) => {
    expect(statesOf(base, head)).toEqual([state]);
  });

  test('is worse for a larger size or loss, and for a larger value under .not', () => {
    const bytes = { relation: 'at most', unit: 'bytes', threshold: 900, passed: true, interval: undefined } as const;
    expect(statesOf([gate(100, bytes)], [gate(101, bytes)])).toEqual(['worse']);
    const negated = { negated: true, passed: true };
    expect(statesOf([gate(0.5, negated)], [gate(0.6, negated)])).toEqual(['worse']);
  });
});

test('the worst come first, and several gates of a test are paired in their order', () => {
  const base = [gate(0.95), gate(0.92), gate(0.95, { test: 'other' })];
  const head = [gate(0.95), gate(0.95), gate(0.8, { test: 'other' })];
  expect(differenceOf(base, head).map(({ test, state }) => [test, state])).toEqual([
    ['other', 'failing'],
    ['reads', 'better'],
    ['reads', 'same'],
  ]);
});

describe('a report', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dnn-difference-'));
  const written = (text: string): string => {
    const path = join(folder, 'report.json');
    writeFileSync(path, text);
    return path;
  };

  test('of another version is read, with the interval of its measurement', async () => {
    const { interval, ...old } = gate(0.95);
    const path = written(JSON.stringify({ gates: [{ ...old, measurement: { value: 0.95, interval }, later: 1 }] }));
    expect((await readGates(path))[0].interval).toEqual(interval);
  });

  test.each([
    ['no JSON', '{', 'is no JSON'],
    ['without gates', '{}', 'holds no gates'],
    ['with a gate that is none', '{"gates":[5]}', 'has no gate 0'],
    ['with a gate without value', JSON.stringify({ gates: [{ ...gate(1), value: null }] }), 'has no value in gate 0'],
  ])('%s is refused', async (_, text, message) => {
    await expect(readGates(written(text))).rejects.toThrow(message);
  });

  test('that is not there is refused', async () => {
    await expect(readGates(join(folder, 'none.json'))).rejects.toThrow('none.json cannot be read (ENOENT)');
  });
});
