import { tidyNumbers } from '../../engine/operations/tidy-numbers.ts';
import { tf } from '../../engine/tensors.ts';
import type { Tensor } from '../../engine/tensors.ts';
import { linearised } from '../../gradients/jacobian.ts';
import { rowsOf } from '../../matrix/rows.ts';
import type { Network } from '../../models/network/contract.ts';

/**
 * Like `pullBack`, but on JavaScript arrays, one per input. Between two passes, an attack then loops over values; an engine
 * would need a call and a new tensor for every operation.
 *
 * @param points - a point per input, [values per item]
 * @param slopeOf - writes dL/dz of an input, [classes], initially 0
 * @returns the logits and the gradient of each input; there is no backward pass if all slopes are 0
 */
export function pullBackEach(
  classifier: Network,
  points: readonly Float32Array[],
  slopeOf: (logits: Float32Array, input: number, slope: Float32Array) => void,
): { readonly logits: Float32Array[]; readonly gradients: Float32Array[] } {
  return tidyNumbers(() =>
    linearised(classifier, tensorOf(classifier, points), (z) => {
      const logits = rowsOf(z.logits.dataSync() as Float32Array, points.length);
      const slopes = new Float32Array(points.length * classifier.classes);
      rowsOf(slopes, points.length).forEach((slope, input) => slopeOf(logits[input], input, slope));
      const isFlat = slopes.every((slope) => slope === 0);
      if (isFlat) return { logits, gradients: points.map(({ length }) => new Float32Array(length)) };
      return { logits, gradients: rowsOf(z.combined(slopes).dataSync() as Float32Array, points.length) };
    }),
  );
}

/** The logits of each point, [classes]. */
export function logitsOfEach(classifier: Network, points: readonly Float32Array[]): Float32Array[] {
  const logits = tidyNumbers(() => classifier.logits(tensorOf(classifier, points)).dataSync()) as Float32Array;
  return rowsOf(logits, points.length);
}

/** Memory for the points of a pass, reused: new memory would displace the network's from the caches. */
let gathered = new Float32Array(0);

function tensorOf({ itemShape }: Network, points: readonly Float32Array[]): Tensor {
  const length = points[0].length;
  if (gathered.length < points.length * length) gathered = new Float32Array(points.length * length);
  points.forEach((point, input) => gathered.set(point, input * length));
  return tf.tensor(gathered.subarray(0, points.length * length), [points.length, ...itemShape]);
}
