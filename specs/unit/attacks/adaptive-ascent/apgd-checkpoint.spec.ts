import { describe, expect, test } from 'vitest';
import { hasStalled, windowsOf, type Checked } from '../../../../src/attacks/adaptive-ascent/apgd-checkpoint.ts';

/** An input whose loss grew in 8 steps since its last checkpoint, and was lower there. */
const rising = (changes: Partial<Checked> = {}): Checked => ({
  bestLoss: 2,
  gains: 8,
  stepSize: 0.4,
  checkedLoss: 1,
  halved: false,
  ...changes,
});

describe('the checkpoints of Auto-PGD', () => {
  test('equal those of the paper for 100 steps', () => {
    // p_{j+1} = p_j + max(p_j - p_{j-1} - 0.03, 0.06), p_1 = 0.22: Croce and Hein 2020, section 3.1
    expect([...windowsOf(100)]).toEqual([
      [22, 22],
      [41, 19],
      [57, 16],
      [70, 13],
      [80, 10],
      [87, 7],
      [93, 6],
      [99, 6],
    ]);
  });

  test('are at least one step apart', () => {
    expect([...windowsOf(4).keys()]).toEqual([1, 2, 3]);
    expect([...windowsOf(1)]).toEqual([]);
  });

  test('keep the step size if the loss grew in enough steps, and halve it otherwise', () => {
    const kept = rising();
    expect(hasStalled(kept, 7.5)).toBe(false);
    expect(kept).toMatchObject({ stepSize: 0.4, checkedLoss: 2, gains: 0, halved: false });
    const stalled = rising();
    expect(hasStalled(stalled, 8)).toBe(true);
    expect(stalled).toMatchObject({ stepSize: 0.2, checkedLoss: 2, gains: 0, halved: true });
  });

  test('halve the step size if the best loss has not grown, unless the last checkpoint halved it', () => {
    expect(hasStalled(rising({ checkedLoss: 2 }), 7)).toBe(true);
    expect(hasStalled(rising({ checkedLoss: 2, halved: true }), 7)).toBe(false);
  });
});
