import { tf, tfl, type LayersModel } from '../../../engine/tensors.ts';
import { InvalidModelError } from '../../../errors.ts';
import type { Constant, Graph, GraphNode } from '../contract.ts';
import { knownOperator, nodeError, operationOf } from '../graph/operation.ts';
import { chosenBody, isChoice, runNode, type Body } from '../graph/run-graph.ts';
import { constantValue, product } from '../operators/values.ts';
import type { Builder } from './builder.ts';
import { neededBy, readersOf } from './dataflow.ts';
import { fused, type Around } from './fused.ts';
import { isConstant, isWire, type KnownNode } from './known-node.ts';
import { applied } from './rules/index.ts';
import type { Wire } from './wire.ts';

/** Values of a graph while it is built: what its inputs determine, and constants. */
type Known = Map<string, Wire | Constant>;

/** Constants that are computed while a graph is built may hold this many values together. */
const mostFolded = 2 ** 28;

/**
 * Builds a network of the nodes of a graph. The graph is read for one item: everything that follows from its shapes is computed
 * once, and the network has a batch as its first axis.
 *
 * @param input - the layer of the input, and how the graph reads it
 * @throws InvalidModelError if the graph has several outputs, an operator is unknown, or a node does not fit
 */
export function buildNetwork(builder: Builder, graph: Graph, input: Wire): LayersModel {
  try {
    const known: Known = new Map([[graph.inputs[0].name, input]]);
    const construction = new Construction(builder, graph);
    construction.add(graph, known);
    const output = known.get(graph.outputs[0].name);
    if (!output || !isWire(output)) throw constantOutput(builder.file.path);
    const symbol = builder.arranged(output, [output.axes.flat()]);
    return tfl.model({ inputs: sourceOf(input), outputs: symbol, name: builder.name(fileName(builder.file.path)) });
  } catch (cause) {
    builder.dispose();
    throw cause;
  }
}

/** The symbol of the network's own input, in front of preprocessing. */
function sourceOf({ symbol }: Wire): Wire['symbol'] {
  let source = symbol;
  while (source.inputs.length > 0) [source] = source.inputs;
  return source;
}

const fileName = (path: string): string => path.replace(/^.*[/\\]/, '').replace(/\.\w+$/, '');

const constantOutput = (file: string): InvalidModelError =>
  new InvalidModelError(
    `${file}: its output does not depend on its input.\nExpected a classifier.\nExport the model again, or use openGraph(path).`,
  );

class Construction {
  readonly #builder: Builder;
  readonly #graph: Graph;
  #folded = 0;

  constructor(builder: Builder, graph: Graph) {
    this.#builder = builder;
    this.#graph = graph;
  }

  /** Adds the nodes of a graph that its outputs need. */
  add(body: Body, known: Known): void {
    const readers = readersOf(body);
    const needed = neededBy(body);
    const absorbed = new Set<GraphNode>();
    const lastOf = new Map<GraphNode, GraphNode>();
    const read = (name: string): Wire | Constant | undefined => known.get(name) ?? body.constants.get(name);
    for (const node of body.nodes) {
      if (absorbed.has(node) || !node.outputs.some((name) => needed.has(name))) continue;
      const inputs = node.inputs.map((input) => (input ? read(input) : undefined));
      const results = isChoice(node)
        ? this.#choice(node, inputs, body, known)
        : this.#node(node, inputs, { readers, needed, absorbed, lastOf, read });
      (lastOf.get(node) ?? node).outputs.forEach((name, i) => {
        const result = results[i];
        if (result) known.set(name, result);
      });
    }
    for (const { name } of body.outputs) {
      const constant = known.has(name) ? undefined : body.constants.get(name);
      if (constant) known.set(name, constant);
    }
  }

  #choice(
    node: GraphNode,
    [condition]: readonly (Wire | Constant | undefined)[],
    body: Body,
    known: Known,
  ): readonly (Wire | Constant | undefined)[] {
    const chosen = isConstant(condition) ? chosenBody(node, Boolean(condition.data[0])) : undefined;
    if (!chosen)
      throw nodeError(
        this.#builder.file,
        node,
        new Error('which of its graphs runs depends on the values of the inputs'),
      );
    const inner: Known = new Map([...body.constants, ...known]);
    this.add(chosen, inner);
    return chosen.outputs.map(({ name }) => inner.get(name));
  }

  #node(
    node: GraphNode,
    inputs: readonly (Wire | Constant | undefined)[],
    around: Around,
  ): readonly (Wire | Constant | undefined)[] {
    const { file } = this.#builder;
    const { versions } = this.#graph;
    const operator = knownOperator(file, node);
    if (!inputs.some(isWire) && !operator.isRandom)
      return this.#folding(node, inputs as readonly (Constant | undefined)[]);
    const version = versions.get(node.domain) ?? versions.get('') ?? 1;
    const operation = operationOf({ ...node, version, outputs: node.outputs.length });
    const isUsed = (output: number): boolean =>
      node.outputs[output] !== undefined && around.needed.has(node.outputs[output]);
    const known: KnownNode = { node, operation, inputs, isUsed, ...fused(node, inputs, around) };
    try {
      return applied(known, operator, this.#builder);
    } catch (cause) {
      throw nodeError(file, node, cause);
    }
  }

  /** Computes a node whose inputs are all constants. */
  #folding(node: GraphNode, inputs: readonly (Constant | undefined)[]): Constant[] {
    const { file } = this.#builder;
    let results: Constant[] = [];
    tf.tidy(() => {
      const values = inputs.map((input) => input && constantValue(input));
      results = runNode(file, node, values, this.#graph.versions).map(({ tensor, type }) => {
        const data = type === 'float32' ? Float32Array.from(tensor.dataSync()) : Int32Array.from(tensor.dataSync());
        return { type, shape: tensor.shape, data };
      });
    }); // it looks for tensors in each value that is returned
    this.#folded += results.reduce((sum, { shape }) => sum + product(shape), 0);
    if (this.#folded > mostFolded)
      throw nodeError(file, node, new Error(`the constants of the graph have more than ${mostFolded} values`));
    return results;
  }
}
