import type { Matrix } from '../matrix/matrix.ts';
import { divergenceOf } from '../statistics/index.ts';
import { checkSelection } from './check-selection.ts';
import { entropies } from './characteristics.ts';

/**
 * Divergence between the entropies of a selection and those of the pool it was drawn from.
 *
 *   JSD( histogram of H(selected) ‖ histogram of H(pool) )      (nats; 50 bins over the pool's range)
 *
 * @param probabilities - of the pool before the selection, [pool, classes]
 * @param selected - pool indices
 * @returns a number in [0, log 2]; 0 if the selection has exactly the pool's distribution
 * @throws InvalidDataError unless the probabilities are shares in a matrix; InvalidOptionError unless the selection is a list of positions
 * @see Guo et al. 2021, eq. 12
 */
export function entropyBias(probabilities: Matrix, selected: ArrayLike<number>): number {
  checkSelection('entropyBias', probabilities, selected);
  const pool = entropies(probabilities);
  return divergenceOf(
    Float64Array.from(selected, (index) => pool[index]),
    pool,
  );
}
