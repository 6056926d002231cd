import { tf, type Tensor4D } from '../../../engine/tensors.ts';
import type { Operators } from './contract.ts';
import { input, valueOf } from './values.ts';

/** Operators that exchange channels for places. */
export const depthAndSpace: Operators = {
  DepthToSpace: rearranging((tensor, block, isColumnFirst) => {
    const [batch, channels, rows, columns] = tensor.shape;
    const depth = channels / block ** 2;
    const parts = isColumnFirst
      ? [batch, depth, block, block, rows, columns]
      : [batch, block, block, depth, rows, columns];
    const order = isColumnFirst ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2];
    const places = tf.transpose(tf.reshape(tensor, parts), order);
    return tf.reshape(places, [batch, depth, rows * block, columns * block]);
  }),
  SpaceToDepth: rearranging((tensor, block, isColumnFirst) => {
    const [batch, channels, rows, columns] = tensor.shape;
    const order = isColumnFirst ? [0, 1, 3, 5, 2, 4] : [0, 3, 5, 1, 2, 4];
    const parts = tf.reshape(tensor, [batch, channels, rows / block, block, columns / block, block]);
    return tf.reshape(tf.transpose(parts, order), [batch, channels * block ** 2, rows / block, columns / block]);
  }),
};

/** An operator that rearranges images [batch, channels, rows, columns] by blocks of places. */
function rearranging(
  rearrange: (tensor: Tensor4D, block: number, isColumnFirst: boolean) => Tensor4D,
): Operators[string] {
  return {
    over: 'items',
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      const isColumnFirst = operation.text('mode', 'DCR') === 'CRD';
      return [valueOf(rearrange(tensor as Tensor4D, operation.number('blocksize', 1), isColumnFirst), type)];
    },
  };
}
