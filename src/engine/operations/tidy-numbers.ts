import { tf } from '../tensors.ts';

/**
 * `tf.tidy` for work that returns no tensor. `tf.tidy` itself looks for tensors in what it is given back, value by value,
 * which for an array of a batch's pixels takes longer than a network on it.
 */
export function tidyNumbers<T>(work: () => T): T {
  let result: { value: T } | undefined;
  tf.tidy(() => {
    result = { value: work() };
  });
  return (result as { value: T }).value;
}
