import type { SymbolicTensor } from '../../../src/engine/tensors.ts';
import type { Layer } from '../../../src/models/network/layers.ts';

/** Options of a layer as plain data. A layer inside them, as in `bidirectional`, is written as a step. */
export type LayerOptions = Readonly<Record<string, unknown>>;

/** A layer as plain data: its name in the layers API, and its options. */
export type Step = readonly [kind: string, options?: LayerOptions];

/** Creates a layer of the layers API. */
export type MakeLayer = (kind: string, options?: LayerOptions) => Layer;

/** Builds the layers behind an input, for networks that are no sequence. */
export type Graph = (x: SymbolicTensor, layer: MakeLayer) => SymbolicTensor;

/** A small network of the zoo, described without tensors, so that stock TensorFlow.js can build it in a process of its own. */
export interface ZooNetwork {
  /** Unique name: the layer and the options that differ from those of its siblings. */
  readonly name: string;
  readonly itemShape: readonly number[];
  /** The layers in front of the head. */
  readonly layers: readonly Step[] | Graph;
  /**
   * Layers with the same weights and results that stock TensorFlow.js computes correctly, where it fails on `layers`. Its weights
   * named in `kept` are no weights of the network and keep their initial values.
   */
  readonly reference?: { readonly layers: readonly Step[]; readonly kept?: readonly string[] };
  /** `dense` adds flatten and a dense layer of 3 logits; `softmax` also a softmax; `none` adds nothing. @defaultValue 'dense' */
  readonly head?: 'dense' | 'softmax' | 'none';
  /** Whether the outputs are probabilities. @defaultValue true for the head `softmax` */
  readonly probabilities?: boolean;
  /**
   * `ids`: token ids below 7 as integers; `floatIds`: the same as float32; `padded`: sequences that end in steps of zeros.
   * @defaultValue 'values'
   */
  readonly inputs?: 'values' | 'ids' | 'floatIds' | 'padded';
  /** Whether it keeps the weights that its initialisers draw; all others get seeded weights. @defaultValue false */
  readonly keepsWeights?: boolean;
}
