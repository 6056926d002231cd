import { fgsm } from '../../../dist/src/attacks/index.js';
import { tf } from '../../../dist/src/engine/tensors.js';
import { createRandom } from '../../../dist/src/random/index.js';
import { between, clocks } from './clocks.mjs';
import { inputsOf } from './inputs.mjs';

/** Times one gradient of the loss with respect to a batch, as taken by attacks: by FGSM, which needs exactly one. */
export function inputGradient(network, { batch, repeat }) {
  const { inputs, itemShape, labels } = inputsOf(network, batch);
  const x = tf.tensor(inputs, [batch, ...itemShape]);
  const y = tf.tensor1d(labels, 'int32');
  const random = createRandom(1);
  return async () => {
    const start = clocks();
    for (let i = 0; i < repeat; i++) {
      const adversarial = await fgsm.craft({ classifier: network, x, y, epsilon: 0.1, random });
      await adversarial.data();
      adversarial.dispose();
    }
    return between(start, clocks(), repeat);
  };
}
