import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes graph models for specs, with what a reader could meet. */

type Attribute =
  | number
  | boolean
  | string
  | readonly number[]
  | readonly string[]
  | { readonly [kind: string]: unknown };

export interface NodeGiven {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: Readonly<Record<string, unknown>>;
}

export interface GraphModelGiven {
  readonly nodes: readonly NodeGiven[];
  /** Per constant its shape and its values, which are float32 unless `dtype` says otherwise. */
  readonly weights?: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly values: readonly number[]; readonly dtype?: string }>
  >;
  /** Other fields of model.json, such as a signature. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** A value of an attribute as the JSON of a GraphDef has it. */
function attribute(value: Attribute): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? { i: String(value) } : { f: value };
  if (typeof value === 'boolean') return { b: value };
  if (typeof value === 'string') return value.startsWith('DT_') ? { type: value } : { s: base64(value) };
  if (!Array.isArray(value)) return value;
  const list = value as readonly (number | string)[];
  return {
    list: typeof list[0] === 'string' ? { s: list.map((each) => base64(String(each))) } : { i: list.map(String) },
  };
}

export function node(
  op: string,
  name: string,
  input: readonly string[] = [],
  attributes: Readonly<Record<string, Attribute>> = {},
): NodeGiven {
  return {
    name,
    op,
    input,
    attr: Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, attribute(value)])),
  };
}

export const placeholder = (name: string, shape: readonly number[], dtype = 'DT_FLOAT'): NodeGiven => ({
  name,
  op: 'Placeholder',
  attr: { dtype: { type: dtype }, shape: { shape: { dim: shape.map((size) => ({ size: String(size) })) } } },
});

/** Writes model.json and weights.bin. @returns the folder */
export function writeGraphModel(folder: string, { nodes, weights = {}, fields = {} }: GraphModelGiven): string {
  const constants = Object.keys(weights).map((name) => node('Const', name));
  const bytes = Object.values(weights).map(({ values, dtype = 'float32' }) =>
    Buffer.from(dtype === 'int32' ? Int32Array.from(values).buffer : Float32Array.from(values).buffer),
  );
  const specs = Object.entries(weights).map(([name, { shape, dtype = 'float32' }]) => ({ name, shape, dtype }));
  const json = {
    format: 'graph-model',
    modelTopology: { node: [...constants, ...nodes], versions: { producer: 1 } },
    weightsManifest: [{ paths: ['weights.bin'], weights: specs }],
    ...fields,
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'model.json'), JSON.stringify(json));
  writeFileSync(join(folder, 'weights.bin'), Buffer.concat(bytes));
  return folder;
}
