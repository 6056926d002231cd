import { InvalidOptionError } from '../src/errors.ts';
import type { Report } from '../src/report/schemas/report.ts';
import { quantities, type Thresholds } from '../src/report/thresholds.ts';

/**
 * Refuses thresholds for acquisition functions that do not exist: no gate stands behind a misspelt name. One of the library
 * that did not run is no mistake, because a run may be a part of the tests.
 *
 * @throws InvalidOptionError - that names those that exist
 */
export async function checkThresholdNames(thresholds: Thresholds, { comparisons }: Report): Promise<void> {
  const compared = comparisons.flatMap(({ rows }) => rows.map(({ acquisition }) => acquisition));
  if (compared.length === 0) return;
  const strange = quantities.flatMap((quantity) => {
    const threshold = thresholds[quantity];
    if (typeof threshold !== 'object') return [];
    return Object.keys(threshold).flatMap((name) => (compared.includes(name) ? [] : [{ quantity, name }]));
  });
  if (strange.length === 0) return;
  const { acquisitionFunctions } = await import('../src/acquisition/index.ts'); // may load the tensor engine
  const known = [...new Set([...compared, ...Object.keys(acquisitionFunctions)])];
  const unknown = strange.find(({ name }) => !known.includes(name));
  if (!unknown) return;
  throw new InvalidOptionError(
    `dnn({ thresholds }): ${unknown.quantity} names the acquisition function "${unknown.name}", which does not exist.\n` +
      `Expected one of ${known.sort().join(', ')}.\nCorrect the name, or run the tests that define the function.`,
  );
}
