import { InvalidOptionError } from '../src/errors.ts';
import type { Report } from '../src/report/schemas/report.ts';
import { quantities, type Thresholds } from '../src/report/thresholds.ts';

/**
 * Checks that the acquisition functions named by thresholds exist, because a misspelt name would never fail. A function of the
 * library that did not run is accepted, because a run may consist of a part of the tests.
 *
 * @throws InvalidOptionError - if a function does not exist; lists the existing ones
 */
export async function checkThresholdNames(thresholds: Thresholds, { comparisons }: Report): Promise<void> {
  const compared = comparisons.flatMap(({ rows }) => rows.map(({ acquisition }) => acquisition));
  if (compared.length === 0) return;
  const absent = quantities.flatMap((quantity) => {
    const threshold = thresholds[quantity];
    if (typeof threshold !== 'object') return [];
    return Object.keys(threshold).flatMap((name) => (compared.includes(name) ? [] : [{ quantity, name }]));
  });
  if (absent.length === 0) return;
  const { acquisitionFunctions } = await import('../src/acquisition/index.ts'); // may load the tensor engine
  const existing = [...new Set([...compared, ...Object.keys(acquisitionFunctions)])];
  const unknown = absent.find(({ name }) => !existing.includes(name));
  if (!unknown) return;
  throw new InvalidOptionError(
    `dnn({ thresholds }): ${unknown.quantity} names the acquisition function "${unknown.name}", which does not exist.\n` +
      `Expected one of ${existing.sort().join(', ')}.\nCorrect the name, or run the tests that define the function.`,
  );
}
