import { tf, type LayersModel, type Tensor, type Tensor2D } from '../engine/tensors.ts';
import { isAffine } from './affine-layer.ts';
import { kernelGradientsOf, withAffineSlopes, type AppliedLayer } from './affine-slopes.ts';
import { differencesFromTop } from './class-differences.ts';
import type { Network } from '../models/network/contract.ts';
import { sourceOf, symbolsOf } from '../models/network/graph.ts';
import { isNested, type Layer } from '../models/network/layers.ts';
import { logitsModel, weightedLayer } from '../models/network/outputs.ts';
import { weightGradient, type Weights } from './weight-gradient.ts';
import { withGradient } from './with-gradient.ts';

/**
 * The logits of a batch [batch, classes] and, per input, the scalar products of gradients [batch, classes - 1, classes - 1].
 * The gradients are those of the differences from the logit of the most probable class; the other classes keep their order.
 */
export interface Gram {
  readonly logits: Tensor2D;
  readonly gram: Tensor;
}

/**
 * The Gram matrix of gradients with respect to the parameters of layers, per input of a batch.
 *
 *   G_kl(x) = ⟨∇_θ d_k(x), ∇_θ d_l(x)⟩,   d_k = z_k - z_top
 *
 * One backward pass per class gives δ_k = ∂d_k/∂a for the sums a = h W + b of every layer and all inputs at once. The gradient
 * of W is then hᵀ δ_k, per input. For a layer with one place (dense), its scalar products are ⟨δ_k, δ_l⟩ (‖h‖² + 1), without
 * computing it. A convolution is the same with one place per patch, summed over the places. A layer that is applied several
 * times is the sum of its applications.
 *
 * @param layers - the layers, by default all that are trained
 * @returns a function of a batch [batch, ...itemShape]; undefined if one of the layers is neither dense nor a 2D convolution, is
 *   trained in part, or lies in a nested model
 */
export function parameterGram(model: LayersModel, layers?: readonly Layer[]): ((x: Tensor) => Gram) | undefined {
  const network = logitsModel(model);
  const sources = symbolsOf(network).map(sourceOf);
  const chosen = layers ?? trainedLayers(sources);
  if (!chosen?.every(isAffine) || chosen.length === 0 || sources.some(isNested)) return undefined;
  const [classes] = network.outputs[0].shape.slice(-1) as number[];
  return (x) =>
    tf.tidy(() =>
      withAffineSlopes(network, chosen, x, ({ logits, applied, slopes }) => {
        const differences = differencesFromTop(logits.dataSync(), classes).map((coefficients) =>
          ofParameters(model.name, () => slopes(coefficients)),
        );
        const grams = applied.map((layer, l) =>
          gramOf(
            layer,
            differences.map((of) => of[l]),
          ),
        );
        return { logits: tf.clone(logits), gram: tf.addN(grams) };
      }),
    );
}

/** Returns the layers with trained weights; undefined if one is trained in part. */
function trainedLayers(sources: readonly Layer[]): Layer[] | undefined {
  const layers = [...new Set(sources.map(weightedLayer))].filter((layer) => layer.trainableWeights.length > 0);
  return layers.every((layer) => layer.trainableWeights.length === layer.weights.length) ? layers : undefined;
}

/**
 * Like `parameterGram`, for networks of any layers: it runs the network once for each class of each input.
 *
 * @param weights - the weights, by default all that are trained
 * @returns a function of a batch [batch, ...itemShape]
 * @throws InvalidModelError if an operation has no gradient
 */
export function parameterGramByInput(
  { model, classes, logits }: Network,
  weights: Weights = model.trainableWeights,
): (x: Tensor) => Gram {
  const gradientOf = (item: Tensor, coefficients: Float32Array): Tensor =>
    weightGradient(() => tf.sum(tf.mul(logits(item), tf.tensor2d(coefficients, [1, classes]))), weights);
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

/** [differences][applications] of [batch, ...places, units] -> [batch, differences, differences]. */
function gramOf(applied: AppliedLayer, slopes: Tensor[][]): Tensor {
  const { layer, inputs } = applied;
  const [input] = inputs;
  const bias = layer.getWeights().length > 1;
  const [batch] = input.shape;
  if (input.rank === 2 && inputs.length === 1) {
    const size = tf.add(tf.sum(tf.square(input), 1), bias ? 1 : 0);
    return tf.mul(products(slopes.map(([slope]) => slope)), tf.reshape(size, [batch, 1, 1]));
  }
  const ofKernel = products(slopes.map((of) => kernelGradientsOf(applied, of)));
  if (!bias) return ofKernel;
  return tf.add(ofKernel, products(slopes.map((of) => tf.addN(of.map(sumOverPlaces)))));
}

/** [batch, ...places, units] -> [batch, units]. */
function sumOverPlaces(slope: Tensor): Tensor {
  const places = slope.shape.slice(1, -1).map((_, i) => i + 1);
  return places.length > 0 ? tf.sum(slope, places) : slope;
}

/** Scalar products of gradients of the same input: [differences] of [batch, ...] -> [batch, differences, differences]. */
function products(gradients: Tensor[]): Tensor {
  const [batch] = gradients[0].shape;
  const flat = tf.reshape(tf.stack(gradients, 1), [batch, gradients.length, -1]);
  return tf.matMul(flat, flat, false, true);
}
