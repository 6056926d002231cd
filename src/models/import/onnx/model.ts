import type { Constant, Graph, GraphNode, GraphValue } from '../contract.ts';
import { attributeIn, type StoredNode } from './node.ts';
import { readExternal } from './external.ts';
import { inlined, type StoredFunction } from './functions.ts';
import { invalidOnnx } from './invalid.ts';
import { bytesPerValue, elementType, tensorIn, valuesOf, type StoredTensor } from './tensor.ts';
import { DamagedBytes, fieldsOf, integersOf, textOf } from './wire.ts';

/** Most nodes of a graph, with those of its functions. */
const mostNodes = 100_000;
/** Deepest nesting of graphs in attributes. */
const deepest = 8;
/** Most values of a tensor, and most axes. */
const [mostValues, mostAxes] = [2 ** 31, 8];

/** A graph as the file holds it. */
export interface StoredGraph {
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  readonly nodes: StoredNode[];
  readonly constants: Map<string, Constant>;
}

/**
 * Reads a model in the ONNX format. Names of people and folders, which exporters write into the metadata, are not read.
 *
 * @param path - of the file, for errors and for external data
 * @throws InvalidModelError if the bytes are no ONNX model, are damaged, or need more than this package allows
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
export function onnxGraph(path: string, bytes: Uint8Array): Graph {
  try {
    return graphOf(path, bytes);
  } catch (cause) {
    if (!(cause instanceof DamagedBytes)) throw cause;
    throw invalidOnnx(path, `it is damaged: ${cause.message}`, 'a complete ONNX model', undefined, cause);
  }
}

function graphOf(path: string, bytes: Uint8Array): Graph {
  const versions = new Map<string, number>();
  const functions: StoredFunction[] = [];
  let graph: StoredGraph | undefined;
  const reader = new Reader(path);
  for (const field of fieldsOf(bytes)) {
    if (field.number === 8 && field.wire === 2) versions.set(...versionIn(field.bytes));
    else if (field.number === 7 && field.wire === 2) graph = reader.graph(field.bytes, 0);
    else if (field.number === 25) functions.push(reader.functionIn(field.bytes));
  }
  if (!graph || versions.size === 0)
    throw invalidOnnx(path, 'it holds no ONNX model', 'a graph and the versions of its operators');
  const nodes = inlined(path, graph.nodes, functions, mostNodes);
  return {
    inputs: graph.inputs,
    outputs: graph.outputs,
    constants: graph.constants,
    versions,
    nodes: ordered(path, graph, nodes),
  };
}

function versionIn(bytes: Uint8Array): [string, number] {
  let [domain, version] = ['', 1];
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1) domain = textOf(field);
    if (field.number === 2) version = field.integer;
  }
  return [domain === 'ai.onnx' ? '' : domain, version];
}

/** Reads the parts of a model, and counts its nodes. */
class Reader {
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
        constants.set(stored.name, this.constant(stored));
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
          constant: (part: Uint8Array) => this.constant(tensorIn(part)),
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
          attributeIn(field.bytes, { graph: () => undefined, constant: (part) => this.constant(tensorIn(part)) }),
        );
    }
    return { ...read, defaults: Object.fromEntries(defaults) };
  }

  /** A tensor whose values are read when they are asked for, each time anew. */
  constant(stored: StoredTensor): Constant {
    const { name, shape, dataType, external } = stored;
    const type = elementType(dataType);
    const size = shape.reduce((product, side) => product * side, 1);
    const isShape = shape.length <= mostAxes && shape.every((side) => Number.isSafeInteger(side) && side >= 0);
    if (!isShape || size > mostValues)
      throw invalidOnnx(
        this.#path,
        `the tensor "${name}" has the shape [${shape.join(', ')}]`,
        `at most ${mostAxes} axes`,
      );
    if (!type)
      throw invalidOnnx(
        this.#path,
        `the tensor "${name}" has elements of type ${dataType}`,
        'numbers of at least 8 bits',
      );
    const bytes = size * bytesPerValue(dataType);
    const given = external ? bytes : (stored.raw?.length ?? -1);
    if (given >= 0 && given !== bytes)
      throw invalidOnnx(
        this.#path,
        `the tensor "${name}" of shape [${shape.join(', ')}] has ${given} bytes`,
        `${bytes} bytes`,
      );
    const path = this.#path;
    const values = (): Constant['data'] => {
      const raw = external ? readExternal(path, name, external, bytes) : stored.raw;
      const data = valuesOf({ ...stored, ...(raw && { raw }) });
      if (data.length === size) return data;
      throw invalidOnnx(
        path,
        `the tensor "${name}" of shape [${shape.join(', ')}] has ${data.length} values`,
        `${size} values`,
      );
    };
    return {
      type,
      shape,
      get data() {
        return values();
      },
    };
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

/** The nodes in their order. @throws InvalidModelError if one reads what no earlier node computes, as in a cycle */
function ordered(path: string, graph: StoredGraph, nodes: readonly StoredNode[]): GraphNode[] {
  const known = new Set(['', ...graph.constants.keys(), ...graph.inputs.map(({ name }) => name)]);
  for (const { operator, name, inputs, outputs } of nodes) {
    const missing = inputs.find((input) => !known.has(input));
    if (missing !== undefined)
      throw invalidOnnx(
        path,
        `the node "${name}" (${operator}) reads "${missing}", which no node before it computes`,
        'nodes in the order in which they run',
      );
    for (const output of outputs) known.add(output);
  }
  const lacking = graph.outputs.find(({ name }) => !known.has(name));
  if (lacking) throw invalidOnnx(path, `no node computes the output "${lacking.name}"`);
  return [...nodes];
}
