import type { ModelJson } from '../../files/model-json.ts';
import { readWeights, weightsIn } from '../../files/weight-files.ts';
import type { LayersModel } from '../../../engine/tensors.ts';
import { readsChannelsFirst } from '../build/channels-first.ts';
import { neededBy } from '../build/dataflow.ts';
import { networkOfGraph } from '../build/network-of-graph.ts';
import type { Constant, Graph, GraphValue, ImportOptions } from '../contract.ts';
import { nodeError, refusedOperator, unknownOperator } from '../graph/operation.ts';
import { constantsIn } from './constants.ts';
import { graphModelAt, invalidGraphModel } from './invalid.ts';
import { refusalOf, translatorOf } from './operators/index.ts';
import { portsOf, type Port } from './ports.ts';
import { nodesIn, orderedFor, sourceOf, type StoredNode } from './stored-graph.ts';
import { Translation, type Translated } from './translation.ts';

const hasChannelsFirst = (graph: Graph): boolean => readsChannelsFirst(graph) === true;

/** Builds the network of a graph model with one input and one output. */
export async function networkOfGraphModel(
  path: string,
  json: ModelJson,
  { layout, itemShape }: ImportOptions,
): Promise<LayersModel> {
  const graph = await graphModel(path, json);
  return networkOfGraph(graph, { hasChannelsFirst, isBatchFirst: true, layout, itemShape });
}

/** What a graph model holds, as the file has it. */
export interface StoredModel {
  readonly nodes: ReadonlyMap<string, StoredNode>;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
}

/** Reads the nodes of a graph model, with its inputs and outputs. @throws InvalidModelError if it is damaged */
export function storedModel(path: string, json: ModelJson): StoredModel {
  const nodes = nodesIn(path, json.modelTopology as Readonly<Record<string, unknown>>);
  return { nodes, ...portsOf(path, json, nodes) };
}

/**
 * Reads a graph model of TensorFlow.js, which converters make of SavedModels: a GraphDef as JSON, and weights beside it. Its operators
 * become those of the ONNX standard, which this package computes; convolutions keep their channels last.
 *
 * @param path - of model.json
 * @throws InvalidModelError if a part is missing, damaged or has another type, or an operator is unknown
 * @see https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/framework/graph.proto
 */
export async function graphModel(path: string, json: ModelJson): Promise<Graph> {
  const { nodes, inputs, outputs } = storedModel(path, json);
  if (outputs.length === 0) throw invalidGraphModel(path, 'it has no outputs', 'a signature with outputs');
  const order = orderedFor(
    path,
    nodes,
    outputs.map(({ tensor }) => tensor),
    (cycle) => {
      const loop = cycle.find(({ operator }) => refusalOf(operator));
      if (loop) throw refusedOperator(graphModelAt(path), loop, refusalOf(loop.operator) as string);
    },
  );
  const weights = weightsIn(path, json.weightsManifest);
  const stored = constantsIn(path, weights, await readWeights(path, weights));
  const graph: Translated = {
    file: graphModelAt(path),
    nodes: [],
    constants: new Map(),
    producers: new Map(),
    names: new Map(),
  };
  for (const { name, tensor } of inputs) graph.names.set(sourceOf(tensor).join(':'), name);
  for (const node of order) translate(graph, node, stored);
  for (const { name, tensor } of outputs)
    graph.nodes.push({
      name,
      domain: '',
      operator: 'Identity',
      inputs: [named(graph, tensor, `the output "${name}"`)],
      outputs: [name],
      attributes: {},
    });
  const { file, constants } = graph;
  const results = outputs.map(valueOf);
  const needed = neededBy({ nodes: graph.nodes, outputs: results, constants });
  const nodesNeeded = graph.nodes.filter((node) => node.outputs.some((name) => needed.has(name)));
  const given = inputs.filter(({ name }, at) => needed.has(name) || at === 0).map(valueOf);
  return { file, inputs: given, outputs: results, nodes: nodesNeeded, constants, versions: new Map([['', 21]]) };
}

const valueOf = ({ name, type, shape }: Port): GraphValue => ({ name, type, shape });

/** Adds what a node computes to the graph. */
function translate(graph: Translated, node: StoredNode, stored: ReadonlyMap<string, Constant>): void {
  const { file, names, constants } = graph;
  const { name, operator } = node;
  if (names.has(`${name}:0`)) return; // an input
  if (operator === 'Const') {
    const constant = stored.get(name);
    if (!constant)
      throw invalidGraphModel(
        file.path,
        `weightsManifest has no weight for the node "${name}"`,
        'one weight per constant',
      );
    constants.set(`${name}#value`, constant);
    names.set(`${name}:0`, `${name}#value`);
    return;
  }
  const inputs = node.inputs.map((tensor) => named(graph, tensor, `the node "${name}"`));
  const translator = translatorOf(operator);
  const reason = refusalOf(operator);
  if (reason) throw refusedOperator(file, node, reason);
  if (!translator) throw unknownOperator(file, node);
  try {
    const outputs = [translator(new Translation(graph, node, inputs))].flat();
    outputs.forEach((output, at) => names.set(`${name}:${at}`, output));
  } catch (cause) {
    throw nodeError(file, node, cause);
  }
}

function named({ file, names }: Translated, tensor: string, reader: string): string {
  const name = names.get(sourceOf(tensor).join(':'));
  if (name !== undefined) return name;
  throw invalidGraphModel(file.path, `${reader} reads "${tensor}", which no node computes`);
}
