import { tf } from '../tensors.ts';

/**
 * Lets the activation `gelu_new` be loaded. TensorFlow.js 4.22 reads the names of a saved model in camel case, but knows this
 * activation only by the name that it saves.
 */
export function correctActivationNames(): void {
  const map = tf.serialization.SerializationMap.getMap().classNameMap;
  if (map.gelu_new) map.geluNew ??= map.gelu_new;
}
