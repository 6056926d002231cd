import { tf } from '../tensors.ts';

/** Lets a flatten layer read inputs that are flat already, as in Keras. TensorFlow.js 4.22 wants at least three axes. */
export function correctFlatten(): void {
  const { Flatten: entry } = tf.serialization.SerializationMap.getMap().classNameMap;
  if (!entry) return; // the layers API is not loaded yet
  const inputSpec = { get: () => [{ minNDim: 2 }], set: () => undefined, configurable: true };
  Object.defineProperty(entry[0].prototype, 'inputSpec', inputSpec);
}
