import { tfl } from '../../../../engine/tensors.ts';
import type { Layer } from '../../../network/layers.ts';
import type { Constant } from '../../contract.ts';
import { broadcastSizes } from '../../operators/broadcasting.ts';
import type { Builder } from '../builder.ts';
import { isConstant, isWire, shapeOf, type KnownNode, type Rule, type Rules } from '../known-node.ts';
import { withLast } from '../placement.ts';
import { axesOf, plainWire, type Wire } from '../wire.ts';
import { kernelLast, reorderedRows } from './kernel-last.ts';

/** What a dense layer computes with: its kernel in the order of the graph, and its bias. */
interface Weights {
  readonly data: ArrayLike<number>;
  readonly inputs: number;
  readonly units: number;
  /** Whether the kernel is [units, inputs] instead of [inputs, units]. */
  readonly isTransposed?: boolean;
  /** The kernel is multiplied by it. @defaultValue 1 */
  readonly factor?: number;
  readonly bias?: Float32Array;
}

/** The kernel [inputs, units], with the inputs in the order in which they lie. */
function kernelOf(
  { data, inputs, units, isTransposed, factor = 1 }: Weights,
  positions: Int32Array | undefined,
): Float32Array {
  const kernel = isTransposed
    ? kernelLast(data, [units, inputs], positions)
    : reorderedRows({ data, shape: [inputs, units] }, positions);
  return factor === 1 ? kernel : kernel.map((value) => factor * value);
}

/** Multiplies the last axis of a wire by a matrix. The matrix is reordered, not the values. */
function dense(builder: Builder, wire: Wire, weights: Weights, { node, activation }: KnownNode): Wire {
  const axis = wire.axes.length - 1;
  const { symbol, others, positions } = withLast(builder, wire, axis);
  const { units, bias } = weights;
  const layer = tfl.layers.dense({
    units,
    useBias: bias !== undefined,
    activation: activation ?? 'linear',
    kernelInitializer: 'zeros',
    biasInitializer: 'zeros',
    name: builder.name(node.name || 'dense'),
  });
  const result = builder.apply(layer as Layer, symbol, [kernelOf(weights, positions), ...(bias ? [bias] : [])]);
  const [own] = axesOf([units]);
  return {
    symbol: result,
    pieces: [...others, ...own],
    axes: wire.axes.map((each, i) => (i === axis ? own : each)),
    type: 'float32',
  };
}

const gemm: Rule = (known, builder) => {
  const { inputs, operation } = known;
  const [a, b, c] = inputs;
  const isBias =
    c === undefined || (isConstant(c) && (c.data.length === 1 || c.shape.slice(0, -1).every((size) => size === 1)));
  if (!isWire(a) || !isConstant(b) || !isBias || operation.number('transA', 0) !== 0 || a.axes.length !== 2)
    return undefined;
  const isTransposed = operation.number('transB', 0) !== 0;
  const [rows, columns] = b.shape;
  const [inner, units] = isTransposed ? [columns, rows] : [rows, columns];
  const [factor, beta] = [operation.number('alpha', 1), operation.number('beta', 1)];
  const weights = { data: b.data, inputs: inner, units, isTransposed, factor, bias: biasOf(c, units, beta) };
  return [dense(builder, a, weights, known)];
};

function biasOf(constant: Constant | Wire | undefined, units: number, factor: number): Float32Array | undefined {
  if (!isConstant(constant)) return undefined;
  const { data } = constant;
  return Float32Array.from({ length: units }, (_, unit) => factor * data[data.length === 1 ? 0 : unit]);
}

const matMul: Rule = (known, builder) => {
  const { node, inputs, bias } = known;
  const [a, b] = inputs;
  if (isWire(a) && isConstant(b) && b.shape.length === 2 && a.type === 'float32') {
    const [inner, units] = b.shape;
    return [dense(builder, a, { data: b.data, inputs: inner, units, bias: biasOf(bias, units, 1) }, known)];
  }
  if (!isWire(a) || !isWire(b) || a.axes.length < 2 || b.axes.length < 2) return undefined;
  const rank = Math.max(a.axes.length, b.axes.length);
  const [left, right] = [a, b].map((wire) => ({
    ...wire,
    axes: [...Array.from({ length: rank - wire.axes.length }, () => []), ...wire.axes],
  }));
  const [m, k] = [shapeOf(left), shapeOf(right)];
  const kept = m.map((_, axis) => axis).filter((axis) => axis >= rank - 2 || m[axis] !== 1 || k[axis] !== 1);
  const operands = [left, right].map((wire) =>
    builder.arranged(
      wire,
      kept.map((axis) => wire.axes[axis]),
    ),
  );
  const { symbol } = builder.operate(node, { operator: 'MatMul', operands });
  const sizes = [...broadcastSizes(m.slice(0, -2), k.slice(0, -2)), m[rank - 2], k[rank - 1]];
  return [plainWire(symbol, sizes, 'float32')];
};

/** Products of matrices. */
export const productRules: Rules = { Gemm: gemm, MatMul: matMul };
