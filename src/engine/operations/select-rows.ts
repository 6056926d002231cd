import { tf } from '../tensors.ts';
import type { Tensor } from '../tensors.ts';

/**
 * Returns the rows of `a` where the condition holds, and of `b` elsewhere. `tf.where` needs the condition repeated for every value
 * of a row, which takes the WebAssembly backend a hundred times as long as copying rows.
 *
 * @param condition - [rows], boolean
 * @param a - [rows, …]
 * @param b - same shape as `a`
 */
export function selectRows(condition: Tensor, a: Tensor, b: Tensor): Tensor {
  tf.util.assertShapesMatch(a.shape, b.shape, 'selectRows: ');
  tf.util.assertShapesMatch(condition.shape, a.shape.slice(0, 1), 'selectRows, condition: ');
  if (tf.getKernel('SelectRows', tf.getBackend())) {
    return tf.engine().runKernel('SelectRows', { condition, a, b }) as Tensor;
  }
  return tf.tidy(() => {
    const column = tf.reshape(condition, [condition.size, ...a.shape.slice(1).map(() => 1)]);
    return tf.where(tf.broadcastTo(column, a.shape), a, b);
  });
}
