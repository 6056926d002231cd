import type { Split } from '../../datasets/contract.ts';
import { tf, tfl, type LayersModel, type SymbolicTensor, type Tensor } from '../../engine/tensors.ts';
import { applicationsOf, followersOf, type Application } from '../../models/network/graph.ts';
import type { Layer } from '../../models/network/layers.ts';
import { inputsAt } from '../../models/network/batches.ts';

/** Layers that belong to the units of the layer before them. */
const continuing = new Set(
  'Activation ReLU LeakyReLU ELU ThresholdedReLU BatchNormalization Dropout SpatialDropout1D'.split(' '),
);
const batchSize = 128;

/**
 * Returns the average percentage of zeros (APoZ) per unit of each layer, as a share in [0, 1]: how often its activation is
 * zero, over all inputs and all positions of a feature map. A separate activation or normalisation layer belongs to it.
 *
 *   APoZ(c) = Σ_x Σ_positions [ o_c(x) = 0 ] / (inputs · positions)
 *
 * @see Hu, Peng, Tai and Tang 2016, arXiv:1607.03250, eq. 1
 */
export function zeroShares(model: LayersModel, layers: readonly Layer[], split: Split): Float64Array[] {
  const outputs = layers.map((layer) => lastOfUnit(model, layer));
  const toOutputs = tfl.model({ inputs: model.inputs, outputs });
  const sums = outputs.map(({ shape }) => new Float64Array(shape[shape.length - 1] as number));
  for (let start = 0; start < split.size; start += batchSize) {
    const positions = Array.from({ length: Math.min(batchSize, split.size - start) }, (_, i) => start + i);
    tf.tidy(() => {
      const result = toOutputs.apply(inputsAt(split, positions), { training: false }) as Tensor | Tensor[];
      (Array.isArray(result) ? result : [result]).forEach((x, i) => {
        const axes = x.shape.slice(0, -1).map((_, axis) => axis);
        const shares = tf.mean(tf.cast(tf.equal(x, 0), 'float32'), axes).dataSync();
        shares.forEach((share, unit) => (sums[i][unit] += (share * positions.length) / split.size));
      });
    });
  }
  return sums;
}

function lastOfUnit(model: LayersModel, layer: Layer): SymbolicTensor {
  const applications = applicationsOf(model);
  let application = applications.find((each) => each.layer === layer) as Application;
  for (;;) {
    const followers = followersOf(application, applications);
    if (followers.length !== 1 || !continuing.has(followers[0].layer.getClassName())) return application.outputs[0];
    [application] = followers;
  }
}
