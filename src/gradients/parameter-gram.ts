import { recordWatched } from '../engine/tape.ts';
import { tf, type LayersModel, type Scalar, type Tensor, type Tensor2D, type Variable } from '../engine/tensors.ts';
import { activate, affineOf, isAffine, kernelGradients } from './affine-layer.ts';
import { differencesFromTop } from './class-differences.ts';
import type { Network } from '../models/network/contract.ts';
import { forward, startingFrom } from '../models/network/forward.ts';
import { sourceOf, symbolsOf } from '../models/network/graph.ts';
import { isNested, type Layer } from '../models/network/layers.ts';
import { logitsModel, weightedLayer } from '../models/network/outputs.ts';
import { withGradient } from './with-gradient.ts';

/**
 * The logits of a batch [batch, classes] and, per input, the scalar products of gradients [batch, classes - 1, classes - 1].
 * The gradients are those of the differences from the logit of the most probable class; the other classes keep their order.
 */
export interface Gram {
  readonly logits: Tensor2D;
  readonly gram: Tensor;
}

/** A layer with weights, and its input in one run of the network. */
interface Affine {
  readonly layer: Layer;
  /** [batch, ...places, inputs]. */
  readonly input: Tensor;
}

/**
 * The Gram matrix of gradients with respect to the parameters, per input of a batch.
 *
 *   G_kl(x) = ⟨∇_θ d_k(x), ∇_θ d_l(x)⟩,   d_k = z_k - z_top
 *
 * One backward pass per class gives δ_k = ∂d_k/∂a for the sums a = h W + b of every layer and all inputs at once. The gradient
 * of W is then hᵀ δ_k, per input. For a layer with one place (dense), its scalar products are ⟨δ_k, δ_l⟩ (‖h‖² + 1), without
 * computing it. A convolution is the same with one place per patch, summed over the places.
 *
 * @returns a function of a batch [batch, ...itemShape]; undefined if a trainable layer is neither dense nor a 2D convolution,
 * is used twice, or lies in a nested model
 */
export function parameterGram(model: LayersModel): ((x: Tensor) => Gram) | undefined {
  const network = logitsModel(model);
  const symbols = symbolsOf(network);
  const trained = symbols
    .map((symbol) => weightedLayer(sourceOf(symbol)))
    .filter((layer) => layer.trainableWeights.length > 0);
  if (!trained.every(isAffine) || new Set(trained).size < trained.length || trained.length === 0) return undefined;
  if (symbols.some((symbol) => isNested(sourceOf(symbol)))) return undefined;
  const [classes] = network.outputs[0].shape.slice(-1) as number[];

  return (x) =>
    tf.tidy(() => {
      const affine: Affine[] = [];
      const run = (watch: <T extends Tensor>(tensor: T) => T): Tensor => {
        const instead = (source: Layer, [h]: Tensor[]): Tensor | undefined => {
          const layer = weightedLayer(source);
          if (!trained.includes(layer)) return undefined;
          affine.push({ layer, input: tf.keep(tf.clone(h)) });
          const sums = watch(affineOf(layer, h));
          return source === layer ? activate(layer, sums) : sums;
        };
        return forward(network, startingFrom(network, x), instead) as Tensor;
      };
      const recording = recordWatched(run);
      try {
        const logits = recording.value as Tensor2D;
        const slopes = differencesFromTop(logits.dataSync(), classes).map((coefficients) =>
          ofParameters(model.name, () => recording.gradients(tf.tensor2d(coefficients, logits.shape))),
        );
        const grams = affine.map((layer, l) =>
          gramOf(
            layer,
            slopes.map((of) => of[l]),
          ),
        );
        return { logits: tf.clone(logits), gram: tf.addN(grams) };
      } finally {
        recording.dispose();
        tf.dispose(affine.map(({ input }) => input));
      }
    });
}

/**
 * Like `parameterGram`, for networks of any layers: it runs the network once for each class of each input.
 *
 * @returns a function of a batch [batch, ...itemShape]
 * @throws InvalidModelError if an operation has no gradient
 */
export function parameterGramByInput({ name, model, classes, logits }: Network): (x: Tensor) => Gram {
  const variables = model.trainableWeights.map((weight) => weight.read() as Variable);
  const gradientOf = (item: Tensor, coefficients: Float32Array): Tensor => {
    const difference = (): Scalar => tf.sum(tf.mul(logits(item), tf.tensor2d(coefficients, [1, classes])));
    const { grads } = ofParameters(name, () => tf.variableGrads(difference, variables));
    return tf.concat(variables.map(({ name }) => tf.reshape(grads[name], [-1])));
  };
  return (x) =>
    tf.tidy(() => {
      const grams = tf.split(x, x.shape[0]).map((item) =>
        tf.tidy(() => {
          const differences = differencesFromTop(logits(item).dataSync(), classes);
          const gradients = tf.stack(differences.map((coefficients) => gradientOf(item, coefficients)));
          return tf.matMul(gradients, gradients, false, true); // [classes - 1, classes - 1]
        }),
      );
      return { logits: logits(x), gram: tf.stack(grams) };
    });
}

function ofParameters<T>(name: string, work: () => T): T {
  const advice =
    'Expected layers with a gradient all the way from the weights to the logits.\n' +
    'Choose a function that only needs predictions, such as margin.';
  return withGradient(`"${name}" has no gradient with respect to its weights`, advice, work);
}

/** [differences] of [batch, ...places, units] -> [batch, differences, differences]. */
function gramOf({ layer, input }: Affine, slopes: Tensor[]): Tensor {
  const bias = layer.getWeights().length > 1;
  const [batch] = input.shape;
  if (input.rank === 2) {
    const size = tf.add(tf.sum(tf.square(input), 1), bias ? 1 : 0);
    return tf.mul(products(slopes), tf.reshape(size, [batch, 1, 1]));
  }
  const ofKernel = products(slopes.map((slope) => kernelGradients(layer, input, slope)));
  if (!bias) return ofKernel;
  const places = input.shape.slice(1, -1).map((_, i) => i + 1);
  return tf.add(ofKernel, products(slopes.map((slope) => tf.sum(slope, places))));
}

/** Scalar products of gradients of the same input: [differences] of [batch, ...] -> [batch, differences, differences]. */
function products(gradients: Tensor[]): Tensor {
  const [batch] = gradients[0].shape;
  const flat = tf.reshape(tf.stack(gradients, 1), [batch, gradients.length, -1]);
  return tf.matMul(flat, flat, false, true);
}
