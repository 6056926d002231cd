/** The state of one input that a checkpoint of Auto-PGD reads and changes. */
export interface Checked {
  bestLoss: number;
  /** Number of steps since the last checkpoint that increased the loss. */
  gains: number;
  stepSize: number;
  /** The best loss at the last checkpoint, and whether the step size was halved there. */
  checkedLoss: number;
  halved: boolean;
}

/** The checkpoints, each with the steps since the previous one. For 100 steps: 22, then 3 fewer each time, at least 6. */
export function windowsOf(steps: number): Map<number, number> {
  const share = (percent: number): number => Math.max(Math.floor((percent * steps) / 100), 1);
  const windows = new Map<number, number>();
  let length = share(22);
  for (let at = length; at < steps; at += length) {
    windows.set(at, length);
    length = Math.max(length - share(3), share(6));
  }
  return windows;
}

/**
 * Halves the step size of an input whose loss no longer grows enough.
 *
 * @param enough - more steps than this must have increased the loss for the step size to stay
 * @returns whether it was halved; the input must then return to its best point
 */
export function hasStalled(state: Checked, enough: number): boolean {
  const isStuck = !state.halved && state.checkedLoss >= state.bestLoss;
  state.halved = state.gains <= enough || isStuck;
  state.checkedLoss = state.bestLoss;
  state.gains = 0;
  if (state.halved) state.stepSize /= 2;
  return state.halved;
}
