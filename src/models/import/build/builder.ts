import { tf, tfl, type SymbolicTensor } from '../../../engine/tensors.ts';
import { InvalidModelError } from '../../../errors.ts';
import type { Layer } from '../../network/layers.ts';
import type { Constant, ElementType, Graph, GraphFile } from '../contract.ts';
import { nodeError, type NamedNode } from '../graph/operation.ts';
import { GraphOperation } from '../layers/graph-operation.ts';
import type { Operand } from '../layers/operation-description.ts';
import { checkedShape } from '../operators/values.ts';
import { plainWire, regrouped, sizeOf, type Piece, type Wire } from './wire.ts';

type Shape = (number | null)[];

/** An operator of the graph, and how it runs in the network. */
export interface Applied {
  readonly operator: string;
  readonly version?: number;
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** Symbols [batch, …], and constants. */
  readonly operands: readonly (SymbolicTensor | Constant | undefined)[];
  readonly types?: readonly ElementType[];
  /** Whether it runs item by item. @defaultValue false */
  readonly isByItem?: boolean;
  /** Which of its outputs is meant. @defaultValue 0 */
  readonly output?: number;
}

/** Most layers of a network. TensorFlow.js walks through them by recursion, and compares them with each other. */
const mostLayers = 5000;

/** Adds layers to a network for the nodes of a graph. */
export class Builder {
  readonly file: GraphFile;
  readonly versions: ReadonlyMap<string, number>;
  /** The size that the graph states for the batch, if it states one. */
  readonly batch: number;
  readonly #names = new Set<string>();
  readonly #arranged = new Map<SymbolicTensor, Map<string, SymbolicTensor>>();
  readonly #layers: Layer[] = [];

  constructor({ file, versions }: Pick<Graph, 'file' | 'versions'>, batch: number) {
    this.file = file;
    this.versions = versions;
    this.batch = batch;
  }

