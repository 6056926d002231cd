import { DnnError } from './errors.ts';

/**
 * Runs work of another library and explains what it throws. Errors of this package pass unchanged.
 *
 * @param explain - makes the error from the first line of the other library's message
 * @throws DnnError if the work throws
 */
export function explainErrors<T>(work: () => T, explain: (reason: string, options: ErrorOptions) => DnnError): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof DnnError) throw error;
    throw explain((error as Error).message.split('\n')[0], { cause: error });
  }
}
