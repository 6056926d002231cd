import { tfl } from '../../../../engine/tensors.ts';
import type { Layer } from '../../../network/layers.ts';
import type { Constant } from '../../contract.ts';
import { broadcastSizes } from '../../operators/broadcasting.ts';
import type { Builder } from '../builder.ts';
import { isConstant, isWire, shapeOf, type KnownNode, type Rule, type Rules } from '../known-node.ts';
import { withLast } from '../placement.ts';
import { axesOf, plainWire, transposed, type Wire } from '../wire.ts';

/** What a dense layer computes with: its kernel [inputs, units] in the order of the graph, and its bias. */
interface Weights {
  readonly inputs: number;
  readonly units: number;
  readonly at: (input: number, unit: number) => number;
  readonly bias?: Float32Array;
}

/** Multiplies the last axis of a wire by a matrix. The matrix is reordered, not the values. */
function dense(
  builder: Builder,
  wire: Wire,
  { inputs, units, at, bias }: Weights,
  { node, activation }: KnownNode,
): Wire {
  const axis = wire.axes.length - 1;
  const { symbol, others, positions } = withLast(builder, wire, axis);
  const kernel = new Float32Array(inputs * units);
  for (let i = 0; i < inputs; i++) {
    const from = positions ? positions[i] : i;
    for (let unit = 0; unit < units; unit++) kernel[i * units + unit] = at(from, unit);
  }
  const layer = tfl.layers.dense({
    units,
    useBias: bias !== undefined,
    activation: activation ?? 'linear',
    kernelInitializer: 'zeros',
    biasInitializer: 'zeros',
    name: builder.name(node.name || 'dense'),
  });
  const result = builder.apply(layer as Layer, symbol, [kernel, ...(bias ? [bias] : [])]);
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
  const [alpha, beta] = [operation.number('alpha', 1), operation.number('beta', 1)];
  const { inner, units, at } = matrixOf(b, operation.number('transB', 0) !== 0, alpha);
  return [dense(builder, a, { inputs: inner, units, at, bias: biasOf(c, units, beta) }, known)];
};

/** A matrix times a factor, with its sizes as the kernel of a layer. */
function matrixOf(
  { shape: [rows, columns], data }: Constant,
  isTransposed: boolean,
  factor: number,
): { inner: number; units: number; at: Weights['at'] } {
  const [inner, units] = isTransposed ? [columns, rows] : [rows, columns];
  return {
    inner,
    units,
    at: isTransposed
      ? (input, unit) => factor * data[unit * inner + input]
      : (input, unit) => factor * data[input * units + unit],
  };
}

/** Exchanges the last two axes. */
const withMatricesTransposed = (wire: Wire): Wire =>
  transposed(wire, [...[...wire.axes.keys()].slice(0, -2), wire.axes.length - 1, wire.axes.length - 2]);

function biasOf(constant: Constant | Wire | undefined, units: number, factor: number): Float32Array | undefined {
  if (!isConstant(constant)) return undefined;
  const { data } = constant;
  return Float32Array.from({ length: units }, (_, unit) => factor * data[data.length === 1 ? 0 : unit]);
}

const matMul: Rule = (known, builder) => {
  const { node, inputs, operation, scale, bias } = known;
  const [a, b] = inputs.map((input, at) =>
    isWire(input) && operation.number(at === 0 ? 'transA' : 'transB', 0) === 1 ? withMatricesTransposed(input) : input,
  );
  if (isWire(a) && isConstant(b) && b.shape.length === 2 && a.type === 'float32') {
    const { inner, units, at } = matrixOf(b, operation.number('transB', 0) === 1, 1);
    const factors = scale?.data;
    const scaled: Weights['at'] = factors ? (input, unit) => at(input, unit) * factors[unit] : at;
    return [dense(builder, a, { inputs: inner, units, at: scaled, bias: biasOf(bias, units, 1) }, known)];
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

/**
 * Products in Einstein's notation whose first letter counts the items in each wire and in the result: they run once for the batch.
 * Others run item by item.
 */
const einsum: Rule = ({ node, inputs, operation }, builder) => {
  const equation = operation.text('equation', '').replaceAll(' ', '');
  const [left, result] = equation.split('->');
  const terms = left.split(',');
  const [letter] = result ?? '';
  const isItems = (term: string, at: number): boolean =>
    isWire(inputs[at]) ? term[0] === letter && !term.slice(1).includes(letter) : !term.includes(letter);
  if (!letter || letter === '.' || terms.length !== inputs.length || !terms.every(isItems)) return undefined;
  if (result.slice(1).includes(letter) || inputs.some((input) => isWire(input) && input.axes[0]?.length !== 0))
    return undefined;
  const operands = inputs.map((input) => (isWire(input) ? builder.arranged(input, input.axes.slice(1)) : input));
  const { symbol, type } = builder.operate(node, { operator: 'Einsum', attributes: { equation }, operands });
  return [plainWire(symbol, [1, ...(symbol.shape.slice(1) as number[])], type)];
};

/** Products of matrices. */
export const productRules: Rules = { Einsum: einsum, Gemm: gemm, MatMul: matMul };
