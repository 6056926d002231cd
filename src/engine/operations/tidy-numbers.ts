import { tf } from '../tensors.ts';

/**
 * `tf.tidy` for work that returns no tensor. `tf.tidy` searches the returned value for tensors, value by value; for an array with
 * the pixels of a batch this takes longer than running a network on it.
 */
export function tidyNumbers<T>(work: () => T): T {
  let result: { value: T } | undefined;
  tf.tidy(() => {
    result = { value: work() };
  });
  return (result as { value: T }).value;
}
