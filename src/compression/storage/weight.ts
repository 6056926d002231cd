import { tf, type LayersModel } from '../../engine/tensors.ts';
import { isEmbedding, isKernel, layersOf } from '../../models/network/layers.ts';
import { readWeights } from '../../models/network/weights.ts';
import type { Encoding } from './encoding.ts';

/** One weight array of a network, as a compression sees it. */
export interface Weight {
  /** Name in the model, e.g. `conv2d_1/kernel`. */
  readonly name: string;
  /** Name of its layer. */
  readonly layer: string;
  /** Kernels and embeddings; biases; weights of normalisation layers. */
  readonly role: 'kernel' | 'bias' | 'normalisation';
  readonly shape: readonly number[];
  readonly values: Float32Array;
  /** Number of output channels; 1 for a vector, which has one scale. */
  readonly channels: number;
  /** The output channel of the value at a position. */
  readonly channelOf: (position: number) => number;
  /** 1 per value that an earlier compression pruned; it stays zero. */
  readonly pruned?: Uint8Array;
}

/** Returns the weights of a network in the order of `model.weights`; `encodings` are those of an earlier compression. */
export function weightsOf(model: LayersModel, encodings: readonly Encoding[] = []): Weight[] {
  const owners = new Map<string, { layer: string; transposed: boolean }>();
  for (const layer of layersOf(model)) {
    const transposed = layer.getClassName().endsWith('Transpose');
    for (const { name } of layer.weights) owners.set(name, { layer: layer.name, transposed }); // inner layers come last
  }
  const values = readWeights(model);
  return model.weights.map((weight, i) => {
    const { originalName, name, shape } = weight;
    const role = roleOf(weight);
    const { layer, transposed } = owners.get(name) ?? { layer: originalName, transposed: false };
    const { channels, inner } =
      role === 'kernel' ? channelsOf(shape as number[], originalName, transposed) : { channels: 1, inner: 1 };
    return {
      name: originalName,
      layer,
      role,
      shape: shape as number[],
      values: values[i],
      channels,
      channelOf: (position) => Math.floor(position / inner) % channels,
      ...(encodings[i]?.pruned && { pruned: encodings[i].pruned }),
    };
  });
}

/** Returns the same weight with one channel, to quantise it as a whole tensor. */
export function asOneChannel(weight: Weight): Weight {
  return { ...weight, channels: 1, channelOf: () => 0 };
}

function roleOf(weight: LayersModel['weights'][number]): Weight['role'] {
  if (isKernel(weight) || isEmbedding(weight)) return 'kernel';
  return weight.originalName.endsWith('bias') ? 'bias' : 'normalisation';
}

/**
 * The axes of the output channels: the last of [...field, in, out]; the last but one of [...field, out, in] in a transposed
 * convolution; the last two of a depthwise kernel [...field, in, multiplier], each pair of indices one channel.
 */
function channelsOf(shape: readonly number[], name: string, transposed: boolean): { channels: number; inner: number } {
  const last = shape[shape.length - 1];
  if (transposed && name.endsWith('kernel')) return { channels: shape[shape.length - 2], inner: last };
  return { channels: name.endsWith('depthwise_kernel') ? tf.util.sizeFromShape(shape.slice(-2)) : last, inner: 1 };
}
