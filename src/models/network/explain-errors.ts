import { DnnError, InvalidModelError } from '../../errors.ts';

/**
 * Runs layers of the network with this name.
 *
 * @throws InvalidModelError if TensorFlow.js does not implement one of them, or not with its options
 */
export function explainErrors<T>(name: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof DnnError) throw error;
    throw new InvalidModelError(
      `TensorFlow.js cannot run the layers of "${name}": ${(error as Error).message.split('\n')[0]}\n` +
        'Expected layers with options that it implements on the engine in use.\n' +
        'Replace the layer or the option that the message names, or try another engine.',
      { cause: error },
    );
  }
}
