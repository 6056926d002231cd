import { Ajv } from 'ajv';
import { beforeAll, describe, expect, test } from 'vitest';
import { bim, fgsm, pgd } from '../../../../src/attacks/index.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { InvalidDataError, InvalidOptionError } from '../../../../src/errors.ts';
import { evaluateAccuracy, evaluateRobustness } from '../../../../src/evaluation/index.ts';
import { robustnessSchema } from '../../../../src/report/schemas/robustness-measurement.ts';
import { margins, smallProblem } from '../../attacks/sample.ts';

beforeAll(() => startEngine('wasm'));

describe('evaluateRobustness', () => {
  test('divides accuracy by all inputs and success by the correct ones, and averages sizes over successes', async () => {
    const { network, split } = margins();
    const measured = await evaluateRobustness(network, split, fgsm, { epsilon: 0.2, seed: 9 });
    expect(measured).toMatchObject({
      kind: 'robustness',
      subject: 'linear',
      attack: 'fgsm',
      epsilon: 0.2,
      parameters: { epsilon: 0.2 },
      inputs: 4,
      value: 0.25,
      robustAccuracy: 0.25,
      cleanAccuracy: 0.75,
      attackSuccessRate: 2 / 3,
      seed: 9,
    });
    expect(measured.meanLinf).toBeCloseTo(0.2, 6);
    expect(measured.meanL2).toBeCloseTo(0.2 * Math.SQRT2, 6);
    expect(measured.norm).toBe('linf');
    expect(measured.meanPerturbation).toBeCloseTo(0.2, 6);
    expect(measured.medianPerturbation).toBeCloseTo(0.2, 6);
    expect(measured.brokenBy).toEqual({ fgsm: 2 });
    expect(measured.interval.low).toBeLessThan(0.25);
    expect(measured.interval.high).toBeGreaterThan(0.25);
    expect(measured.engine).toMatch(/^wasm /);
  });

  test('matches the schema, also with nulls', async () => {
    const { network, split } = margins();
    const valid = new Ajv({ allowUnionTypes: true }).compile(robustnessSchema);
    const nothingCorrect = await evaluateRobustness(network, { ...split, labels: Int32Array.of(1, 1, 1, 0) }, fgsm, {
      epsilon: 0.2,
    });
    expect(nothingCorrect).toMatchObject({ cleanAccuracy: 0, attackSuccessRate: null, meanL2: null, meanLinf: null });
    expect(nothingCorrect).toMatchObject({ meanPerturbation: null, medianPerturbation: null, brokenBy: {} });
    for (const measured of [nothingCorrect, await evaluateRobustness(network, split, bim, { epsilon: 0.2 })]) {
      expect(valid(measured), JSON.stringify(valid.errors)).toBe(true);
      expect(JSON.parse(JSON.stringify(measured))).toEqual(measured);
    }
  });

  test('equals accuracy at epsilon 0', async () => {
    const { network, split } = await smallProblem(30);
    const { robustAccuracy } = await evaluateRobustness(network, split, pgd, { epsilon: 0 });
    expect(robustAccuracy).toBe((await evaluateAccuracy(network, split)).value);
  });

  test('does not rise with epsilon', async () => {
    const { network, split } = await smallProblem(60);
    const values: number[] = [];
    for (const epsilon of [0, 0.05, 0.1, 0.2, 0.4])
      values.push((await evaluateRobustness(network, split, bim, { epsilon })).value);
    expect(values).toEqual([...values].sort((a, b) => b - a));
    expect(values[4]).toBeLessThan(values[0]);
  });

  test('samples the same inputs for every attack with the same seed', async () => {
    const { network, split } = await smallProblem(60);
    const sample = async (attack: typeof fgsm | typeof bim, seed: number) =>
      (await evaluateRobustness(network, split, attack, { epsilon: 0.1, limit: 20, seed, keepAdversarial: true }))
        .adversarial?.positions;
    const first = await sample(fgsm, 1);
    expect(first).toHaveLength(20);
    expect(new Set(first).size).toBe(20);
    expect(first).toEqual(first?.slice().sort());
    expect(await sample(bim, 1)).toEqual(first);
    expect(await sample(fgsm, 2)).not.toEqual(first);
  });

  test('attacks the whole split if the limit exceeds its size', async () => {
    const { network, split } = margins();
    expect((await evaluateRobustness(network, split, fgsm, { epsilon: 0.2, limit: 100 })).inputs).toBe(4);
  });

  test('returns adversarial inputs on request, and plain JSON otherwise', async () => {
    const { network, split } = margins();
    const { adversarial } = await evaluateRobustness(network, split, fgsm, { epsilon: 0.2, keepAdversarial: true });
    expect([...(adversarial?.positions ?? [])]).toEqual([0, 1, 2, 3]);
    expect([...(adversarial?.broken ?? [])]).toEqual([1, 1, 0, 0]);
    expect(adversarial?.adversarial.slice(0, 2)).toEqual(
      Float32Array.of(0.55, 0.45).map((value, i) => value + (i === 0 ? -0.2 : 0.2)),
    );
    expect(await evaluateRobustness(network, split, fgsm, { epsilon: 0.2 })).not.toHaveProperty('adversarial');
  });

  test('rejects an empty split and a limit out of range', async () => {
    const { network, split } = margins();
    const empty = { ...split, inputs: new Float32Array(0), labels: new Int32Array(0), size: 0 };
    await expect(evaluateRobustness(network, empty, fgsm, { epsilon: 0.2 })).rejects.toThrow(InvalidDataError);
    for (const limit of [0, -1, 1.5, Number.NaN]) {
      await expect(evaluateRobustness(network, split, fgsm, { epsilon: 0.2, limit })).rejects.toThrow(
        InvalidOptionError,
      );
    }
  });
});
