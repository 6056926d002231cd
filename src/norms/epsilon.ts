import { InvalidOptionError } from '../errors.ts';
import { show } from '../show.ts';
import type { Norm } from './norm.ts';

/** All legal inputs of a model. */
interface InputSpace {
  readonly inputRange: readonly [number, number];
  readonly itemShape: readonly number[];
}

/** Legal inputs under the name of the model or the data set that they belong to. */
interface NamedInputSpace extends InputSpace {
  readonly name: string;
}

/**
 * The diameter of the input space in a norm: the epsilon at which the ball around every input holds all legal inputs.
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
 * Demands an epsilon that makes sense for the inputs: above 0, up to `largestEpsilon`.
 *
 * @param owner - how the error calls the one who was given the epsilon
 * @param options - `allowZero` accepts 0 as well: the ball then holds the clean input alone. @defaultValue false
 * @throws InvalidOptionError otherwise, with the unit of epsilon in this norm
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
    l2: '\nIn L2 it is the length of the whole perturbation.',
    l1: '\nIn L1 it is the sum of all changes.',
    l0: '\nIn L0 it is the number of values that may change.',
  };
  throw new InvalidOptionError(
    `${owner}: epsilon is ${show(epsilon)}.\n` +
      `Expected 0 ${allowZero ? '<=' : '<'} epsilon <= ${Number(largest.toPrecision(6))}, ` +
      `because the inputs of "${space.name}" lie in [${lowest}, ${highest}].${units[norm]}`,
  );
}
