import type { Split } from '../../datasets/contract.ts';
import { tf, tfl, type LayersModel, type Tensor } from '../../engine/tensors.ts';
import type { Layer } from '../../models/network/layers.ts';
import { boundedBatch, forwardBytes } from '../../models/network/batch-size.ts';
import { inputsAt } from '../../models/network/batches.ts';
import { unitGraph, type UnitGraph } from './unit-graph.ts';

/**
 * Returns the average percentage of zeros (APoZ) per unit of each layer, as a share in [0, 1]: how often its activation is
 * zero, over all inputs, all positions of a feature map, and all applications of the layer. It is counted after the last
 * activation function that belongs to the units, also behind normalisation and pooling.
 *
 *   APoZ(c) = Σ_x Σ_positions [ o_c(x) = 0 ] / (inputs · positions)
 *
 * @see Hu, Peng, Tai and Tang 2016, arXiv:1607.03250, eq. 1
 */
export function zeroShares(
  model: LayersModel,
  layers: readonly Layer[],
  split: Split,
  graph: UnitGraph = unitGraph(model),
): Float64Array[] {
  const places = layers.map((layer) => graph.activations.filter((place) => place.layer === layer));
  const outputs = [...new Set(places.flat().map(({ symbol }) => symbol))];
  const toOutputs = tfl.model({ inputs: model.inputs, outputs });
  const batchSize = boundedBatch(128, forwardBytes(toOutputs));
  const sums = places.map(([{ symbol, axis }]) => new Float64Array(symbol.shape[axis] as number));
  for (let start = 0; start < split.size; start += batchSize) {
    const positions = Array.from({ length: Math.min(batchSize, split.size - start) }, (_, i) => start + i);
    tf.tidy(() => {
      const result = [toOutputs.apply(inputsAt(split, positions), { training: false }) as Tensor | Tensor[]].flat();
      places.forEach((applications, i) => {
        for (const { symbol, axis } of applications) {
          const x = result[outputs.indexOf(symbol)];
          const others = x.shape.map((_, at) => at).filter((at) => at !== axis);
          const shares = tf.mean(tf.cast(tf.equal(x, 0), 'float32'), others).dataSync();
          const weight = split.size * applications.length;
          shares.forEach((share, unit) => (sums[i][unit] += (share * positions.length) / weight));
        }
      });
    });
  }
  return sums;
}
