import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  acquisitionFunctions,
  selectionOf,
  type AcquisitionFunction,
  type Configurable,
  type Selection,
  type SignalName,
} from '../../src/acquisition/index.ts';
import { hashOf } from '../../src/cache/index.ts';
import { createRandom } from '../../src/random/index.ts';
import { equalSignals, poolSize, variedSignals, withNaN } from './acquisition-signals.ts';

const signals = variedSignals();
const all = Object.entries<Configurable<object>>(acquisitionFunctions);

const select = (acquisition: AcquisitionFunction, from: object, count: number, seed: number): Promise<Selection> =>
  selectionOf(acquisition.select({ size: poolSize, ...from }, count, createRandom(seed)));

const needsOf = ({ needs }: AcquisitionFunction): SignalName[] => Object.keys(needs) as SignalName[];

describe.each(all)('%s', (name, acquisition) => {
  test('has its own name, file and unit spec, and options and needs that can be hashed', () => {
    const file = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    expect(acquisition.name).toBe(name);
    expect(existsSync(new URL(`../../src/acquisition/${file}.ts`, import.meta.url))).toBe(true);
    expect(existsSync(new URL(`../unit/acquisition/${file}.spec.ts`, import.meta.url))).toBe(true);
    expect(hashOf(acquisition.options)).toHaveLength(64);
    expect(JSON.parse(JSON.stringify(acquisition.needs))).toEqual(acquisition.needs);
  });

  test.each([0, 1, 7, poolSize])('selects %i distinct pool inputs, the same for the same seed', async (count) => {
    const selection = await select(acquisition, signals, count, 5);
    expect(selection.selected).toHaveLength(count);
    expect(new Set(selection.selected).size).toBe(count);
    expect(selection.selected.every((index) => index >= 0 && index < poolSize)).toBe(true);
    expect(await select(acquisition, signals, count, 5)).toEqual(selection);
  });

  test('does not change the signals', async () => {
    const plain = ({ activations: _, ...rest }: object & { activations?: unknown }): object => rest;
    const before = structuredClone(plain(signals));
    await select(acquisition, signals, 10, 5);
    expect(plain(signals)).toEqual(before);
  });

  test('reads only the signals in needs', async () => {
    const needed = Object.fromEntries(needsOf(acquisition).map((need) => [need, signals[need]]));
    expect(await select(acquisition, needed, 9, 2)).toEqual(await select(acquisition, signals, 9, 2));
  });

  test('selects distinct inputs from a pool of equal inputs', async () => {
    expect(new Set((await select(acquisition, equalSignals(), 30, 1)).selected).size).toBe(30);
  });

  test.each([61, -1, 0.5])('rejects a count of %f for a pool of 60', async (count) => {
    await expect(async () => select(acquisition, signals, count, 0)).rejects.toThrow(
      `${name}: cannot select ${count} inputs`,
    );
  });

  test('rejects missing and invalid signals by name', async () => {
    for (const need of needsOf(acquisition)) {
      await expect(async () => select(acquisition, { ...signals, [need]: undefined }, 1, 0)).rejects.toThrow(
        `"${need}" is missing`,
      );
      const broken = withNaN(signals, need);
      if (broken)
        await expect(async () => select(acquisition, broken, 1, 0)).rejects.toThrow(`${need} contains NaN for input`);
    }
  });

  test('rejects an unknown option', () => {
    expect(() => acquisition.with({ unheardOf: 1 } as object)).toThrow(`${name}: there is no option "unheardOf".`);
  });
});

describe.each(all.filter(([, { scores }]) => scores))('%s, a function with scores,', (_, acquisition) => {
  test('selects inputs of the same scores if the pool is permuted', async () => {
    const order = Array.from(createRandom(4).sample(poolSize, poolSize));
    const permuted = await select(acquisition, variedSignals(order), 20, 0);
    const { selected } = await select(acquisition, signals, 20, 0);
    const scores = (await acquisition.scores?.(signals)) ?? [];
    const scoresOf = (indices: Int32Array): number[] => Array.from(indices, (index) => scores[index]);
    expect(scoresOf(permuted.selected.map((index) => order[index]))).toEqual(scoresOf(selected));
  });

  test('takes the lowest index of equal scores', async () => {
    expect((await select(acquisition, equalSignals(), 5, 1)).selected).toEqual(Int32Array.of(0, 1, 2, 3, 4));
  });
});
