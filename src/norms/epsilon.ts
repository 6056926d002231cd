import { InvalidOptionError } from '../errors.ts';
import { show } from '../show.ts';
import type { Norm } from './norm.ts';

/** All legal inputs of a model. */
interface InputSpace {
  readonly inputRange: readonly [number, number];
  readonly itemShape: readonly number[];
}

/** All legal inputs, with the name of their model or data set. */
interface NamedInputSpace extends InputSpace {
  readonly name: string;
}

/**
 * The diameter of the input space in a norm. At this epsilon, the ball around every input contains all legal inputs.
 *
 * @example
 * const { distances } = await fab.run(model, split, { epsilon: largestEpsilon(fab.norm, model) });
 */
export function largestEpsilon(norm: Norm, { inputRange, itemShape }: InputSpace): number {
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

/**
 * Checks that epsilon fits the inputs: above 0, at most `largestEpsilon`.
 *
 * @param owner - the name of the attack or assertion, for the error
 * @param options - `allowZero` also accepts 0: the ball then contains only the clean input. @defaultValue false
 * @throws InvalidOptionError if it does not fit; the error explains the unit of epsilon in this norm
 */
export function checkEpsilon(
  owner: string,
  epsilon: unknown,
  norm: Norm,
  space: NamedInputSpace,
  { allowZero = false }: { readonly allowZero?: boolean } = {},
): asserts epsilon is number {
  const largest = largestEpsilon(norm, space);
  const isLargeEnough = typeof epsilon === 'number' && (allowZero ? epsilon >= 0 : epsilon > 0);
  if (isLargeEnough && epsilon <= largest * (1 + 1e-9)) return; // 0.6 - 0.4 is 0.19999999999999996
  const [lowest, highest] = space.inputRange;
  const units: Record<Norm, string> = {
    linf: highest - lowest === 1 ? '\nFor 8 grey levels pass 8 / 255.' : '',
    l2: '\nIn L2 epsilon is the length of the whole perturbation.',
    l1: '\nIn L1 epsilon is the sum of all changes.',
    l0: '\nIn L0 epsilon is the number of values that may change.',
  };
  throw new InvalidOptionError(
    `${owner}: epsilon is ${show(epsilon)}.\n` +
      `Expected 0 ${allowZero ? '<=' : '<'} epsilon <= ${Number(largest.toPrecision(6))}, ` +
      `because the inputs of "${space.name}" lie in [${lowest}, ${highest}].${units[norm]}`,
  );
}
