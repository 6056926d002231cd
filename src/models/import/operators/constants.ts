import { tf } from '../../../engine/tensors.ts';
import type { Operators, Value } from './contract.ts';
import { checkedShape, constantValue, input, numbersIn, OperatorError, valueOf } from './values.ts';

/** Operators whose values follow from attributes, shapes and single numbers. */
export const constants: Operators = {
  Constant: {
    run: (_, operation) => {
      const tensor = operation.constant('value');
      if (tensor) return [constantValue(tensor)];
      const [one, many] = [operation.number('value_float', Number.NaN), operation.numbers('value_floats')];
      if (many) return [valueOf(tf.tensor1d([...many], 'float32'), 'float32')];
      if (!Number.isNaN(one)) return [valueOf(tf.scalar(one), 'float32')];
      const list = operation.numbers('value_ints');
      if (list) return [valueOf(tf.tensor1d([...list], 'int32'), 'int32')];
      const whole = operation.number('value_int', Number.NaN);
      if (Number.isNaN(whole)) throw new OperatorError('it holds no numbers');
      return [valueOf(tf.scalar(whole, 'int32'), 'int32')];
    },
  },
  ConstantOfShape: {
    run: (inputs, operation) => {
      const shape = checkedShape(numbersIn(inputs, 0) ?? []);
      const constant: Value = operation.constant('value')
        ? constantValue(operation.constant('value') as never)
        : valueOf(tf.scalar(0), 'float32');
      return [
        valueOf(tf.fill(shape, constant.tensor.dataSync()[0], constant.tensor.dtype as 'float32'), constant.type),
      ];
    },
  },
  Range: {
    run: (inputs) => {
      const [start, limit, delta] = [0, 1, 2].map((at) => (numbersIn(inputs, at) ?? [0])[0]);
      const [count] = checkedShape([Math.max(0, Math.ceil((limit - start) / delta))]);
      const { type } = input(inputs, 0);
      return [valueOf(tf.tensor1d(Array.from({ length: count }, (_, i) => start + i * delta)), type)];
    },
  },
  EyeLike: {
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      const [rows, columns] = tensor.shape;
      const k = operation.number('k', 0);
      const ones = Float32Array.from({ length: rows * columns }, (_, at) =>
        Number((at % columns) - Math.floor(at / columns) === k),
      );
      return [valueOf(tf.tensor2d(ones, [rows, columns]), operation.number('dtype', 0) === 0 ? type : 'float32')];
    },
  },
};
