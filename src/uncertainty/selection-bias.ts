import type { Matrix } from '../matrix/matrix.ts';
import { divergenceOf, jensenShannon } from '../statistics/index.ts';
import { InvalidOptionError } from '../errors.ts';
import { checkPositions, checkSelection } from './check-selection.ts';
import { characteristics, type Characteristic } from './characteristics.ts';

/** Divergence of a selection from its pool, by characteristic of the predictions and by class; nats, in [0, log 2]. */
export interface SelectionBias extends Readonly<Record<Characteristic, number>> {
  /** Divergence of the class shares. */
  readonly labels: number;
}

/**
 * Divergence of a selection from the pool it was drawn from, in five values.
 *
 *   d = JSD( histogram of φ(selected) ‖ histogram of φ(pool) )      (nats; 50 bins over the pool's range)
 *
 * φ is the entropy, the Gini impurity, the least confidence or the margin of an input's prediction. For labels, the
 * histograms are the class shares.
 *
 * @param probabilities - of the pool before the selection, [pool, classes]
 * @param selected - pool indices
 * @param labels - true classes of the pool, [pool]
 * @throws InvalidDataError unless the probabilities are shares in a matrix; InvalidOptionError unless selection and labels are lists of
 *   positions and classes
 * @see Guo et al. 2021, section 6 and eq. 12
 */
export function selectionBias(
  probabilities: Matrix,
  selected: ArrayLike<number>,
  labels: ArrayLike<number>,
): SelectionBias {
  checkSelection('selectionBias', probabilities, selected);
  checkPositions('selectionBias', 'labels', labels, probabilities.columns);
  if (labels.length !== probabilities.rows) {
    throw new InvalidOptionError(
      `selectionBias: got ${labels.length} labels for ${probabilities.rows} inputs.\nExpected one label per input of the pool.\nPass the labels of the pool.`,
    );
  }
  const biasOf = (characteristic: Characteristic): number => {
    const pool = characteristics[characteristic](probabilities);
    return divergenceOf(
      Float64Array.from(selected, (index) => pool[index]),
      pool,
    );
  };
  return {
    entropy: biasOf('entropy'),
    gini: biasOf('gini'),
    leastConfidence: biasOf('leastConfidence'),
    margin: biasOf('margin'),
    labels: labelBias(labels, selected, probabilities.columns),
  };
}

function labelBias(labels: ArrayLike<number>, selected: ArrayLike<number>, classes: number): number {
  const counts = { selected: new Float64Array(classes), pool: new Float64Array(classes) };
  for (let i = 0; i < labels.length; i++) counts.pool[labels[i]] += 1;
  for (let i = 0; i < selected.length; i++) counts.selected[labels[selected[i]]] += 1;
  return jensenShannon(counts.selected, counts.pool);
}
