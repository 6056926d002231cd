import { recordWatched, type WatchedRecording } from '../engine/tape.ts';
import { tf, type LayersModel, type Tensor, type Tensor2D } from '../engine/tensors.ts';
import { forward, startingFrom } from '../models/network/forward.ts';
import type { Layer } from '../models/network/layers.ts';
import { weightedLayer } from '../models/network/outputs.ts';
import { activate, affineOf, kernelGradients } from './affine-layer.ts';

/** A layer in one run of a network: its inputs where it is applied, one per application. */
export interface AppliedLayer {
  readonly layer: Layer;
  /** [applications] of [batch, ...places, inputs]. */
  readonly inputs: readonly Tensor[];
}

/** A run of a network on a batch. Valid only inside the callback that receives it. */
export interface AffineRun {
  /** z [batch, classes]. */
  readonly logits: Tensor2D;
  readonly applied: readonly AppliedLayer[];
  /**
   * Returns the gradients of a linear combination of the logits of each input with respect to the sums a = h W + b of every
   * layer: [layers][applications] of [batch, ...places, units].
   *
   * @param coefficients - [batch, classes], a tensor or its values
   */
  slopes(coefficients: Tensor2D | Float32Array): Tensor[][];
}

/**
 * Runs a network once and lends its logits and their gradients with respect to the sums of some affine layers to `use`, inside
 * the caller's tidy. The gradient of a kernel is then Σ hᵀ δ over all places and applications, per input.
 *
 * @param network - ends in logits; the layers do not lie in nested models
 * @param x - [batch, ...itemShape]
 */
export function withAffineSlopes<T>(
  network: LayersModel,
  layers: readonly Layer[],
  x: Tensor,
  use: (run: AffineRun) => T,
): T {
  const applications: { layer: Layer; input: Tensor }[] = [];
  const run = (watch: <U extends Tensor>(tensor: U) => U): Tensor => {
    const instead = (source: Layer, [h]: Tensor[]): Tensor | undefined => {
      const layer = weightedLayer(source);
      if (!layers.includes(layer)) return undefined;
      applications.push({ layer, input: tf.keep(tf.clone(h)) });
      const sums = watch(affineOf(layer, h));
      return source === layer ? activate(layer, sums) : sums;
    };
    return forward(network, startingFrom(network, x), instead) as Tensor;
  };
  try {
    const recording = recordWatched(run);
    try {
      return use(runOf(recording, applications, layers));
    } finally {
      recording.dispose();
    }
  } finally {
    tf.dispose(applications.map(({ input }) => input));
  }
}

function runOf(
  { value, gradients }: WatchedRecording,
  applications: readonly { layer: Layer; input: Tensor }[],
  layers: readonly Layer[],
): AffineRun {
  const logits = value as Tensor2D;
  const used = layers.filter((layer) => applications.some((application) => application.layer === layer));
  const byLayer = (tensors: readonly Tensor[]): Tensor[][] =>
    used.map((layer) => tensors.filter((_, at) => applications[at].layer === layer));
  const inputs = byLayer(applications.map(({ input }) => input));
  return {
    logits,
    applied: used.map((layer, l) => ({ layer, inputs: inputs[l] })),
    slopes: (coefficients) =>
      byLayer(gradients(coefficients instanceof Float32Array ? tf.tensor2d(coefficients, logits.shape) : coefficients)),
  };
}

/** The gradients with respect to the kernel of a layer, per input, summed over its applications; [batch, ...]. */
export function kernelGradientsOf({ layer, inputs }: AppliedLayer, slopes: readonly Tensor[]): Tensor {
  const [first, ...others] = inputs.map((input, at) => kernelGradients(layer, input, slopes[at]));
  return others.reduce((sum, gradient) => tf.add(sum, gradient), first);
}
