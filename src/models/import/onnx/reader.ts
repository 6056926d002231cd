import type { Constant, GraphValue } from '../contract.ts';
import { mostNodes } from '../graph/operation.ts';
import { constantIn } from './constant.ts';
import type { StoredFunction } from './functions.ts';
import { invalidOnnx } from './invalid.ts';
import { attributeIn, type StoredNode } from './node.ts';
import { elementType, tensorIn } from './tensor.ts';
import { fieldsOf, integersOf, textOf } from './wire.ts';

/** Deepest nesting of graphs in attributes. */
const deepest = 8;

/** A graph as the file holds it. */
export interface StoredGraph {
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  readonly nodes: StoredNode[];
  readonly constants: Map<string, Constant>;
}

/** Reads the parts of a model, and counts its nodes. */
export class Reader {
  readonly #path: string;
  #nodes = 0;

  constructor(path: string) {
    this.#path = path;
  }

  graph(bytes: Uint8Array, depth: number): StoredGraph {
    if (depth > deepest) throw invalidOnnx(this.#path, 'its graphs are nested too deeply', `at most ${deepest} levels`);
    const nodes: StoredNode[] = [];
    const constants = new Map<string, Constant>();
    const [inputs, outputs]: GraphValue[][] = [[], []];
    for (const field of fieldsOf(bytes)) {
      if (field.number === 1) nodes.push(this.node(field.bytes, depth));
      else if (field.number === 5) {
        const stored = tensorIn(field.bytes);
        constants.set(stored.name, constantIn(this.#path, stored));
      } else if (field.number === 11) inputs.push(this.#valueIn(field.bytes));
      else if (field.number === 12) outputs.push(this.#valueIn(field.bytes));
      else if (field.number === 15) throw invalidOnnx(this.#path, 'it holds sparse tensors', 'dense tensors');
    }
    return { inputs: inputs.filter(({ name }) => !constants.has(name)), outputs, nodes, constants };
  }

  node(bytes: Uint8Array, depth: number): StoredNode {
    if (++this.#nodes > mostNodes)
      throw invalidOnnx(this.#path, `it has more than ${mostNodes} nodes`, 'a smaller graph');
    const node = { name: '', operator: '', domain: '', inputs: [] as string[], outputs: [] as string[] };
    const attributes: [string, unknown][] = [];
    for (const field of fieldsOf(bytes)) {
      if (field.number === 1) node.inputs.push(textOf(field));
      else if (field.number === 2) node.outputs.push(textOf(field));
      else if (field.number === 3) node.name = textOf(field);
      else if (field.number === 4) node.operator = textOf(field);
      else if (field.number === 7) node.domain = textOf(field).replace(/^ai\.onnx$/, '');
      else if (field.number === 5) {
        const parts = {
          graph: (part: Uint8Array) => this.graph(part, depth + 1),
          constant: (part: Uint8Array) => constantIn(this.#path, tensorIn(part)),
        };
        attributes.push(attributeIn(field.bytes, parts));
      }
    }
    return { ...node, attributes: Object.fromEntries(attributes) };
  }

  functionIn(bytes: Uint8Array): StoredFunction {
    const read = { name: '', domain: '', inputs: [] as string[], outputs: [] as string[], nodes: [] as StoredNode[] };
    const defaults: [string, unknown][] = [];
    for (const field of fieldsOf(bytes)) {
      if (field.number === 1) read.name = textOf(field);
      else if (field.number === 4) read.inputs.push(textOf(field));
      else if (field.number === 5) read.outputs.push(textOf(field));
      else if (field.number === 7) read.nodes.push(this.node(field.bytes, 0));
      else if (field.number === 10) read.domain = textOf(field);
      else if (field.number === 11)
        defaults.push(
          attributeIn(field.bytes, {
            graph: () => undefined,
            constant: (part) => constantIn(this.#path, tensorIn(part)),
          }),
        );
    }
    return { ...read, defaults: Object.fromEntries(defaults) };
  }

  #valueIn(bytes: Uint8Array): GraphValue {
    let value: GraphValue = { name: '', type: 'float32', shape: null };
    for (const field of fieldsOf(bytes)) {
      if (field.number === 1) value = { ...value, name: textOf(field) };
      if (field.number === 2) value = { ...value, ...typeIn(field.bytes) };
    }
    return value;
  }
}

/** The type and the shape of a value; a size that is not known, or has a name, is null. */
function typeIn(bytes: Uint8Array): Pick<GraphValue, 'type' | 'shape'> {
  const [tensor] = [...fieldsOf(bytes)].filter(({ number }) => number === 1);
  let read: Pick<GraphValue, 'type' | 'shape'> = { type: 'float32', shape: null };
  for (const field of tensor ? fieldsOf(tensor.bytes) : []) {
    if (field.number === 1) read = { ...read, type: elementType(field.integer) ?? 'float32' };
    if (field.number !== 2) continue;
    const shape = [...fieldsOf(field.bytes)].map((dimension) => {
      const size = [...fieldsOf(dimension.bytes)].find(({ number }) => number === 1);
      return size === undefined || size.integer < 0 ? null : integersOf(size)[0];
    });
    read = { ...read, shape };
  }
  return read;
}
