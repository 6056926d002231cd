import { tf } from '../tensors.ts';
import { registerActivations } from './activations.ts';
import { GroupNormalization } from './group-normalization.ts';
import { GroupedConv2D } from './grouped-convolution.ts';
import { LayerScale } from './layer-scale.ts';
import { RMSNormalization, UnitNormalization } from './length-normalizations.ts';
import { MultiHeadAttention } from './multi-head-attention.ts';
import { Normalization } from './normalization.ts';
import { TensorOperation } from './tensor-operation.ts';
import { ZeroPaddingTokens } from './zero-padding-tokens.ts';

const layers = [
  GroupNormalization,
  GroupedConv2D,
  LayerScale,
  MultiHeadAttention,
  Normalization,
  RMSNormalization,
  TensorOperation,
  UnitNormalization,
  ZeroPaddingTokens,
];

/** The classes of layers that this package adds to TensorFlow.js. */
export const ownLayers: ReadonlySet<string> = new Set(layers.map(({ className }) => className));

let registered = false;

/** Registers layers and activations of Keras that TensorFlow.js lacks, so that models with them can be built, saved and loaded. */
export function registerOwnLayers(): void {
  if (registered) return;
  registered = true;
  for (const layer of layers) tf.serialization.registerClass(layer as never);
  registerActivations();
}

/** Returns the layer that sets the vectors of padding to zero. */
export const zeroPaddingTokens = (name: string): ZeroPaddingTokens => new ZeroPaddingTokens({ name });
