import { tf, type Tensor } from '../../../engine/tensors.ts';
import type { Operation, Operators, Values } from './contract.ts';
import { interpolation } from './interpolation.ts';
import { axisOf, checkedShape, input, numbersIn, valueOf } from './values.ts';

function resized(inputs: Values, operation: Operation): Tensor {
  const { tensor } = input(inputs, 0);
  const isOld = operation.version < 11;
  const given = operation.numbers('axes');
  const axes = given?.map((axis) => axisOf(axis, tensor.rank)) ?? [...tensor.shape.keys()];
  const spread = <T>(values: readonly T[] | undefined, standard: (axis: number) => T): T[] =>
    tensor.shape.map((_, axis) => (values && axes.includes(axis) ? values[axes.indexOf(axis)] : standard(axis)));
  const scaleInput = numbersIn(inputs, isOld ? 1 : 2);
  const wanted = isOld ? undefined : numbersIn(inputs, 3);
  const regions = isOld ? undefined : numbersIn(inputs, 1);
  let scales = spread(scaleInput?.length ? scaleInput : operation.numbers('scales'), () => 1);
  let sizes = tensor.shape.map((size, axis) => Math.floor(size * scales[axis]));
  if (wanted?.length) {
    sizes = spread(wanted, (axis) => tensor.shape[axis]);
    scales = sizes.map((size, axis) => size / tensor.shape[axis]);
    const policy = operation.text('keep_aspect_ratio_policy', 'stretch');
    if (policy !== 'stretch') {
      const ratios = axes.map((axis) => scales[axis]);
      const scale = policy === 'not_larger' ? Math.min(...ratios) : Math.max(...ratios);
      scales = spread(
        axes.map(() => scale),
        () => 1,
      );
      sizes = tensor.shape.map((size, axis) => (axes.includes(axis) ? Math.floor(size * scale + 0.5) : size));
    }
  }
  checkedShape(sizes);
  return sizes.reduce(
    (y: Tensor, to: number, axis) => {
      const from = tensor.shape[axis];
      const at = axes.indexOf(axis);
      const roi: [number, number] = regions?.length && at >= 0 ? [regions[at], regions[at + axes.length]] : [0, 1];
      if (to === from && scales[axis] === 1 && roi[0] === 0 && roi[1] === 1) return y;
      const rules = isOld ? old(operation) : operation;
      const { matrix, outside } = interpolation(from, to, scales[axis], rules, roi);
      const order: number[] = [...y.shape.keys()].filter((each) => each !== axis).concat(axis);
      const rows = tf.transpose(y, order);
      const result = tf.matMul(tf.reshape(rows, [-1, from]), tf.tensor2d(matrix, [to, from]), false, true);
      const filled =
        outside.length > 0 ? withOutside(result, outside, operation.number('extrapolation_value', 0)) : result;
      const back = [...order.keys()].map((each) => order.indexOf(each));
      return tf.transpose(tf.reshape(filled, [...rows.shape.slice(0, -1), to] as number[]), back);
    },
    tf.cast(tensor, 'float32'),
  );
}

function withOutside(rows: Tensor, columns: readonly number[], value: number): Tensor {
  const mask = Float32Array.from({ length: rows.shape[1] ?? 0 }, (_, at) => Number(!columns.includes(at)));
  const kept = tf.tensor1d(mask);
  return tf.add(tf.mul(rows, kept), tf.mul(tf.sub(1, kept), value));
}

/** Before version 11, places were not centred. */
const oldRules: Readonly<Record<string, string>> = {
  coordinate_transformation_mode: 'asymmetric',
  nearest_mode: 'floor',
};

const old = (operation: Operation): Operation => ({
  ...operation,
  text: (name, standard) => oldRules[name] ?? operation.text(name, standard),
});

/** Operators that resize by interpolation. */
export const resizing: Operators = {
  Resize: { run: (inputs, operation) => [valueOf(resized(inputs, operation), input(inputs, 0).type)] },
  Upsample: {
    run: (inputs, operation) => [valueOf(resized(inputs, { ...operation, version: 9 }), input(inputs, 0).type)],
  },
};
