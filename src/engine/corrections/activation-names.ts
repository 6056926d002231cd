import { tf } from '../tensors.ts';

/**
 * Makes saved networks with the activation `gelu_new` load. TensorFlow.js 4.22 saves names in snake case and loads them in camel
 * case, so it looks for `geluNew`, which it does not know.
 */
export function correctActivationNames(): void {
  const { classNameMap } = tf.serialization.SerializationMap.getMap();
  if (classNameMap.gelu_new) classNameMap.geluNew = classNameMap.gelu_new;
}
