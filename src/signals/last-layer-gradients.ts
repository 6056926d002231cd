import { setImmediate } from 'node:timers/promises';
import type { Split } from '../datasets/contract.ts';
import { tf, type Scalar, type Tensor, type Tensor2D } from '../engine/tensors.ts';
import { InvalidModelError } from '../errors.ts';
import { isAffine } from '../gradients/affine-layer.ts';
import { kernelGradientsOf, withAffineSlopes, type AffineRun } from '../gradients/affine-slopes.ts';
import { weightGradient } from '../gradients/weight-gradient.ts';
import { joinRows, type Matrix } from '../matrix/matrix.ts';
import { inputsAt } from '../models/network/batches.ts';
import type { Network } from '../models/network/contract.ts';
import { assertItemShape } from '../models/network/item-shape.ts';
import { lastLayersOf, linearLastLayer } from '../models/network/last-layer.ts';
import { isKernel, isNested } from '../models/network/layers.ts';
import { sourceOf, symbolsOf } from '../models/network/graph.ts';
import { logitsModel } from '../models/network/outputs.ts';
import { isSimulated } from '../models/network/simulation.ts';
import type { Features } from './contract.ts';
import { partsOfPool } from './parts.ts';
import type { View } from './view.ts';

/** Number of inputs per network run, and between two progress reports. */
const batchSize = 64;

/** Largest number of gradient values: 1 GiB. */
const mostValues = 2 ** 28;

/**
 * Returns the gradients of the cross-entropy under the predicted class with respect to the kernel of the last layer, as products
 * slopes ⊗ features; undefined if they follow from probabilities and penultimate-layer outputs.
 *
 *   dense layer, applied once: δ ⊗ h,   δ = ∂J(x, ŷ)/∂a for the sums a = h W + b
 *   any other: 1 ⊗ ∂J(x, ŷ)/∂W, flattened
 *
 * @throws InvalidModelError if the gradients need more than 1 GiB
 */
export async function lastLayerGradients(view: View): Promise<Features | undefined> {
  const { classifier, pool, split } = view;
  if (linearLastLayer(classifier.model)) return undefined;
  assertItemShape(split, classifier);
  const gradientsOf = isDirect(classifier) ? direct(classifier) : byInput(classifier);
  const parts: { slopes: Matrix; features: Matrix }[] = [];
  for await (const part of partsOfPool(view, batchSize)) {
    const { slopes, features } = tf.tidy(() => gradientsOf(batchOf(part)));
    try {
      parts.push({ slopes: await matrixOf(slopes), features: await matrixOf(features) });
    } finally {
      tf.dispose([slopes, features]);
    }
    assertRoom(classifier, pool.length, parts[0].features.columns);
    await setImmediate();
  }
  return {
    ...joinRows(parts.map(({ features }) => features)),
    slopes: joinRows(parts.map(({ slopes }) => slopes)),
  };
}

const batchOf = (part: Split): Tensor =>
  inputsAt(
    part,
    Array.from({ length: part.size }, (_, i) => i),
  );

type Factors = { readonly slopes: Tensor2D; readonly features: Tensor2D };

/** Whether the gradients of a whole batch can be taken in one pass. */
function isDirect(classifier: Network): boolean {
  const symbols = symbolsOf(logitsModel(classifier.model));
  const nested = symbols.some((symbol) => isNested(sourceOf(symbol)));
  return lastLayersOf(classifier.model).every(isAffine) && !nested && !isSimulated(classifier);
}

function direct({ model }: Network): (x: Tensor) => Factors {
  const network = logitsModel(model);
  const layers = lastLayersOf(model);
  return (x) =>
    withAffineSlopes(network, layers, x, (run) => {
      const gradients = run.slopes(errorsOf(run.logits));
      const [{ inputs }] = run.applied;
      if (layers.length === 1 && inputs.length === 1 && inputs[0].rank === 2)
        return { slopes: tf.clone(gradients[0][0]) as Tensor2D, features: tf.clone(inputs[0]) as Tensor2D };
      return whole(kernelGradients(run, gradients));
    });
}

/** The kernel gradients of all layers, flattened and joined, [batch, weights]. */
function kernelGradients({ applied, logits }: AffineRun, slopes: Tensor[][]): Tensor2D {
  const [batch] = logits.shape;
  const flat = applied.map((layer, l) => tf.reshape(kernelGradientsOf(layer, slopes[l]), [batch, -1]));
  return tf.concat(flat, 1) as Tensor2D;
}

/** Runs the network once per input. */
function byInput({ model, logits }: Network): (x: Tensor) => Factors {
  const kernels = lastLayersOf(model).flatMap(({ weights }) => weights.filter(isKernel));
  return (x) => {
    const gradients = tf.split(x, x.shape[0]).map((item) => {
      const errors = errorsOf(logits(item));
      return weightGradient(() => tf.sum(tf.mul(logits(item), errors)) as Scalar, kernels);
    });
    return whole(tf.stack(gradients) as Tensor2D);
  };
}

const whole = (gradients: Tensor2D): Factors => ({ slopes: tf.ones([gradients.shape[0], 1]), features: gradients });

/** The gradient of the cross-entropy under the predicted class with respect to the logits, p − e_ŷ. */
function errorsOf(logits: Tensor2D): Tensor2D {
  const predicted = tf.argMax(logits, 1);
  return tf.sub(tf.softmax(logits), tf.oneHot(predicted, logits.shape[1]));
}

async function matrixOf(tensor: Tensor2D): Promise<Matrix> {
  const [rows, columns] = tensor.shape;
  return { data: (await tensor.data()) as Float32Array, rows, columns };
}

function assertRoom({ name }: Network, inputs: number, weights: number): void {
  if (inputs * weights <= mostValues) return;
  const gigabytes = ((4 * inputs * weights) / 2 ** 30).toFixed(1);
  throw new InvalidModelError(
    `The gradients of the last layer of "${name}" need ${gigabytes} GiB: ${weights} values for each of ${inputs} inputs.\n` +
      'Expected at most 1 GiB.\nSelect from fewer inputs, or choose an acquisition function that uses the features.',
  );
}
