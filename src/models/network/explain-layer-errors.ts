import { InvalidModelError } from '../../errors.ts';
import { explainErrors } from '../../explain-errors.ts';

/**
 * Runs layers of the network with this name.
 *
 * @throws InvalidModelError if TensorFlow.js does not implement one of them, or not with its options
 */
export function explainLayerErrors<T>(name: string, run: () => T): T {
  return explainErrors(
    run,
    (reason, options) =>
      new InvalidModelError(
        `TensorFlow.js cannot run the layers of "${name}": ${reason}\n` +
          'Expected layers with options that it implements on the engine in use.\n' +
          'Replace the layer or the option that the message names, or try another engine.',
        options,
      ),
  );
}
