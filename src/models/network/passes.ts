import { tf, tfl, type LayersModel, type Tensor, type Tensor2D } from '../../engine/tensors.ts';
import type { ForwardOptions } from './contract.ts';
import { findUnseedable, seedDropout, unseedableError, type CallArguments } from './dropout.ts';
import { explainLayerErrors } from './explain-layer-errors.ts';
import { featuresModel, logitsModel } from './outputs.ts';
import { sequenceOf } from './sequence.ts';
import type { Simulation } from './simulation.ts';

/** Forward passes of a network on a batch x [batch, ...itemShape]; the caller's tidy tracks the results. */
export interface Passes {
  /** Returns the logits z [batch, classes]; `training` turns dropout on and supplies its random numbers. */
  logits(x: Tensor, options?: ForwardOptions): Tensor2D;
  /** Returns the output of the penultimate layer [batch, ...]. */
  features(x: Tensor): Tensor;
  /** Number of feature values per input. */
  readonly featureCount: number;
  /** Returns the flattened features, then the softmax of the logits, [batch, featureCount + classes], from one pass. */
  outputs(x: Tensor): Tensor2D;
}

/**
 * Prepares a network and returns its forward passes. Dropout draws from the `random` of each pass, a final softmax is
 * bypassed, and `simulation` changes values as a device would.
 *
 * @throws InvalidModelError if the logits cannot be read; from `logits` with `training`, if a layer's noise cannot be seeded; from a
 *   pass, if TensorFlow.js cannot run a layer
 */
export function passesOf(model: LayersModel, simulation?: Simulation): Passes {
  seedDropout(model);
  const unseedable = findUnseedable(model);
  const toLogits = logitsModel(model);
  const toFeatures = featuresModel(model);
  const featureCount = tf.util.sizeFromShape(toFeatures.outputs[0].shape.slice(1) as number[]);
  const toBoth = tfl.model({ inputs: model.inputs, outputs: [toFeatures.outputs[0], toLogits.outputs[0]] });
  const { input = (x) => x, output = (z) => z } = simulation ?? ({} as Partial<Simulation>);
  simulation?.instrument(model);
  const explained = <T>(run: () => T): T => explainLayerErrors(model.name, run);
  const forwardPass = (network: LayersModel): ((x: Tensor) => Tensor[]) => {
    const sequence = sequenceOf(network);
    return (x) => explained(() => sequence(x) ?? [network.apply(x, { training: false }) as Tensor | Tensor[]].flat());
  };
  const pass = forwardPass(toLogits);
  const passToFeatures = forwardPass(toFeatures);
  const passToBoth = forwardPass(toBoth);

  return {
    logits: (x, { training: random } = {}) => {
      if (random && unseedable) throw unseedableError(model, unseedable);
      if (!random) return output(pass(input(x))[0] as Tensor2D);
      const kwargs: CallArguments = { training: true, random };
      return output(explained(() => toLogits.apply(input(x), kwargs) as Tensor2D));
    },
    features: (x) => passToFeatures(input(x))[0],
    featureCount,
    outputs: (x) => {
      const [h, z] = passToBoth(input(x)) as [Tensor, Tensor2D];
      return tf.concat([tf.reshape(h, [x.shape[0], featureCount]), tf.softmax(output(z))], 1) as Tensor2D;
    },
  };
}