  /** A name of a layer that no other has, of letters that are safe in file names; TensorFlow.js wants a letter or a digit in front. */
  name(wanted: string): string {
    const safe =
      wanted
        .replace(/^\/+/, '')
        .replace(/[^\w.-]+/g, '_')
        .slice(-60)
        .replace(/^[_-]+/, '') || 'layer';
    let name = safe;
    for (let number = 2; this.#names.has(name); number++) name = `${safe}_${number}`;
    this.#names.add(name);
    return name;
  }

  /** Applies a layer; `weights` are values in the order of its weights. */
  apply(
    layer: Layer,
    inputs: SymbolicTensor | SymbolicTensor[],
    weights: readonly Float32Array[] = [],
  ): SymbolicTensor {
    if (this.#layers.length >= mostLayers) throw tooManyLayers(this.file.path);
    const output = [layer.apply(inputs) as SymbolicTensor | SymbolicTensor[]].flat()[0];
    this.#layers.push(layer);
    checkedShape((output.shape as Shape).map((size) => size ?? 1));
    if (weights.length > 0) {
      const tensors = layer.weights.map(({ shape }, i) => tf.tensor(weights[i], shape as number[]));
      layer.setWeights(tensors);
      tf.dispose(tensors);
    }
    return output;
  }

  /** Frees the weights of all layers. */
  dispose(): void {
    for (const layer of this.#layers) for (const weight of layer.weights) weight.dispose();
  }

  /**
   * Brings the values of a wire into an order.
   *
   * @param groups - per axis of the result, its pieces; all pieces of the wire
   * @returns [batch, ...groups]
   */
  arranged(wire: Wire, groups: readonly (readonly Piece[])[]): SymbolicTensor {
    const order = groups.flat().map((piece) => wire.pieces.indexOf(piece));
    const shape = groups.map(sizeOf);
    const known = this.#arranged.get(wire.symbol) ?? new Map<string, SymbolicTensor>();
    this.#arranged.set(wire.symbol, known);
    const sizes = wire.pieces.map(({ size }) => size);
    const key = `${sizes.join()} ${order.join()} ${shape.join()}`;
    const found = known.get(key) ?? this.#permuted(wire.symbol, sizes, order, shape);
    known.set(key, found);
    return found;
  }

  #permuted(
    symbol: SymbolicTensor,
    sizes: readonly number[],
    order: readonly number[],
    shape: readonly number[],
  ): SymbolicTensor {
    if (order.every((piece, at) => piece === at)) return this.#reshaped(symbol, shape);
    const starts = order.filter((piece, at) => piece !== order[at - 1] + 1); // pieces that stay neighbours move as one
    const runs = [...starts].sort((a, b) => a - b);
    const lengthOf = (run: number): number =>
      sizeOf(sizes.slice(run, runs[runs.indexOf(run) + 1]).map((size) => ({ size })));
    const inMemory = this.#reshaped(symbol, runs.map(lengthOf));
    const dims = starts.map((run) => runs.indexOf(run) + 1);
    const moved = this.apply(tfl.layers.permute({ dims, name: this.name('permute') }), inMemory);
    return this.#reshaped(moved, shape);
  }

  #reshaped(symbol: SymbolicTensor, shape: readonly number[]): SymbolicTensor {
    const target = shape.length === 0 ? [1] : [...shape];
    if (symbol.shape.slice(1).join() === target.join() && symbol.shape.length === target.length + 1) return symbol;
    return this.apply(tfl.layers.reshape({ targetShape: target, name: this.name('reshape') }), symbol);
  }

  /** The values of a wire in the order of its axes, [batch, ...axes]. */
  plain(wire: Wire): SymbolicTensor {
    return this.arranged(wire, wire.axes);
  }

  /** Reads a wire with axes of other sizes; moves its values first where they have to. */
  reshaped(wire: Wire, sizes: readonly number[]): Wire {
    const read = regrouped(wire, sizes);
    if (read) return read;
    const size = sizeOf(wire.pieces);
    const flat = plainWire(this.arranged(wire, [wire.axes.flat()]), [size], wire.type);
    return regrouped(flat, sizes) as Wire;
  }

  /** Applies an operator of the graph as a layer of this package; returns its output and the type. */
  operate(node: NamedNode, applied: Applied): { symbol: SymbolicTensor; type: ElementType } {
    const {
      operator,
      version = this.versions.get('') ?? 1,
      attributes = {},
      operands,
      types = [],
      isByItem = false,
      output = 0,
    } = applied;
    const isSymbol = (operand: Applied['operands'][number]): operand is SymbolicTensor =>
      operand !== undefined && 'sourceLayer' in operand;
    const symbols = [...new Set(operands.filter(isSymbol))]; // TensorFlow.js frees too early what a layer reads twice
    let at = 0;
    const own = operands.map((operand): Operand => {
      if (operand === undefined) return null;
      return isSymbol(operand)
        ? { input: symbols.indexOf(operand), type: types[at++] ?? 'float32' }
        : { constant: operand };
    });
    try {
      const layer = GraphOperation.of(this.name(node.name || operator), {
        operator,
        version,
        attributes: plainAttributes(attributes),
        operands: own,
        isByItem,
        output,
      });
      const symbol = this.apply(layer as unknown as Layer, symbols.length === 1 ? symbols[0] : symbols);
      layer.fill();
      return { symbol, type: layer.type };
    } catch (cause) {
      throw nodeError(this.file, node, cause);
    }
  }
}

const tooManyLayers = (path: string): InvalidModelError =>
  new InvalidModelError(
    `${path} becomes a network of more than ${mostLayers} layers.\nExpected at most ${mostLayers}.\n` +
      'Use openGraph(path), which runs any graph, or export a smaller model.',
  );

/** Attributes without tensors and graphs. */
const plainAttributes = (attributes: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(attributes).filter(
      ([, value]) =>
        typeof value !== 'object' || (Array.isArray(value) && value.every((each) => typeof each !== 'object')),
    ),
  );
