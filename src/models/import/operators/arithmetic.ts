import { tf, type Tensor } from '../../../engine/tensors.ts';
import type { Operator, Operators, Value } from './contract.ts';
import { input, pointwise, valueOf } from './values.ts';

const isFloat = ({ type }: Value): boolean => type === 'float32';

/** An operator of two inputs with broadcasting; the result has the type of the first, or is a truth value. */
function binary(compute: (a: Tensor, b: Tensor, first: Value) => Tensor, type?: 'bool'): Operator {
  return {
    over: 'elementwise',
    run: (inputs) => {
      const [a, b] = [input(inputs, 0), input(inputs, 1)];
      return [valueOf(compute(a.tensor, b.tensor, a), type ?? a.type)];
    },
  };
}

/** An operator of any number of inputs. */
function folded(
  combine: (a: Tensor, b: Tensor) => Tensor,
  finish = (all: Tensor, _count: number): Tensor => all,
): Operator {
  return {
    over: 'elementwise',
    run: (inputs) => {
      const { type } = input(inputs, 0);
      const tensors = inputs.map((_, at) => input(inputs, at).tensor);
      return [valueOf(finish(tensors.reduce(combine), tensors.length), type)];
    },
  };
}

/** Integers are divided towards zero. */
function divide(a: Tensor, b: Tensor, first: Value): Tensor {
  if (isFloat(first)) return tf.div(a, b);
  const quotient = tf.div(tf.cast(a, 'float32'), tf.cast(b, 'float32'));
  return tf.cast(quotient, 'int32');
}

/** The remainder has the sign of the divisor, or that of the dividend if `fmod` is 1. */
const remainder: Operator = {
  over: 'elementwise',
  run: (inputs, operation) => {
    const [a, b] = [input(inputs, 0), input(inputs, 1)];
    const [x, y] = [tf.cast(a.tensor, 'float32'), tf.cast(b.tensor, 'float32')];
    const quotient = tf.div(x, y);
    const isOfDividend = operation.number('fmod', 0) === 1;
    const whole = isOfDividend ? tf.mul(tf.sign(quotient), tf.floor(tf.abs(quotient))) : tf.floor(quotient);
    const rest = tf.sub(x, tf.mul(whole, y));
    return [valueOf(isFloat(a) ? withInfinite(rest, x, y, isOfDividend) : rest, a.type)];
  },
};

/** Behind a division by infinity, x remains; a remainder with the sign of the divisor is infinite if that of x is another. */
function withInfinite(rest: Tensor, x: Tensor, y: Tensor, isOfDividend: boolean): Tensor {
  const isInfinite = tf.logicalAnd(tf.isInf(y), tf.isFinite(x));
  if (!tf.any(isInfinite).dataSync()[0]) return rest;
  const all = tf.broadcastTo(x, rest.shape);
  const remainders = isOfDividend ? all : tf.where(tf.less(tf.mul(x, y), 0), tf.broadcastTo(y, rest.shape), all);
  return tf.where(isInfinite, remainders, rest);
}

function power(a: Tensor, b: Tensor, first: Value): Tensor {
  if (b.size === 1 && b.dtype !== 'bool') {
    const [exponent] = b.dataSync();
    if (exponent === 2) return tf.square(a);
    if (exponent === 0.5 && isFloat(first)) return tf.sqrt(a);
  }
  const result = tf.pow(tf.cast(a, 'float32'), tf.cast(b, 'float32'));
  return isFloat(first) ? result : tf.round(result);
}

/** Arithmetic on floating-point numbers only. */
const real = (compute: (x: Tensor) => Tensor): Operator => pointwise((x) => compute(tf.cast(x, 'float32')));

const logical = (combine: (a: Tensor, b: Tensor) => Tensor): Operator =>
  binary((a, b) => combine(tf.cast(a, 'bool'), tf.cast(b, 'bool')), 'bool');

/** Arithmetic, comparisons and logic of the standard. */
export const arithmetic: Operators = {
  Add: binary((a, b) => tf.add(a, b)),
  Sub: binary((a, b) => tf.sub(a, b)),
  Mul: binary((a, b) => tf.mul(a, b)),
  Div: binary(divide),
  Mod: remainder,
  Pow: binary(power),
  Max: folded((a, b) => tf.maximum(a, b)),
  Min: folded((a, b) => tf.minimum(a, b)),
  Sum: folded((a, b) => tf.add(a, b)),
  Mean: folded(
    (a, b) => tf.add(a, b),
    (sum, count) => tf.div(sum, count),
  ),
  Abs: pointwise((x) => tf.abs(x)),
  Neg: pointwise((x) => (x.dtype === 'float32' ? tf.neg(x) : tf.mul(x, tf.scalar(-1, x.dtype)))),
  Sign: real((x) => tf.sign(x)),
  Exp: real((x) => tf.exp(x)),
  Log: real((x) => tf.log(x)),
  Sqrt: real((x) => tf.sqrt(x)),
  Reciprocal: real((x) => tf.div(1, x)),
  Floor: real((x) => tf.floor(x)),
  Ceil: real((x) => tf.ceil(x)),
  Round: real((x) => tf.round(x)),
  Sin: real((x) => tf.sin(x)),
  Cos: real((x) => tf.cos(x)),
  Tan: real((x) => tf.tan(x)),
  Asin: real((x) => tf.asin(x)),
  Acos: real((x) => tf.acos(x)),
  Atan: real((x) => tf.atan(x)),
  Sinh: real((x) => tf.sinh(x)),
  Cosh: real((x) => tf.cosh(x)),
  Asinh: real((x) => tf.asinh(x)),
  Acosh: real((x) => tf.acosh(x)),
  Atanh: real((x) => tf.atanh(x)),
  Equal: binary((a, b) => tf.equal(a, b), 'bool'),
  Greater: binary((a, b) => tf.greater(a, b), 'bool'),
  GreaterOrEqual: binary((a, b) => tf.greaterEqual(a, b), 'bool'),
  Less: binary((a, b) => tf.less(a, b), 'bool'),
  LessOrEqual: binary((a, b) => tf.lessEqual(a, b), 'bool'),
  And: logical((a, b) => tf.logicalAnd(a, b)),
  Or: logical((a, b) => tf.logicalOr(a, b)),
  Xor: logical((a, b) => tf.notEqual(a, b)),
  Not: { over: 'elementwise', run: (inputs) => [valueOf(tf.logicalNot(input(inputs, 0).tensor), 'bool')] },
  IsNaN: {
    over: 'elementwise',
    run: (inputs) => {
      const { tensor } = input(inputs, 0);
      return [valueOf(tf.notEqual(tensor, tensor), 'bool')];
    },
  },
  IsInf: {
    over: 'elementwise',
    run: (inputs, operation) => {
      const { tensor } = input(inputs, 0);
      const above =
        operation.number('detect_positive', 1) === 1 ? tf.equal(tensor, tf.scalar(Infinity)) : tf.zerosLike(tensor);
      const below =
        operation.number('detect_negative', 1) === 1 ? tf.equal(tensor, tf.scalar(-Infinity)) : tf.zerosLike(tensor);
      return [valueOf(tf.logicalOr(tf.cast(above, 'bool'), tf.cast(below, 'bool')), 'bool')];
    },
  },
  Where: {
    over: 'elementwise',
    run: (inputs) => {
      const [condition, a, b] = [0, 1, 2].map((at) => input(inputs, at));
      return [valueOf(tf.where(tf.cast(condition.tensor, 'bool'), a.tensor, b.tensor), a.type)];
    },
  },
};
