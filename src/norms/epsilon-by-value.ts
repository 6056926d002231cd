import { InvalidOptionError } from '../errors.ts';
import { show } from '../show.ts';
import { checkEpsilon, type EpsilonChecks, type NamedInputSpace } from './epsilon.ts';
import type { Norm } from './norm.ts';
import { widthAt } from './range.ts';

/**
 * The radius of a ball: one number, or a list with one number per value of an item, or per channel (the last axis). With a list ε, the
 * ball is { δ : ‖(δ_i / ε_i)_i‖ <= 1 }, in L-inf |δ_i| <= ε_i. A value with ε_i = 0 does not move. Sizes of perturbations are then
 * ‖(δ_i ε / ε_i)_i‖ with ε = max ε_i: in the unit of the largest radius.
 */
export type Epsilon = number | readonly number[];

/** The largest radius of an epsilon, the unit in which its perturbations are measured. */
export const largestOf = (epsilon: Epsilon): number =>
  typeof epsilon === 'number' ? epsilon : epsilon.reduce((a, b) => Math.max(a, b));

/** Epsilon times a factor. */
export const timesEpsilon = (epsilon: Epsilon, factor: number): Epsilon =>
  typeof epsilon === 'number' ? epsilon * factor : epsilon.map((radius) => radius * factor);

/** Epsilon as reports show it: `0.3`, or `0.1 to 0.3 by value`. */
export function showEpsilon(epsilon: Epsilon): string {
  if (typeof epsilon === 'number') return String(epsilon);
  return `${epsilon.reduce((a, b) => Math.min(a, b))} to ${largestOf(epsilon)} by value`;
}

/** Epsilon as one number if all its radii are equal, otherwise as a list with one radius per value of an item. */
export function spreadEpsilon(epsilon: Epsilon, itemShape: readonly number[]): Epsilon {
  if (typeof epsilon === 'number') return epsilon;
  if (epsilon.every((radius) => radius === epsilon[0])) return epsilon[0];
  const length = itemShape.reduce((product, size) => product * size, 1);
  return Array.from({ length }, (_, value) => epsilon[value % epsilon.length]);
}

/**
 * Checks that an epsilon, one number or a list, fits the inputs.
 *
 * @param owner - the name of the attack or assertion, for the error
 * @throws InvalidOptionError if it does not fit; the error names the value of a list
 */
export function checkAnyEpsilon(
  owner: string,
  epsilon: unknown,
  norm: Norm,
  space: NamedInputSpace,
  checks: EpsilonChecks = {},
): asserts epsilon is Epsilon {
  if (!Array.isArray(epsilon)) return checkEpsilon(owner, epsilon, norm, space, checks);
  const { itemShape, inputRange, name } = space;
  const length = itemShape.reduce((product, size) => product * size, 1);
  const channels = itemShape.at(-1) ?? 1;
  if (norm === 'l0') {
    throw new InvalidOptionError(
      `${owner}: epsilon is a list of ${epsilon.length} values.\nExpected a number, because in L0 epsilon is the number of values that may change.\n` +
        'To keep values from moving, give them equal bounds in the inputRange of the classifier.',
    );
  }
  if (epsilon.length !== length && epsilon.length !== channels) {
    throw new InvalidOptionError(
      `${owner}: epsilon is a list of ${epsilon.length} values.\nExpected a number, or a list of ${length}, one per value of an item` +
        `${channels < length ? `, or of ${channels}, one per channel` : ''}.\nPass e.g. 0.1.`,
    );
  }
  for (let value = 0; value < length; value++) {
    const radius: unknown = epsilon[value % epsilon.length];
    const width = widthAt(inputRange, value);
    const isValid = typeof radius === 'number' && radius >= 0 && radius < Infinity;
    if (isValid && (width === 0 || radius <= width * (1 + 1e-9))) continue;
    throw new InvalidOptionError(
      `${owner}: epsilon of value ${value} is ${show(radius)}.\nExpected 0 <= epsilon ${width < Infinity ? `<= ${width}` : '< Infinity'}, ` +
        `the width of the input range of "${name}" for this value.\nPass 0 for a value that must not move.`,
    );
  }
  if (checks.allowZero || epsilon.some((radius) => radius > 0)) return;
  throw new InvalidOptionError(
    `${owner}: epsilon is 0 for every value.\nExpected at least one radius above 0.\nPass e.g. 0.1.`,
  );
}
