import { InvalidOptionError } from '../errors.ts';
import { isObject } from '../options.ts';
import { show } from '../show.ts';
import type { Norm } from './norm.ts';
import { isRange, isShared, showRange, widthsOf, type InputRange } from './range.ts';

/** All legal inputs of a model. */
interface InputSpace {
  readonly inputRange: InputRange;
  readonly itemShape: readonly number[];
}

/** All legal inputs, with the name of their model or data set. */
export interface NamedInputSpace extends InputSpace {
  readonly name: string;
}

/** Values of epsilon that a check also accepts. */
export interface EpsilonChecks {
  /** 0: the ball then contains only the clean input. @defaultValue false */
  readonly allowZero?: boolean;
  /** Infinity, if the range has an open side. @defaultValue false */
  readonly allowInfinity?: boolean;
}

/**
 * The diameter of the input space in a norm. At this epsilon, the ball around every input contains all legal inputs. It is
 * Infinity if the range has an open side, except in L0, where it is the number of values that can move.
 *
 * @throws InvalidOptionError on an unknown norm, or a range or shape of another form
 * @example
 * const { distances } = await fab.run(model, split, { epsilon: largestEpsilon(fab.norm, model) });
 */
export function largestEpsilon(norm: Norm, space: InputSpace): number {
  const { inputRange, itemShape } = checkedSpace(norm, space);
  if (!isShared(inputRange)) return diameter(norm, widthsOf(inputRange));
  const [lowest, highest] = inputRange;
  const values = itemShape.reduce((product, length) => product * length, 1);
  switch (norm) {
    case 'linf':
      return highest - lowest;
    case 'l2':
      return (highest - lowest) * Math.sqrt(values);
    case 'l1':
      return (highest - lowest) * values;
    case 'l0':
      return values;
  }
}

const norms: readonly unknown[] = ['linf', 'l2', 'l1', 'l0'] satisfies Norm[];

/** Reads a space. @throws InvalidOptionError on an unknown norm, or a range or shape of another form */
function checkedSpace(norm: unknown, space: unknown): InputSpace {
  const { inputRange, itemShape } = (isObject(space) ? space : {}) as Partial<InputSpace>;
  const isShape =
    Array.isArray(itemShape) &&
    Array.from(itemShape).every((size) => Number.isSafeInteger(size) && (size as number) > 0);
  if (norms.includes(norm) && isShape && isRange(inputRange)) return { inputRange, itemShape };
  throw new InvalidOptionError(
    `largestEpsilon: the norm is ${show(norm)}, the input range ${show(inputRange)}, the item shape ${show(itemShape)}.\n` +
      "Expected 'linf', 'l2', 'l1' or 'l0', two bounds, and a list of positive integers.\nPass a classifier, or { inputRange: [0, 1], itemShape: [28, 28, 1] }.",
  );
}

/** The length in a norm of the diagonal of a box; in L0, its number of sides with a length. */
function diameter(norm: Norm, widths: readonly number[]): number {
  const sum = (of: (width: number) => number): number => widths.reduce((total, width) => total + of(width), 0);
  switch (norm) {
    case 'linf':
      return widths.reduce((a, b) => Math.max(a, b));
    case 'l2':
      return Math.sqrt(sum((width) => width * width));
    case 'l1':
      return sum((width) => width);
    case 'l0':
      return sum((width) => Number(width > 0));
  }
}

/**
 * Checks that epsilon fits the inputs: above 0, at most `largestEpsilon`.
 *
 * @param owner - the name of the attack or assertion, for the error
 * @throws InvalidOptionError if it does not fit; the error explains the unit of epsilon in this norm
 */
export function checkEpsilon(
  owner: string,
  epsilon: unknown,
  norm: Norm,
  space: NamedInputSpace,
  { allowZero = false, allowInfinity = false }: EpsilonChecks = {},
): asserts epsilon is number {
  const largest = largestEpsilon(norm, space);
  const isLargeEnough = typeof epsilon === 'number' && (allowZero ? epsilon >= 0 : epsilon > 0);
  const isBounded = epsilon !== Infinity || (largest === Infinity && allowInfinity);
  if (isLargeEnough && isBounded && epsilon <= largest * (1 + 1e-9)) return; // 0.6 - 0.4 is 0.19999999999999996
  const units: Record<Norm, string> = {
    linf: largest === 1 ? '\nFor 8 grey levels pass 8 / 255.' : '',
    l2: '\nIn L2 epsilon is the length of the whole perturbation.',
    l1: '\nIn L1 epsilon is the sum of all changes.',
    l0: '\nIn L0 epsilon is the number of values that may change.',
  };
  throw new InvalidOptionError(
    `${owner}: epsilon is ${show(epsilon)}.\n` +
      `Expected 0 ${allowZero ? '<=' : '<'} epsilon ${largest < Infinity ? `<= ${Number(largest.toPrecision(6))}` : '< Infinity'}, ` +
      `because the inputs of "${space.name}" lie in ${showRange(space.inputRange)}.${units[norm]}`,
  );
}
