import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  crossEntropyObjective,
  dlrObjective,
  targetedDlrObjective,
  type Objective,
} from '../../../../src/attacks/adaptive-ascent/objectives.ts';

function evaluate(objective: Objective, logits: number[]): { loss: number; slope: number[] } {
  const slope = new Float32Array(logits.length);
  const loss = objective(Float32Array.from(logits), slope);
  return { loss, slope: [...slope] };
}

const objectives = {
  dlr: { of: dlrObjective(1), by: dlr },
  'targeted-dlr': { of: targetedDlrObjective(1, 3), by: targetedDlr },
};

function dlr(z: number[]): number {
  const [first, second, third] = z.toSorted((a, b) => b - a);
  return -(z[1] - (z[1] === first ? second : first)) / (first - third);
}

function targetedDlr(z: number[]): number {
  const [first, , third, fourth] = z.toSorted((a, b) => b - a);
  return -(z[1] - z[3]) / (first - (third + fourth) / 2);
}

/** Logits far enough apart that finite differences keep their order. */
const logits = fc.shuffledSubarray([-3.1, -1.7, -0.4, 0.3, 1.2, 2.6, 4.9], { minLength: 5, maxLength: 5 });

describe.each(Object.entries(objectives))('%s', (_, { of, by }) => {
  test('equals the ratio of the paper, with its slope', () => {
    fc.assert(
      fc.property(logits, (z) => {
        const { loss, slope } = evaluate(of, z);
        expect(loss).toBeCloseTo(by(z), 5);
        const step = 1e-5;
        slope.forEach((value, k) => {
          const moved = (shift: number): number => by(z.map((logit, i) => (i === k ? logit + shift : logit)));
          expect(value).toBeCloseTo((moved(step) - moved(-step)) / (2 * step), 3);
        });
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  test('does not depend on the scale or shift of the logits', () => {
    fc.assert(
      fc.property(logits, (z) => {
        const moved = z.map((logit) => 64 * logit + 8);
        expect(evaluate(of, moved).loss).toBeCloseTo(evaluate(of, z).loss, 4);
      }),
      { seed: 1, numRuns: 50 },
    );
  });
});

describe('crossEntropyObjective', () => {
  const of = crossEntropyObjective(1);

  test('returns the log odds, which grow with the cross-entropy and do not saturate', () => {
    fc.assert(
      fc.property(logits, (z) => {
        const crossEntropy = Math.log(z.reduce((sum, logit) => sum + Math.exp(logit), 0)) - z[1];
        expect(Math.log1p(Math.exp(evaluate(of, z).loss))).toBeCloseTo(crossEntropy, 4);
      }),
      { seed: 1, numRuns: 50 },
    );
    expect(evaluate(of, [0, 300, 1]).loss).toBeCloseTo(Math.log(1 + Math.E) - 300, 3);
  });

  test('has the slope of the softmax over the other classes', () => {
    const { slope } = evaluate(of, [0, 300, 1]);
    expect(slope).toEqual([1 / (1 + Math.E), -1, Math.E / (1 + Math.E)].map((value) => expect.closeTo(value, 6)));
  });
});
