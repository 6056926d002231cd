import { tf, type Tensor } from '../../../engine/tensors.ts';
import type { Operation, Operator, Operators, Values } from './contract.ts';
import { axisOf, input, numbersIn, OperatorError, valueOf } from './values.ts';

type Reduce = (x: Tensor, axes: number[], keep: boolean) => Tensor;

/** The axes of a reduction, from an input or an attribute; undefined if nothing is reduced. */
function axesOf(inputs: Values, operation: Operation, rank: number): number[] | undefined {
  const given = numbersIn(inputs, 1) ?? operation.numbers('axes') ?? [];
  if (given.length > 0) return given.map((axis) => axisOf(axis, rank));
  return operation.number('noop_with_empty_axes', 0) === 1 ? undefined : Array.from({ length: rank }, (_, i) => i);
}

/** @param empty - the result over no values */
function reduction(reduce: Reduce, before = (x: Tensor): Tensor => x, empty = 0): Operator {
  return {
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      const axes = axesOf(inputs, operation, tensor.rank);
      const keep = operation.number('keepdims', 1) === 1;
      const x = before(tensor);
      if (!axes || axes.length === 0) return [valueOf(x, type)];
      if (axes.some((axis) => tensor.shape[axis] === 0)) {
        const shape = tensor.shape.flatMap((size, axis) => (axes.includes(axis) ? (keep ? [1] : []) : [size]));
        return [valueOf(tf.fill(shape, type === 'bool' ? Number(empty > 0) : empty), type)];
      }
      return [valueOf(reduce(x, axes, keep), type)];
    },
  };
}

function extreme(find: (x: Tensor, axis: number) => Tensor): Operator {
  return {
    run: (inputs, operation) => {
      const { tensor } = input(inputs, 0);
      const axis = axisOf(operation.number('axis', 0), tensor.rank);
      const isLast = operation.number('select_last_index', 0) === 1;
      const found = find(isLast ? tf.reverse(tensor, axis) : tensor, axis);
      const at = isLast ? tf.sub(tf.scalar(tensor.shape[axis] - 1, 'int32'), found) : found;
      return [valueOf(operation.number('keepdims', 1) === 1 ? tf.expandDims(at, axis) : at, 'int32')];
    },
  };
}

/** The product over axes; `tf.prod` has no gradient where a factor is 0. */
const prod: Reduce = (x, axes, keep) => {
  if (x.dtype !== 'float32') return tf.prod(x, axes, keep);
  const last = axes[axes.length - 1];
  const factors = tf.unstack(x, last).map((part) => tf.expandDims(part, last));
  const multiplied = factors.reduce((a, b) => tf.mul(a, b));
  const rest = axes.slice(0, -1);
  const all: Tensor = rest.length > 0 ? prod(multiplied, rest, true) : multiplied;
  return keep ? all : tf.squeeze(all, axes);
};

/** Reductions of the standard. */
export const reductions: Operators = {
  ReduceSum: reduction((x, axes, keep) => tf.sum(x, axes, keep)),
  ReduceMean: reduction((x, axes, keep) => tf.mean(x, axes, keep)),
  ReduceMax: reduction((x, axes, keep) => tf.max(x, axes, keep), undefined, -Infinity),
  ReduceMin: reduction((x, axes, keep) => tf.min(x, axes, keep), undefined, Infinity),
  ReduceProd: reduction(prod, undefined, 1),
  ReduceSumSquare: reduction(
    (x, axes, keep) => tf.sum(x, axes, keep),
    (x) => tf.square(x),
  ),
  ReduceL1: reduction(
    (x, axes, keep) => tf.sum(x, axes, keep),
    (x) => tf.abs(x),
  ),
  ReduceL2: reduction((x, axes, keep) => tf.sqrt(tf.sum(tf.square(x), axes, keep))),
  ReduceLogSum: reduction((x, axes, keep) => tf.log(tf.sum(x, axes, keep)), undefined, -Infinity),
  ReduceLogSumExp: reduction((x, axes, keep) => tf.logSumExp(x, axes, keep), undefined, -Infinity),
  ArgMax: extreme((x, axis) => tf.argMax(x, axis)),
  ArgMin: extreme((x, axis) => tf.argMin(x, axis)),
  CumSum: {
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      const axis = axisOf(numbersIn(inputs, 1)?.[0] ?? 0, tensor.rank);
      const [exclusive, reverse] = [operation.number('exclusive', 0) === 1, operation.number('reverse', 0) === 1];
      return [valueOf(tf.cumsum(tensor, axis, exclusive, reverse), type)];
    },
  },
  TopK: {
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      const [k] = numbersIn(inputs, 1) ?? [operation.number('k', 1)];
      const axis = axisOf(operation.number('axis', -1), tensor.rank);
      if (!(k >= 0 && k <= tensor.shape[axis]))
        throw new OperatorError(`it asks for the ${k} largest of ${tensor.shape[axis]} values`);
      const isLargest = operation.number('largest', 1) === 1;
      const order = [...tensor.shape.keys()].map((at) =>
        at === axis ? tensor.rank - 1 : at === tensor.rank - 1 ? axis : at,
      );
      const rows = tf.transpose(tensor, order);
      const { indices } = tf.topk(isLargest ? rows : tf.mul(rows, -1), k);
      const length = tensor.shape[axis];
      const places = Int32Array.from(indices.dataSync(), (at, i) => Math.floor(i / k) * length + at);
      const values = tf.gather(tf.reshape(rows, [-1]), tf.tensor1d(places, 'int32')); // topk has no gradient
      return [
        valueOf(tf.transpose(tf.reshape(values, indices.shape), order), type),
        valueOf(tf.transpose(indices, order), 'int32'),
      ];
    },
  },
};
