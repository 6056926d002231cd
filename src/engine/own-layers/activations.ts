import { tf, type Tensor } from '../tensors.ts';

/** An activation of TensorFlow.js, which exports neither its class nor its type. */
type ActivationClass = new () => { apply(x: Tensor): Tensor };

/**
 * Activations of Keras 3 that TensorFlow.js lacks, by the names that TensorFlow.js looks up.
 *
 *   hardSigmoid6 = relu6(x + 3) / 6, which Keras 3 calls hard_sigmoid;   hardSilu = x · relu6(x + 3) / 6
 *
 * @see https://keras.io/api/layers/activations
 */
const functions: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  hardSigmoid6: (x) => tf.div(tf.relu6(tf.add(x, 3)), 6),
  hardSilu: (x) => tf.mul(x, tf.div(tf.relu6(tf.add(x, 3)), 6)),
  leakyRelu: (x) => tf.leakyRelu(x, 0.2),
  exponential: (x) => tf.exp(x),
  celu: (x) => tf.elu(x),
  logSigmoid: (x) => tf.neg(tf.softplus(tf.neg(x))),
  hardTanh: (x) => tf.clipByValue(x, -1, 1),
  tanhShrink: (x) => tf.sub(x, tf.tanh(x)),
  squareplus: (x) => tf.div(tf.add(x, tf.sqrt(tf.add(tf.square(x), 4))), 2),
};

/** Registers the activations, so that layers with them can be built, saved and loaded. */
export function registerActivations(): void {
  const { classNameMap } = tf.serialization.SerializationMap.getMap();
  const Activation = Object.getPrototypeOf(classNameMap.relu[0]) as ActivationClass;
  for (const [className, apply] of Object.entries(functions)) {
    class OwnActivation extends Activation {
      static readonly className = className;

      override apply(x: Tensor): Tensor {
        return tf.tidy(() => apply(x));
      }
    }
    tf.serialization.registerClass(OwnActivation as unknown as Parameters<typeof tf.serialization.registerClass>[0]);
  }
}
