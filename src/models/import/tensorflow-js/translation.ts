import type { Constant, ElementType, GraphFile, GraphNode } from '../contract.ts';
import { mostNodes } from '../graph/operation.ts';
import { OperatorError, product } from '../operators/values.ts';
import type { Attributes } from './attributes.ts';
import type { StoredNode } from './stored-graph.ts';

/** A graph that is being translated. */
export interface Translated {
  readonly file: GraphFile;
  readonly nodes: GraphNode[];
  readonly constants: Map<string, Constant>;
  /** The node that computes a tensor, by the name here. */
  readonly producers: Map<string, GraphNode>;
  /** Per tensor of the file, `node:0`, the name that it has here. */
  readonly names: Map<string, string>;
}

/** Adds the nodes that compute what a node of TensorFlow does. @returns the tensors that are its outputs */
export type Translator = (node: Translation) => string | readonly string[];
export type Translators = Readonly<Record<string, Translator>>;

/** A node of TensorFlow with its inputs, and the graph to which its translation is added. */
export class Translation {
  readonly operator: string;
  readonly attributes: Attributes;
  /** The tensors that it reads. */
  readonly inputs: readonly string[];
  readonly #name: string;
  readonly #graph: Translated;

  constructor(graph: Translated, { name, operator, attributes }: StoredNode, inputs: readonly string[]) {
    this.operator = operator;
    this.attributes = attributes;
    this.inputs = inputs;
    this.#name = name;
    this.#graph = graph;
  }

  /** @throws OperatorError if it has no such input */
  input(at: number): string {
    const name = this.inputs[at];
    if (name === undefined) throw new OperatorError(`it has no input ${at}`);
    return name;
  }

  /** Adds a node; an input is omitted by the empty text. @returns its first output */
  add(operator: string, inputs: readonly string[], attributes: GraphNode['attributes'] = {}): string {
    return this.addAll(operator, inputs, attributes, 1)[0];
  }

  /** Adds a node with several outputs. */
  addAll(
    operator: string,
    inputs: readonly string[],
    attributes: GraphNode['attributes'],
    outputs: number,
  ): readonly string[] {
    const { nodes, producers } = this.#graph;
    if (!(nodes.length < mostNodes && outputs <= mostNodes))
      throw new OperatorError(`the graph computes more than ${mostNodes} tensors`);
    const names = Array.from({ length: outputs }, (_, at) => `${this.#name}#${nodes.length}:${at}`);
    const node: GraphNode = {
      name: this.#name,
      domain: '',
      operator,
      source: this.operator,
      inputs,
      outputs: names,
      attributes,
    };
    nodes.push(node);
    for (const name of names) producers.set(name, node);
    return names;
  }

  /** Adds numbers as a tensor, by default a list of integers. */
  constant(values: readonly number[], type: ElementType = 'int32', shape: readonly number[] = [values.length]): string {
    const { constants } = this.#graph;
    const name = `${this.#name}#constant ${constants.size}`;
    const data = type === 'float32' ? Float32Array.from(values) : Int32Array.from(values);
    constants.set(name, { type, shape, data });
    return name;
  }

  /** One number without axes. */
  scalar(value: number, type: ElementType = 'float32'): string {
    return this.constant([value], type, []);
  }

  /** Adds a tensor that the file holds, with other axes. */
  reshapedConstant(constant: Constant, shape: readonly number[]): string {
    const { constants } = this.#graph;
    const name = `${this.#name}#constant ${constants.size}`;
    constants.set(name, {
      type: constant.type,
      shape,
      get data() {
        return constant.data;
      },
    });
    return name;
  }

  /** The node that computes a tensor; undefined for an input of the graph and a constant. */
  producerOf(tensor: string): GraphNode | undefined {
    return this.#graph.producers.get(tensor);
  }

  /** An input that the file holds; undefined if it is computed. */
  known(at: number): Constant | undefined {
    return this.#graph.constants.get(this.input(at));
  }

  /**
   * The numbers of an input that decides what the node computes.
   *
   * @param what - it is, for the error
   * @throws OperatorError if it is computed, or holds many numbers
   */
  numbers(at: number, what: string): number[] {
    const constant = this.known(at);
    if (!constant || product(constant.shape) > 64) throw new OperatorError(`its ${what} are no few constant numbers`);
    return Array.from(constant.data);
  }

  number(at: number, what: string): number {
    const [value, ...more] = this.numbers(at, what);
    if (value === undefined || more.length > 0) throw new OperatorError(`its ${what} is not one number`);
    return value;
  }
}
