import { tf } from '../../../engine/tensors.ts';
import type { Operators } from './contract.ts';
import { input, valueOf } from './values.ts';

/** Operators that exchange channels for places. */
export const depthAndSpace: Operators = {
  DepthToSpace: {
    over: 'items',
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      const [batch, channels, rows, columns] = tensor.shape;
      const block = operation.number('blocksize', 1);
      const depth = channels / block ** 2;
      const isColumnFirst = operation.text('mode', 'DCR') === 'CRD';
      const parts = isColumnFirst
        ? [batch, depth, block, block, rows, columns]
        : [batch, block, block, depth, rows, columns];
      const order = isColumnFirst ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2];
      return [
        valueOf(
          tf.reshape(tf.transpose(tf.reshape(tensor, parts), order), [batch, depth, rows * block, columns * block]),
          type,
        ),
      ];
    },
  },
  SpaceToDepth: {
    over: 'items',
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      const [batch, channels, rows, columns] = tensor.shape;
      const block = operation.number('blocksize', 1);
      const order = operation.text('mode', 'DCR') === 'CRD' ? [0, 1, 3, 5, 2, 4] : [0, 3, 5, 1, 2, 4];
      const parts = tf.reshape(tensor, [batch, channels, rows / block, block, columns / block, block]);
      return [
        valueOf(
          tf.reshape(tf.transpose(parts, order), [batch, channels * block ** 2, rows / block, columns / block]),
          type,
        ),
      ];
    },
  },
};
