import { tf, tfl, type LayersModel, type Tensor, type Tensor2D } from '../../engine/tensors.ts';
import type { ForwardOptions } from './contract.ts';
import { findUnseedable, seedDropout, unseedableError, type CallArguments } from './dropout.ts';
import { featuresModel, logitsModel } from './outputs.ts';
import { sequenceOf } from './sequence.ts';
import type { Simulation } from './simulation.ts';

/** The ways to run a network on a batch x [batch, ...itemShape]; what they return belongs to the caller's tidy. */
export interface Passes {
  /** z [batch, classes]; with `training` dropout draws from it. */
  logits(x: Tensor, options?: ForwardOptions): Tensor2D;
  /** The output of the penultimate layer [batch, ...]. */
  features(x: Tensor): Tensor;
  /** Number of values that `features` has for an input. */
  readonly featureCount: number;
  /** The flattened features beside the softmax of the logits, [batch, featureCount + classes], from one pass. */
  outputs(x: Tensor): Tensor2D;
}

/**
 * Prepares a network to be run: its dropout draws from the `random` of each pass, a final softmax is looked through, and
 * what a device does to values is simulated.
 *
 * @throws InvalidModelError if the logits are out of reach; from `logits` with `training`, if a layer draws noise of its own
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
  const pass = forwardPass(toLogits);
  const passToFeatures = forwardPass(toFeatures);
  const passToBoth = forwardPass(toBoth);

  return {
    logits: (x, { training: random } = {}) => {
      if (random && unseedable) throw unseedableError(model, unseedable);
      if (!random) return output(pass(input(x))[0] as Tensor2D);
      const kwargs: CallArguments = { training: true, random };
      return output(toLogits.apply(input(x), kwargs) as Tensor2D);
    },
    features: (x) => passToFeatures(input(x))[0],
    featureCount,
    outputs: (x) => {
      const [h, z] = passToBoth(input(x)) as [Tensor, Tensor2D];
      return tf.concat([tf.reshape(h, [x.shape[0], featureCount]), tf.softmax(output(z))], 1) as Tensor2D;
    },
  };
}

/** Runs a network with dropout off: x [batch, ...itemShape] to its outputs. */
function forwardPass(network: LayersModel): (x: Tensor) => Tensor[] {
  const sequence = sequenceOf(network);
  return (x) => sequence(x) ?? [network.apply(x, { training: false }) as Tensor | Tensor[]].flat();
}
