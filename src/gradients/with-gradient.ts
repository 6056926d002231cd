import { DnnError, EngineError, InvalidModelError } from '../errors.ts';

/**
 * Runs work that takes gradients of a model.
 *
 * @param advice - what was expected and what to do, the last lines of the error
 * @returns the result of the work
 * @throws InvalidModelError if an operation of the model has no gradient
 */
export function withGradient<T>(what: string, advice: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof DnnError && !(error instanceof EngineError)) throw error;
    if (!/gradient|has no kernel/i.test((error as Error).message)) throw error;
    throw new InvalidModelError(`${what}: ${(error as Error).message.split('\n')[0]}\n${advice}`, { cause: error });
  }
}
