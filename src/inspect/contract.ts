import type { Json } from '../json.ts';

/** An input or output of a model; an unknown size is null. */
export interface Port {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly (number | null)[] | null;
}

/** A layer, operator or module of a model. */
export interface Part {
  readonly name: string;
  /** The class of the layer, or the operator. */
  readonly type: string;
  /** Shape of the output without the batch, or shapes of the arrays. */
  readonly shape: string;
  readonly parameters: number;
}

/** Something that does not work on a model. */
export interface Lack {
  readonly what: string;
  readonly why: string;
}

/** A normalisation that is a part of a model. */
export interface Normalisation {
  readonly layers: readonly string[];
  /** One number for all values, or one per channel or value. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** What a file, folder or service holds, as plain JSON. */
export interface Inspection {
  readonly path: string;
  /** What it is, in words. */
  readonly kind: string;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** What its parts are called. */
  readonly unit: 'layers' | 'operators' | 'modules' | 'none';
  readonly parts: readonly Part[];
  readonly parameters: number;
  /** Products of a pass over one input; omitted if unknown. */
  readonly multiplyAdds?: number;
  /** The range of valid inputs, and why it is assumed. */
  readonly inputRange?: { readonly range: Json; readonly because: string };
  /** What its first layers do to the inputs, x ← (x − mean) / std; omitted if nothing, or unknown. */
  readonly normalisation?: Normalisation;
  readonly works: readonly string[];
  readonly lacks: readonly Lack[];
  /** How to open it. */
  readonly open: string;
}
