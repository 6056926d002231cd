import { tf, type Tensor } from '../../../engine/tensors.ts';
import type { Operators, Value } from './contract.ts';
import { dtypeOf, input, OperatorError, valueOf } from './values.ts';

const largest = 2 ** 31 - 1;

/** Ranges of the integers that a cast can leave. */
const ranges = { int8: [-128, 127], uint8: [0, 255], int16: [-32768, 32767], uint16: [0, 65535] } as const;

/** Brings integers into the range of a type; those of uint8 and int8 wrap around. */
function cast(x: Tensor, from: Value, type: Value['type']): Tensor {
  if (type === 'bool') return tf.notEqual(x, tf.zerosLike(x));
  if (type === 'float32' || type === 'int32') {
    const bounded = from.type === 'float32' && type === 'int32' ? tf.clipByValue(x, -(2 ** 31), largest) : x;
    return tf.cast(bounded, dtypeOf(type));
  }
  const [low, high] = ranges[type];
  const whole = tf.cast(tf.cast(x, 'int32'), 'float32');
  const span = high - low + 1;
  return tf.sub(whole, tf.mul(tf.floor(tf.div(tf.sub(whole, low), span)), span));
}

const elementTypes = new Map<number, Value['type']>([
  [1, 'float32'],
  [2, 'uint8'],
  [3, 'int8'],
  [4, 'uint16'],
  [5, 'int16'],
  [6, 'int32'],
  [7, 'int32'],
  [9, 'bool'],
  [10, 'float32'],
  [11, 'float32'],
  [12, 'int32'],
  [13, 'int32'],
  [16, 'float32'],
]);

function typeNumbered(number: number): Value['type'] {
  const type = elementTypes.get(number);
  if (!type) throw new OperatorError(`it makes elements of type ${number}, which are no plain numbers`);
  return type;
}

/** Operators that change the type of their input. */
export const casting: Operators = {
  Cast: {
    over: 'elementwise',
    run: (inputs, operation) => {
      const from = input(inputs, 0);
      const type = typeNumbered(operation.number('to', 1));
      return [valueOf(cast(from.tensor, from, type), type)];
    },
  },
  CastLike: {
    over: 'elementwise',
    run: (inputs) => {
      const [from, like] = [input(inputs, 0), input(inputs, 1)];
      return [valueOf(cast(from.tensor, from, like.type), like.type)];
    },
  },
};
