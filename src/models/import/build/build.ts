import { tf, tfl, type LayersModel } from '../../../engine/tensors.ts';
import { InvalidModelError } from '../../../errors.ts';
import type { Constant, Graph, GraphNode } from '../contract.ts';
import { knownOperator, nodeError, operationOf } from '../graph/operation.ts';
import { chosenBody, isChoice, runNode, type Body } from '../graph/run-graph.ts';
import { constantValue, product } from '../operators/values.ts';
import type { Builder } from './builder.ts';
import { isConstant, isWire, type KnownNode } from './known-node.ts';
import { applied } from './rules/index.ts';
import type { Wire } from './wire.ts';

/** Values of a graph while it is built: what its inputs determine, and constants. */
type Known = Map<string, Wire | Constant>;

/** Constants that are computed while a graph is built may hold this many values together. */
const mostFolded = 2 ** 28;

/** Operators whose layer can apply the ReLU behind it. */
const activating = new Set(['Conv', 'Gemm', 'MatMul']);

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
    if (!output || !isWire(output)) throw constantOutput(builder.file);
    const symbol = builder.arranged(output, [output.axes.flat()]);
    return tfl.model({ inputs: sourceOf(input), outputs: symbol, name: builder.name(fileName(builder.file)) });
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
    const results = tf.tidy(() => {
      const values = inputs.map((input) => input && constantValue(input));
      return runNode(file, node, values, this.#graph.versions).map(({ tensor, type }): Constant => {
        const data = type === 'float32' ? Float32Array.from(tensor.dataSync()) : Int32Array.from(tensor.dataSync());
        return { type, shape: tensor.shape, data };
      }) as never;
    }) as unknown as Constant[];
    this.#folded += results.reduce((sum, { shape }) => sum + product(shape), 0);
    if (this.#folded > mostFolded)
      throw nodeError(file, node, new Error(`the constants of the graph have more than ${mostFolded} values`));
    return results;
  }
}

/** What is known of the graph around a node. */
interface Around {
  readonly readers: ReadonlyMap<string, readonly GraphNode[]>;
  readonly needed: ReadonlySet<string>;
  /** Nodes that the layer of another one computes. */
  readonly absorbed: Set<GraphNode>;
  /** Per node with such nodes behind it, the last of them. */
  readonly lastOf: Map<GraphNode, GraphNode>;
  readonly read: (name: string) => Wire | Constant | undefined;
}

/** Takes a bias and a ReLU behind a node into its layer, if nothing else reads the values between. */
function fused(
  node: GraphNode,
  inputs: readonly (Wire | Constant | undefined)[],
  { readers, absorbed, lastOf, read }: Around,
): Partial<KnownNode> {
  if (!activating.has(node.operator) || !isConstant(inputs[1]) || node.domain !== '') return {};
  if (node.operator === 'MatMul' && inputs[1].shape.length !== 2) return {};
  const follower = ({ outputs: [name] }: GraphNode): GraphNode | undefined => {
    const next = readers.get(name) ?? [];
    return next.length === 1 ? next[0] : undefined;
  };
  let last = node;
  let bias: Constant | undefined;
  const addition = node.operator === 'MatMul' ? follower(node) : undefined;
  if (addition?.operator === 'Add') {
    const other = read(addition.inputs[addition.inputs[0] === node.outputs[0] ? 1 : 0]);
    const units = inputs[1].shape[1];
    if (isConstant(other) && other.shape.at(-1) === units && product(other.shape) === units && other.shape.length < 3) {
      bias = other;
      last = addition;
      absorbed.add(addition);
      lastOf.set(node, addition);
    }
  }
  const next = follower(last);
  if (next?.operator !== 'Relu') return { bias };
  absorbed.add(next);
  lastOf.set(node, next);
  return { bias, activation: 'relu' };
}

/** Per value, the nodes that read it; the outputs of the graph are read by a node of their own. */
function readersOf({ nodes, outputs }: Body): Map<string, GraphNode[]> {
  const readers = new Map<string, GraphNode[]>();
  const end: GraphNode = {
    name: '',
    domain: '',
    operator: '',
    inputs: outputs.map(({ name }) => name),
    outputs: [],
    attributes: {},
  };
  for (const node of [...nodes, end])
    for (const name of [...node.inputs, ...outerNames(node)]) readers.set(name, [...(readers.get(name) ?? []), node]);
  return readers;
}

/** The names that the graphs in a node read. */
function outerNames(node: GraphNode): string[] {
  if (!isChoice(node)) return [];
  return [true, false].flatMap((condition) => {
    const body = chosenBody(node, condition);
    return body
      ? [
          ...body.nodes.flatMap((inner) => [...inner.inputs, ...outerNames(inner)]),
          ...body.outputs.map(({ name }) => name),
        ]
      : [];
  });
}

/** The values that the outputs of a graph need. */
function neededBy({ nodes, outputs }: Body): Set<string> {
  const needed = new Set(outputs.map(({ name }) => name));
  for (const node of [...nodes].reverse())
    if (node.outputs.some((name) => needed.has(name)))
      for (const name of [...node.inputs, ...outerNames(node)]) needed.add(name);
  return needed;
}
