import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { acquisitionFunctions, type Configurable, type SignalName } from '../../src/acquisition/index.ts';
import { hashOf } from '../../src/cache/index.ts';
import type { Matrix } from '../../src/matrix.ts';
import { createRandom } from '../../src/random/index.ts';

/** Softmax outputs with exact zeros and ones, features with duplicates: a pool of 60. */
const signals: Record<SignalName, Matrix> & { size: number } = {
  size: 60,
  probabilities: matrix(60, 5, (i, j) => (i % 7 === 0 ? Number(j === i % 5) : (1 + ((i * (j + 3)) % 11)) / total(i))),
  features: matrix(60, 8, (i, j) => Math.sin((i % 50) * (j + 1))),
  labelledFeatures: matrix(6, 8, (i, j) => Math.cos(i + j)),
};

function matrix(rows: number, columns: number, value: (row: number, column: number) => number): Matrix {
  return {
    rows,
    columns,
    data: Float32Array.from({ length: rows * columns }, (_, at) => value(Math.floor(at / columns), at % columns)),
  };
}

function total(i: number): number {
  return Array.from({ length: 5 }, (_, j) => 1 + ((i * (j + 3)) % 11)).reduce((a, b) => a + b);
}

const all = Object.entries<Configurable<object>>(acquisitionFunctions);

describe.each(all)('%s', (name, acquisition) => {
  test('carries its name, has a file and a unit spec of its own, and options that hash', () => {
    const file = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    expect(acquisition.name).toBe(name);
    expect(existsSync(new URL(`../../src/acquisition/${file}.ts`, import.meta.url))).toBe(true);
    expect(existsSync(new URL(`../unit/acquisition/${file}.spec.ts`, import.meta.url))).toBe(true);
    expect(hashOf(acquisition.options)).toHaveLength(64);
  });

  test.each([0, 1, 7, 60])('selects %i distinct inputs of the pool, the same for the same seed', (count) => {
    const selected = acquisition.select(signals, count, createRandom(5));
    expect(selected).toBeInstanceOf(Int32Array);
    expect(new Set(selected).size).toBe(count);
    expect(selected.every((index) => index >= 0 && index < signals.size)).toBe(true);
    expect(acquisition.select(signals, count, createRandom(5))).toEqual(selected);
  });

  test('leaves the signals as they were', () => {
    const before = structuredClone(signals);
    acquisition.select(signals, 10, createRandom(5));
    expect(signals).toEqual(before);
  });

  test('reads no signal that it does not name', () => {
    const given = Object.fromEntries(acquisition.needs.map((need) => [need, signals[need]]));
    expect(acquisition.select({ size: 60, ...given }, 9, createRandom(2))).toEqual(
      acquisition.select(signals, 9, createRandom(2)),
    );
  });

  test('is stable on a pool of equal inputs', () => {
    const equal = { ...signals, probabilities: matrix(60, 5, () => 0.2), features: matrix(60, 8, () => 1) };
    expect(new Set(acquisition.select(equal, 30, createRandom(1))).size).toBe(30);
  });

  test.each([61, -1, 0.5])('refuses to select %f of 60', (count) => {
    expect(() => acquisition.select(signals, count, createRandom(0))).toThrow(
      `${name}: asked to select ${count} inputs`,
    );
  });

  test('refuses missing and broken signals by name', () => {
    for (const need of acquisition.needs) {
      const broken = { ...signals[need], data: signals[need].data.map((value, i) => (i === 13 ? NaN : value)) };
      expect(() => acquisition.select({ ...signals, [need]: undefined }, 1, createRandom(0))).toThrow(
        `"${need}" is missing`,
      );
      expect(() => acquisition.select({ ...signals, [need]: broken }, 1, createRandom(0))).toThrow(`${need} of input`);
    }
  });

  test('refuses an option that it does not have', () => {
    expect(() => acquisition.with({ unheardOf: 1 } as object)).toThrow(`${name}: there is no option "unheardOf".`);
  });
});

describe.each(all.filter(([, { scores }]) => scores))('%s, which scores', (_, acquisition) => {
  test('selects permuted inputs from the permuted pool', () => {
    const order = createRandom(4).sample(60, 60);
    const permuted = {
      size: 60,
      ...Object.fromEntries(acquisition.needs.map((need) => [need, permute(signals[need], order)])),
    };
    const scores = acquisition.scores?.(signals) ?? [];
    const fromPermuted = acquisition.select(permuted, 20, createRandom(0)).map((index) => order[index]);
    const scoresOf = (selected: Int32Array): number[] => Array.from(selected, (index) => scores[index]);
    expect(scoresOf(fromPermuted)).toEqual(scoresOf(acquisition.select(signals, 20, createRandom(0))));
  });

  test('takes the lowest index of equal scores', () => {
    const equal = { ...signals, probabilities: matrix(60, 5, () => 0.2), features: matrix(60, 8, () => 1) };
    expect(acquisition.select(equal, 5, createRandom(1))).toEqual(Int32Array.of(0, 1, 2, 3, 4));
  });
});

function permute({ rows, columns, data }: Matrix, order: Int32Array): Matrix {
  return matrix(rows, columns, (i, j) => data[order[i] * columns + j]);
}
