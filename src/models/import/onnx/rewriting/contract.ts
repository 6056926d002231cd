import type { Constant, ElementType, GraphNode } from '../../contract.ts';
import { mostNodes } from '../../graph/operation.ts';
import { OperatorError } from '../../operators/values.ts';
import type { StoredNode } from '../node.ts';

/** Adds the nodes of the standard that compute what a node does. */
export type Rewriter = (node: Rewriting) => void;
export type Rewriters = Readonly<Record<string, Rewriter>>;

/** A graph whose nodes are being rewritten. */
export interface Rewritten {
  readonly nodes: GraphNode[];
  readonly constants: Map<string, Constant>;
  /** Per tensor, the node that computes it. */
  readonly producers: Map<string, GraphNode>;
}

/** A node that is being rewritten, and the graph to which its parts are added. */
export class Rewriting {
  readonly node: StoredNode;
  readonly #graph: Rewritten;

  constructor(graph: Rewritten, node: StoredNode) {
    this.node = node;
    this.#graph = graph;
  }

  /** The name of an input; empty if it is omitted. */
  input(at: number): string {
    return this.node.inputs[at] ?? '';
  }

  /** Adds a node. @param output - the name of its output; by default a new one. @returns the name */
  add(operator: string, inputs: readonly string[], attributes: GraphNode['attributes'] = {}, output?: string): string {
    const { nodes, producers } = this.#graph;
    if (nodes.length >= mostNodes) throw new OperatorError(`the graph has more than ${mostNodes} nodes`);
    const { name, operator: source } = this.node;
    const given = output ?? `${name || source}#${nodes.length}`;
    const node = { name, domain: '', operator, source, inputs, outputs: [given], attributes };
    nodes.push(node);
    producers.set(given, node);
    return given;
  }

  /** Keeps the node itself, for some of its outputs: an unknown one is refused only if they are needed. */
  keep(outputs = this.node.outputs): void {
    const node = { ...this.node, outputs };
    this.#graph.nodes.push(node);
    for (const output of outputs) this.#graph.producers.set(output, node);
  }

  /** The node that computes a tensor, in front of nodes that pass it on; undefined for an input of the graph and a constant. */
  producerOf(tensor: string): GraphNode | undefined {
    const producer = this.#graph.producers.get(tensor);
    const isPassing = producer && ['Cast', 'Identity'].includes(producer.operator) && producer.domain === '';
    return isPassing ? this.producerOf(producer.inputs[0]) : producer;
  }

  /** Adds a tensor. @returns its name */
  constant(
    values: readonly number[],
    shape: readonly number[] = [values.length],
    type: ElementType = 'float32',
  ): string {
    const { constants } = this.#graph;
    const name = `${this.node.name || this.node.operator}#constant ${constants.size}`;
    const data = type === 'float32' ? Float32Array.from(values) : Int32Array.from(values);
    constants.set(name, { type, shape, data });
    return name;
  }

  scalar(value: number): string {
    return this.constant([value], []);
  }

  /** An input that the file holds; undefined if it is omitted or computed. */
  known(at: number): Constant | undefined {
    return this.constantOf(this.input(at));
  }

  /** A tensor that the file holds, also in a node. */
  constantOf(name: string): Constant | undefined {
    const { constants, producers } = this.#graph;
    const producer = producers.get(name);
    const held = producer?.operator === 'Constant' ? (producer.attributes.value as Constant | undefined) : undefined;
    return constants.get(name) ?? held;
  }

  /** A list of numbers in an attribute; empty if it is omitted. */
  numbers(attribute: string): readonly number[] {
    const value = this.node.attributes[attribute];
    return Array.isArray(value) && value.every((each) => typeof each === 'number') ? (value as number[]) : [];
  }

  /** A number in an attribute. */
  number(attribute: string, standard: number): number {
    const value = this.node.attributes[attribute];
    return typeof value === 'number' ? value : standard;
  }

  /** A text in an attribute. */
  text(attribute: string, standard: string): string {
    const value = this.node.attributes[attribute];
    return typeof value === 'string' ? value : standard;
  }
}
