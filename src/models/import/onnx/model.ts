import type { Graph, GraphNode } from '../contract.ts';
import { mostNodes } from '../graph/operation.ts';
import { inlined, type StoredFunction } from './functions.ts';
import { invalidOnnx, onnxFileAt } from './invalid.ts';
import { Reader, type StoredGraph } from './reader.ts';
import { rewritten } from './rewriting/index.ts';
import { DamagedBytes, fieldsOf, textOf } from './wire.ts';

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
  const nodes = rewritten(path, inlined(path, graph.nodes, functions, mostNodes), graph.constants);
  return {
    file: onnxFileAt(path),
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

/** The nodes in their order. @throws InvalidModelError if one reads what no earlier node computes, as in a cycle */
function ordered(path: string, graph: StoredGraph, nodes: readonly GraphNode[]): GraphNode[] {
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
