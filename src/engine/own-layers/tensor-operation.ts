import { tf, type Tensor } from '../tensors.ts';
import { axesOf, OwnLayer, type Options, type Shape } from './own-layer.ts';

/** What an operator computes, and the shape of its output with the batch. */
interface Operation {
  readonly compute: (inputs: Tensor[], options: Options) => Tensor;
  readonly shape: (shapes: Shape[], options: Options) => Shape;
}

const binary = (compute: (a: Tensor, b: Tensor) => Tensor): Operation => ({
  compute: (inputs, { constant, reversed }) => {
    const [a, b = tf.scalar(Number(constant))] = inputs;
    return reversed === true ? compute(b, a) : compute(a, b);
  },
  shape: ([a, b = []]) => {
    const [long, short] = a.length >= b.length ? [a, b] : [b, a];
    const before = long.length - short.length;
    return long.map((size, axis) => (axis < before || size !== 1 ? size : short[axis - before]));
  },
});

const unary = (compute: (x: Tensor) => Tensor): Operation => ({
  compute: ([x]) => compute(x),
  shape: ([shape]) => shape,
});

/** The axes that a reduction removes; without an option all but the batch. */
const reduced = ({ axis }: Options, rank: number): number[] =>
  axis === null || axis === undefined ? Array.from({ length: rank - 1 }, (_, i) => i + 1) : axesOf(axis, rank);

const reduction = (compute: (x: Tensor, axes: number[], keepDims: boolean) => Tensor): Operation => ({
  compute: ([x], options) => compute(x, reduced(options, x.rank), options.keepdims === true),
  shape: ([shape], options) => {
    const axes = reduced(options, shape.length);
    const kept = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
    return options.keepdims === true ? kept : kept.filter((_, axis) => !axes.includes(axis));
  },
});

/**
 * Operators that Keras applies to tensors outside of layers, as in `x * 2 + y`. A binary one takes two tensors, or one and a number;
 * `reversed` says that the number, or the second tensor, stands first.
 */
export const operations: Readonly<Record<string, Operation>> = {
  add: binary((a, b) => tf.add(a, b)),
  subtract: binary((a, b) => tf.sub(a, b)),
  multiply: binary((a, b) => tf.mul(a, b)),
  divide: binary((a, b) => tf.div(a, b)),
  maximum: binary((a, b) => tf.maximum(a, b)),
  minimum: binary((a, b) => tf.minimum(a, b)),
  power: binary((a, b) => tf.pow(a, b)),
  negative: unary((x) => tf.neg(x)),
  absolute: unary((x) => tf.abs(x)),
  square: unary((x) => tf.square(x)),
  sqrt: unary((x) => tf.sqrt(x)),
  exp: unary((x) => tf.exp(x)),
  log: unary((x) => tf.log(x)),
  mean: reduction((x, axes, keep) => tf.mean(x, axes, keep)),
  sum: reduction((x, axes, keep) => tf.sum(x, axes, keep)),
  max: reduction((x, axes, keep) => tf.max(x, axes, keep)),
  min: reduction((x, axes, keep) => tf.min(x, axes, keep)),
};

/** Operators that are affine in each of their operands. */
const shifting = new Set(['add', 'subtract', 'multiply']);

/** One operator as a layer. */
export class TensorOperation extends OwnLayer {
  static readonly className = 'TensorOperation';
  protected readonly written = ['operation', 'constant', 'reversed', 'axis', 'keepdims'];

  /** Whether it adds a number to each value, or multiplies or divides by one. */
  get isAffine(): boolean {
    const { operation, constant, reversed } = this.options;
    if (constant === null || constant === undefined) return false;
    return shifting.has(String(operation)) || (operation === 'divide' && reversed !== true);
  }

  protected compute(inputs: Tensor[]): Tensor {
    return this.operation.compute(inputs, this.options);
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const shapes = (Array.isArray(inputShape[0]) ? inputShape : [inputShape]) as Shape[];
    return this.operation.shape(shapes, this.options);
  }

  private get operation(): Operation {
    return operations[String(this.options.operation)];
  }
}
