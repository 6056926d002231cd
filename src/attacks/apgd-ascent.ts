import { selectRows } from '../engine/select-rows.ts';
import { tf } from '../engine/tensors.ts';
import type { Tensor, Tensor1D } from '../engine/tensors.ts';
import { check, windowsOf, type Checked } from './apgd-checkpoint.ts';
import { clipToBall, signOf, unitOf } from './ball.ts';
import type { AttackedBatch } from './contract.ts';
import type { Objective } from './objectives.ts';
import { pullBack } from './pull-back.ts';
import { pursue, type Rows } from './pursue.ts';

export interface AdaptiveAscent {
  readonly norm: 'linf' | 'l2';
  readonly steps: number;
  /** ρ: the share of the steps since the last checkpoint that must have gained for the step size to stay. */
  readonly rho: number;
  /** x_0 [batch, ...itemShape]. */
  readonly start: () => Tensor;
  /** The class that each input is aimed at, [batch], if any. */
  readonly goal?: () => Tensor1D;
  readonly objective: (y: Tensor1D, goal: Tensor1D) => Objective;
}

/** Per input: where it comes from, its best point so far, and what the checkpoints look at. Vectors are [batch]. */
type Climb = Rows &
  Checked & {
    readonly previous: Tensor;
    readonly lastLoss: Tensor;
    readonly goal: Tensor;
  };

/** The part of a step that continues the last one, after the first. */
const inertia = 0.25;

/**
 * Gradient ascent that chooses its step size itself, for each input.
 *
 *   z_{t+1} = P(x_t + η · s(g_t)),   x_{t+1} = P(x_t + 0.75 (z_{t+1} - x_t) + 0.25 (x_t - x_{t-1})),   η_0 = 2 epsilon
 *
 * At checkpoints w_j, η is halved and x set back to the best point if fewer than ρ of the steps since w_{j-1} gained, or if
 * neither η was halved at w_{j-1} nor the best loss has grown since.
 *
 * @returns the first point that breaks its input, or the point of the highest loss
 * @see Croce and Hein 2020, arXiv:2003.01690, algorithm 1
 */
export function ascendAdaptively(batch: AttackedBatch, ascent: AdaptiveAscent): Promise<Tensor> {
  const { norm, steps, rho, objective } = ascent;
  const { classifier, epsilon } = batch;
  const windows = windowsOf(steps);
  return pursue<Climb>(batch, {
    steps: steps + 1, // the last one only looks where the one before has led
    start: ({ x }) => startOf(x, ascent, epsilon),
    step: ({ x, y }, state, t) => {
      const { current, previous } = state;
      const evaluate = objective(y, state.goal as Tensor1D);
      if (t === steps) {
        const logits = classifier.logits(current);
        const gained = tf.greater(evaluate(logits).loss, state.bestLoss);
        return { logits, next: { ...state, current: selectRows(gained, current, state.best) } };
      }
      const { logits, loss, gradient } = pullBack(classifier, current, evaluate);
      const seen = remember(state, loss, gradient);
      const window = windows.get(t);
      const { from, slope, ...checked } = window
        ? check(seen, current, gradient, rho * window)
        : { from: current, slope: gradient };
      const next = { ...seen, ...checked };

      const project = (points: Tensor): Tensor => clipToBall(points, x, epsilon, norm, classifier.inputRange);
      const direction = norm === 'linf' ? signOf(slope) : unitOf(slope);
      const ahead = project(tf.add(from, tf.mul(direction, column(next.stepSize, x))));
      const moved =
        t === 0
          ? ahead
          : project(tf.add(tf.mul(ahead, 1 - inertia), tf.mul(tf.sub(tf.mul(from, 2), previous), inertia)));
      return { logits, next: { ...next, current: moved, previous: from } };
    },
  });
}

function startOf(x: Tensor, { start, goal }: AdaptiveAscent, epsilon: number): Climb {
  const count = x.shape[0];
  const current = start();
  return {
    current,
    previous: current.clone(),
    best: current.clone(),
    bestGradient: tf.zerosLike(x),
    bestLoss: tf.fill([count], -Infinity),
    lastLoss: tf.fill([count], Infinity),
    gains: tf.zeros([count]),
    stepSize: tf.fill([count], 2 * epsilon),
    checkedLoss: tf.fill([count], -Infinity),
    halved: tf.ones([count]),
    goal: goal?.() ?? tf.zeros([count], 'int32'),
  };
}

/** Takes note of a point's loss and gradient. */
function remember(state: Climb, loss: Tensor, gradient: Tensor): Climb {
  const gained = tf.greater(loss, state.bestLoss);
  return {
    ...state,
    best: selectRows(gained, state.current, state.best),
    bestGradient: selectRows(gained, gradient, state.bestGradient),
    bestLoss: tf.maximum(loss, state.bestLoss),
    gains: tf.add(state.gains, tf.cast(tf.greater(loss, state.lastLoss), 'float32')),
    lastLoss: loss,
  };
}

/** A vector [batch] as [batch, 1, …], to be multiplied with x. */
const column = (values: Tensor, x: Tensor): Tensor =>
  tf.reshape(values, [x.shape[0], ...x.shape.slice(1).map(() => 1)]);
