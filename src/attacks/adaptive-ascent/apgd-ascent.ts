import { tf } from '../../engine/tensors.ts';
import type { Tensor } from '../../engine/tensors.ts';
import { tidyNumbers } from '../../engine/operations/tidy-numbers.ts';
import { onArrays } from '../../engine/arrays/vector-steps.ts';
import { isShared, type InputRange } from '../../norms/range.ts';
import { hasStalled, windowsOf, type Checked } from './apgd-checkpoint.ts';
import { breather } from '../../pace.ts';
import type { AttackedBatch } from '../contract.ts';
import type { Objective } from './objectives.ts';
import { joined, largestIn, rowsOf } from '../../matrix/rows.ts';
import { logitsOfEach, pullBackEach } from './pull-back-each.ts';
import { stepInBox } from './step-in-box.ts';

export interface AdaptiveAscent {
  readonly norm: 'linf' | 'l2';
  readonly steps: number;
  /** ρ: the share of steps since the last checkpoint that must increase the loss for the step size to stay. */
  readonly rho: number;
  /** x_0 [batch, ...itemShape]. */
  readonly start: () => Tensor;
  /** The objective of an input of the batch. */
  readonly objective: (label: number, input: number) => Objective;
}

/** The state of an input under attack. */
interface Climb extends Checked {
  readonly clean: Float32Array;
  readonly label: number;
  readonly objective: Objective;
  readonly current: Float32Array;
  readonly previous: Float32Array;
  /** The point with the highest loss so far, and its gradient. */
  readonly best: Float32Array;
  readonly bestGradient: Float32Array;
  lastLoss: number;
}

interface Ball {
  readonly norm: 'linf' | 'l2';
  readonly epsilon: number;
  readonly range: InputRange;
}

/** The weight of the previous step, from the second step on. */
const inertia = 0.25;

/**
 * Gradient ascent that adapts its step size, per input.
 *
 *   z_{t+1} = P(x_t + η · s(g_t)),   x_{t+1} = P(x_t + 0.75 (z_{t+1} - x_t) + 0.25 (x_t - x_{t-1})),   η_0 = 2 epsilon
 *
 * At a checkpoint w_j, η is halved and x is reset to the best point in two cases. Either at most the share ρ of the steps
 * since w_{j-1} increased the loss, or η was not halved at w_{j-1} and the best loss has not grown since.
 *
 * @returns the first point that breaks its input if the batch sets `dropBroken`, otherwise the point with the highest loss,
 * [batch, ...itemShape]
 * @see Croce and Hein 2020, arXiv:2003.01690, algorithm 1
 */
export async function ascendAdaptively(batch: AttackedBatch, ascent: AdaptiveAscent): Promise<Tensor> {
  const { classifier, epsilon, dropBroken, x } = batch;
  const { norm, steps, rho } = ascent;
  const ball = { norm, epsilon, range: classifier.inputRange };
  const windows = windowsOf(steps);
  const climbs = await climbsOf(batch, ascent);
  const stands = (logits: Float32Array, { label }: Climb): boolean => !dropBroken || largestIn(logits) === label;

  const breathe = breather();
  let active = climbs;
  for (let t = 0; t < steps && active.length > 0; t++) {
    const losses = new Float64Array(active.length);
    const { logits, gradients } = pullBackEach(classifier, pointsOf(active), (z, at, slope) => {
      losses[at] = active[at].objective(z, slope);
    });
    const window = windows.get(t);
    active = active.filter((climb, at) => {
      if (!stands(logits[at], climb)) return false;
      remember(climb, losses[at], gradients[at]);
      const goesBack = window !== undefined && hasStalled(climb, rho * window);
      if (goesBack) climb.current.set(climb.best);
      step(climb, goesBack ? climb.bestGradient : gradients[at], ball, t === 0);
      return true;
    });
    await breathe();
  }
  if (active.length > 0) {
    const logits = logitsOfEach(classifier, pointsOf(active)); // at the points after the last step
    active.forEach((climb, at) => {
      const loss = climb.objective(logits[at], new Float32Array(classifier.classes));
      if (stands(logits[at], climb) && !(loss > climb.bestLoss)) climb.current.set(climb.best);
    });
  }
  return tf.tensor(joined(pointsOf(climbs)), x.shape);
}

const pointsOf = (climbs: readonly Climb[]): Float32Array[] => climbs.map(({ current }) => current);

async function climbsOf({ x, y, epsilon }: AttackedBatch, { start, objective }: AdaptiveAscent): Promise<Climb[]> {
  const [inputs, labels] = (await Promise.all([x.data(), y.data()])) as [Float32Array, Int32Array];
  const starts = rowsOf(
    tidyNumbers(() => start().dataSync() as Float32Array),
    labels.length,
  );
  return rowsOf(inputs, labels.length).map((clean, input) => ({
    clean,
    label: labels[input],
    objective: objective(labels[input], input),
    current: starts[input].slice(),
    previous: starts[input].slice(),
    best: starts[input].slice(),
    bestGradient: new Float32Array(clean.length),
    bestLoss: -Infinity,
    lastLoss: Infinity,
    gains: 0,
    stepSize: 2 * epsilon,
    checkedLoss: -Infinity,
    halved: true,
  }));
}

/** Records the loss and the gradient at the current point. */
function remember(climb: Climb, loss: number, gradient: Float32Array): void {
  if (loss > climb.lastLoss) climb.gains++;
  climb.lastLoss = loss;
  if (!(loss > climb.bestLoss)) return;
  climb.bestLoss = loss;
  climb.best.set(climb.current);
  climb.bestGradient.set(gradient);
}

/** Takes a step along a slope and, unless it is the first, along the previous step. */
function step({ current, previous, clean, stepSize }: Climb, slope: Float32Array, ball: Ball, isFirst: boolean): void {
  const { range } = ball;
  if (!isShared(range) || (current.length % 4 > 0 && (range[0] > 0 || range[1] < 0))) {
    // the kernels have one range, and move the zeros that fill their vectors into it
    return stepInBox({ ...ball, current, previous, clean, slope, stepSize, inertia: isFirst ? 0 : inertia });
  }
  const kernel = ball.norm === 'linf' ? 'adaptiveStep' : 'adaptiveStepL2';
  onArrays(kernel, [current, previous], [clean, slope], stepSize, isFirst ? 0 : inertia, ball.epsilon, ...range);
}
