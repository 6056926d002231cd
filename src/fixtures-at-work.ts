let count = 0;

/**
 * Counts a fixture as at work until its model is there. Concurrent tests of the process wait for it, with their time limits.
 *
 * @returns the result of the work
 */
export async function countAtWork<T>(work: () => Promise<T>): Promise<T> {
  count++;
  try {
    return await work();
  } finally {
    count--;
  }
}

/** @returns whether a fixture of this process trains or loads a model now */
export const isFixtureAtWork = (): boolean => count > 0;
