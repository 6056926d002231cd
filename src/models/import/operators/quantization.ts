import { tf, type Tensor } from '../../../engine/tensors.ts';
import type { ElementType } from '../contract.ts';
import type { Operation, Operators, Value } from './contract.ts';
import { axisOf, input, OperatorError, valueOf } from './values.ts';

const ranges: Readonly<Partial<Record<ElementType, readonly [number, number]>>> = {
  int8: [-128, 127],
  uint8: [0, 255],
  int16: [-32768, 32767],
  uint16: [0, 65535],
};

/** A scale or zero point against the values: one number, or one per entry of an axis. */
function along(parameter: Tensor, x: Tensor, operation: Operation): Tensor {
  if (parameter.size === 1) return tf.reshape(tf.cast(parameter, 'float32'), []);
  if (parameter.rank !== 1) throw new OperatorError('it has scales for blocks of values');
  const axis = axisOf(operation.number('axis', 1), x.rank);
  return tf.reshape(
    tf.cast(parameter, 'float32'),
    x.shape.map((size, at) => (at === axis ? size : 1)),
  );
}

/** Rounds half to even; its slope counts as 1 within the range, so that gradients pass through. */
function roundedStraight(x: Tensor, low: number, high: number): Tensor {
  const round = tf.customGrad((value, save) => {
    (save as (tensors: Tensor[]) => void)([value as Tensor]);
    const rounded = tf.clipByValue(tf.round(value as Tensor), low, high);
    const gradFunc = (dy: Tensor, [saved]: Tensor[]): Tensor =>
      tf.mul(dy, tf.cast(tf.logicalAnd(tf.greaterEqual(saved, low), tf.lessEqual(saved, high)), 'float32'));
    return { value: rounded, gradFunc };
  });
  return round(x);
}

function quantized(x: Tensor, scale: Tensor, zero: Tensor | number, type: ElementType): Value {
  const range = ranges[type];
  if (!range) throw new OperatorError(`it makes numbers of type ${type}`);
  const [low, high] = range;
  const steps = tf.div(x, scale);
  const offset = typeof zero === 'number' ? tf.scalar(zero) : zero;
  const whole = roundedStraight(steps, -(2 ** 24), 2 ** 24);
  return { tensor: tf.add(tf.clipByValue(tf.add(whole, offset), low, high), 0), type };
}

/**
 * Quantisation of the standard. Integers are held as float32, which represents them exactly, so that gradients pass.
 *
 *   q = clip(round(x / scale) + zero),   x ≈ (q − zero) · scale
 */
export const quantization: Operators = {
  QuantizeLinear: {
    isPointwise: true,
    run: (inputs, operation) => {
      const { tensor } = input(inputs, 0);
      const scale = along(input(inputs, 1).tensor, tensor, operation);
      const zero = inputs[2];
      const offset = zero ? along(zero.tensor, tensor, operation) : 0;
      return [quantized(tf.cast(tensor, 'float32'), scale, offset, zero?.type ?? 'uint8')];
    },
  },
  DequantizeLinear: {
    isPointwise: true,
    run: (inputs, operation) => {
      const { tensor } = input(inputs, 0);
      const scale = along(input(inputs, 1).tensor, tensor, operation);
      const zero = inputs[2];
      const values = tf.cast(tensor, 'float32');
      return [valueOf(tf.mul(zero ? tf.sub(values, along(zero.tensor, tensor, operation)) : values, scale), 'float32')];
    },
  },
  DynamicQuantizeLinear: {
    run: (inputs) => {
      const { tensor } = input(inputs, 0);
      const [low, high] = [tf.minimum(tf.min(tensor), 0), tf.maximum(tf.max(tensor), 0)];
      const scale = tf.div(tf.sub(high, low), 255);
      const zero = tf.clipByValue(tf.round(tf.div(tf.neg(low), scale)), 0, 255);
      return [quantized(tensor, scale, zero, 'uint8'), valueOf(scale, 'float32'), { tensor: zero, type: 'uint8' }];
    },
  },
};
