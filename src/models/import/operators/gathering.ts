import { tf, type Tensor } from '../../../engine/tensors.ts';
import type { Operators } from './contract.ts';
import { axisOf, input, numbersIn, OperatorError, product, valueOf } from './values.ts';

/** Counts negative indices from the end. */
const counted = (indices: Tensor, size: number): Tensor =>
  tf.cast(tf.add(indices, tf.mul(tf.cast(tf.less(indices, 0), 'int32'), tf.scalar(size, 'int32'))), 'int32');

/** Operators that select values by their positions. */
export const gathering: Operators = {
  Gather: {
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      const axis = axisOf(operation.number('axis', 0), tensor.rank);
      const indices = counted(tf.cast(input(inputs, 1).tensor, 'int32'), tensor.shape[axis]);
      const flat = tf.gather(tensor, tf.reshape(indices, [-1]), axis);
      const shape = [...tensor.shape.slice(0, axis), ...indices.shape, ...tensor.shape.slice(axis + 1)];
      return [valueOf(tf.reshape(flat, shape), type)];
    },
  },
  GatherElements: {
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      const axis = axisOf(operation.number('axis', 0), tensor.rank);
      const indices = counted(input(inputs, 1).tensor, tensor.shape[axis]);
      const places = indices.dataSync();
      const strides = stridesOf(tensor.shape);
      const steps = stridesOf(indices.shape);
      const flat = Int32Array.from(places, (place, at) =>
        strides.reduce(
          (sum, stride, a) => sum + stride * (a === axis ? place : Math.floor(at / steps[a]) % indices.shape[a]),
          0,
        ),
      );
      const picked = tf.gather(tf.reshape(tensor, [-1]), tf.tensor1d(flat, 'int32'));
      return [valueOf(tf.reshape(picked, indices.shape), type)];
    },
  },
  GatherND: {
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      const indices = tf.cast(input(inputs, 1).tensor, 'int32');
      const batches = operation.number('batch_dims', 0);
      const depth = indices.shape[indices.rank - 1];
      const strides = stridesOf(tensor.shape.slice(batches)).slice(0, depth);
      const [outer, inner] = [product(tensor.shape.slice(0, batches)), product(tensor.shape.slice(batches + depth))];
      const each = indices.size / depth / outer;
      const places = indices.dataSync();
      const flat = Int32Array.from({ length: outer * each }, (_, row) => {
        const start = Math.floor(row / each) * product(tensor.shape.slice(batches, batches + depth));
        return strides.reduce((sum, stride, a) => {
          const place = places[row * depth + a];
          return sum + (stride / inner) * (place < 0 ? place + tensor.shape[batches + a] : place);
        }, start);
      });
      const picked = tf.gather(tf.reshape(tensor, [-1, inner]), tf.tensor1d(flat, 'int32'));
      return [
        valueOf(tf.reshape(picked, [...indices.shape.slice(0, -1), ...tensor.shape.slice(batches + depth)]), type),
      ];
    },
  },
  OneHot: {
    run: (inputs, operation) => {
      const { tensor } = input(inputs, 0);
      const [depth] = numbersIn(inputs, 1) ?? [0];
      const [off, on] = numbersIn(inputs, 2) ?? [0, 1];
      if (!(depth >= 1 && depth <= 2 ** 24)) throw new OperatorError(`it makes ${depth} columns`);
      const indices = counted(tf.cast(tensor, 'int32'), depth);
      const hot = tf.oneHot(indices as never, depth, 1, 0); // other numbers are wrong on WebAssembly
      const rows = tf.add(tf.mul(tf.cast(hot, 'float32'), on - off), off);
      const given = operation.number('axis', -1);
      const axis = axisOf(given, rows.rank);
      const order = [...rows.shape.keys()].slice(0, -1);
      order.splice(axis, 0, rows.rank - 1);
      return [valueOf(tf.transpose(rows, order), input(inputs, 2).type)];
    },
  },
};

function stridesOf(shape: readonly number[]): number[] {
  return shape.map((_, axis) => product(shape.slice(axis + 1)));
}
