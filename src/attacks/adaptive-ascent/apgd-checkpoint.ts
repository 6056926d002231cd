/** What a checkpoint of Auto-PGD looks at and changes, of one input. */
export interface Checked {
  bestLoss: number;
  /** Steps since the last checkpoint that gained. */
  gains: number;
  stepSize: number;
  /** At the last checkpoint: the best loss, and whether the step size was halved. */
  checkedLoss: number;
  halved: boolean;
}

/** The checkpoints, each with the number of steps since the one before: 22, then 3 fewer each time but at least 6 of 100. */
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
 * Halves the step size of an input that gains too little.
 *
 * @param enough - more steps than these must have gained for the step size to stay
 * @returns whether it was halved: the input is then to go back to its best point
 */
export function hasStalled(state: Checked, enough: number): boolean {
  const isStuck = !state.halved && state.checkedLoss >= state.bestLoss;
  state.halved = state.gains <= enough || isStuck;
  state.checkedLoss = state.bestLoss;
  state.gains = 0;
  if (state.halved) state.stepSize /= 2;
  return state.halved;
}
