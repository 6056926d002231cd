import { tf } from '../../engine/tensors.ts';
import type { Tensor, Tensor1D, Tensor2D } from '../../engine/tensors.ts';
import { NumericalError } from '../../errors.ts';
import { crossEntropySlope } from '../../gradients/cross-entropy-slope.ts';
import { pullBack } from '../../gradients/jacobian.ts';
import { clipToBall, signOf, unitOf } from '../../norms/ball.ts';
import { integerFrom, oneOf, positive, type OptionsOf } from '../../options.ts';
import type { AttackedBatch, ConfigurableAttack } from '../contract.ts';
import { defineAttack, type AttackDefinition } from '../define.ts';
import { targeted, targetsOf, type Target } from '../frame/target.ts';
import { pursue, type Rows } from './pursue.ts';

/** Options that all ascents share. An ascent of a single step has neither `steps` nor `stepSize`. */
interface AscentOptions {
  readonly norm: 'linf' | 'l2';
  readonly target: Target;
  readonly steps?: number;
  readonly stepSize?: number | null;
}

/** The part of an ascent that differs from its siblings. */
export interface AscentDefinition<T> extends Pick<
  AttackDefinition<T>,
  'name' | 'defaults' | 'limits' | 'validate' | 'restarts'
> {
  /** Step size in units of the input, if the option `stepSize` is null or absent. */
  readonly stepSize: (epsilon: number, options: T) => number;
  /** Distance from x_0 to the farthest point of the ball, in units of epsilon. @defaultValue 1: x_0 is the clean input */
  readonly reach?: (options: T) => number;
  /** x_0 [batch, ...itemShape], a new tensor. @defaultValue the clean inputs */
  readonly start?: (batch: AttackedBatch, options: T) => Tensor;
  /** The direction of a step, from the gradient and the previous direction, initially 0. @defaultValue the gradient */
  readonly direction?: (gradient: Tensor, before: Tensor, options: T) => Tensor;
}

const limits = { steps: integerFrom(1), stepSize: positive, norm: oneOf('linf', 'l2'), target: targeted.limit };

/**
 * Makes an attack by steepest ascent of the cross-entropy or, with a target, by descent towards that class.
 *
 *   x_{t+1} = clip(x_t + stepSize · s(dL/dx_t)),   clip to the ball around x, then to the input range
 *   s(g) = sign(g) in L-inf, with sign(0) = 0;   s(g) = g / ‖g‖₂ in L2
 *
 * @returns the attack with its default options
 * @example
 * export const bim = defineAscent<BimOptions>({ name: 'bim', defaults: { steps: 10, … }, stepSize: (epsilon) => epsilon / 4 });
 */
export function defineAscent<T extends AscentOptions & OptionsOf<T>>(
  definition: AscentDefinition<T>,
): ConfigurableAttack<T, 'white-box'> {
  const { name, stepSize, reach = () => 1, start, direction, ...shared } = definition;
  const stepSizeAt = (epsilon: number, options: T): number => options.stepSize ?? stepSize(epsilon, options);
  return defineAttack<T>({
    ...shared,
    name,
    norm: ({ norm }) => norm,
    access: 'white-box',
    limits: { ...limits, ...shared.limits },
    validateModel: (model, { target }) => targeted.checkModel(name, target, model),
    validateSplit: (split, { target }) => targeted.checkSplit(name, target, split),
    forInputs: targeted.forInputs,
    parameters: (options, epsilon) => ({
      ...options,
      ...('stepSize' in options && { stepSize: stepSizeAt(epsilon, options) }),
    }),
    warnings: (options, epsilon) =>
      shortfall(options.steps ?? 1, stepSizeAt(epsilon, options), epsilon, reach(options)),
    perturb: (batch, options) =>
      ascend(batch, { ...options, stepSize: stepSizeAt(batch.epsilon, options) }, definition),
    code: [stepSize, start, direction].map(String).join('\n'),
  });
}

/** The warning for steps that add up to less than the distance to the farthest point of the ball. */
function shortfall(steps: number, stepSize: number, epsilon: number, reach: number): string[] {
  if (steps * stepSize >= reach * epsilon * (1 - 1e-6)) return [];
  const show = (value: number): string => String(Number(value.toPrecision(3)));
  const from = reach > 1 ? 'a random start' : 'the clean input';
  return [
    `the steps are too short: ${steps} × ${show(stepSize)} is ${show((steps * stepSize) / epsilon)} epsilon, but from ${from} the ball extends over ${reach} epsilon`,
  ];
}

/** @throws NumericalError if the gradient at x_0 is NaN; its sign would be 0, and the model would seem robust */
function ascend<T extends AscentOptions>(
  batch: AttackedBatch,
  options: T & { readonly stepSize: number },
  { start, direction }: Pick<AscentDefinition<T>, 'start' | 'direction'>,
): Promise<Tensor> {
  const { classifier, epsilon } = batch;
  const { norm, target, steps = 1, stepSize } = options;
  return pursue<Rows & { goal?: Tensor1D; direction?: Tensor }>(batch, {
    steps,
    start: ({ x, y, positions }) => ({
      current: start?.(batch, options) ?? x.clone(),
      ...(target !== 'none' && { goal: targetsOf(target, classifier.logits(x), { y, positions }) }),
      ...(direction && { direction: tf.zerosLike(x) }),
    }),
    step: ({ x, y }, { current, goal, direction: before }, t) => {
      const { logits, gradient } = pullBack(classifier, current, (z) => ({
        slope: goal ? (tf.neg(crossEntropySlope(z, goal)) as Tensor2D) : crossEntropySlope(z, y),
      }));
      if (t === 0) checkSlope(gradient, classifier.name);
      const along = direction ? direction(gradient, before as Tensor, options) : gradient;
      const shift = norm === 'linf' ? signOf(along, stepSize) : tf.mul(unitOf(along), stepSize);
      const next = { current: clipToBall(tf.add(current, shift), x, epsilon, norm, classifier.inputRange) };
      return { logits, next: { ...next, ...(goal && { goal }), ...(direction && { direction: along }) } };
    },
    ...(target !== 'none' && {
      reached: (logits, _, { goal }) => tf.equal(tf.argMax(logits, 1), goal as Tensor1D) as Tensor1D,
    }),
  });
}

function checkSlope(slope: Tensor, name: string): void {
  if (!Number.isNaN(tf.sum(slope).dataSync()[0])) return;
  throw new NumericalError(
    `The gradient of the loss of "${name}" with respect to its input is NaN.\n` +
      'Expected numbers.\nCheck the weights for NaN, and the layers for functions without a derivative at 0, such as a square root.',
  );
}
