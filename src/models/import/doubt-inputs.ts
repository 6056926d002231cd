import { plainLine } from '../../plain-text.ts';
import type { Classifier } from '../contract.ts';
import { networkOf } from '../network/network-of.ts';
import type { ImportOptions } from './contract.ts';
import { ownNormalisation, type OwnNormalisation } from './own-normalisation.ts';

const warned = new Set<string>();

/** The layers that `normalize` puts in front of a network: one subtracts, one divides. */
const layersOfNormalize = 2;

/**
 * Says on stderr, once per file, that inputs are normalised twice, or that the normalisation of a network expects inputs far from the
 * default range [0, 1]: a mean or a deviation above 1.
 *
 * @param hasRange - whether the file or the options give the range of the inputs
 * @returns the classifier
 */
export async function doubtInputs(
  path: string,
  classifier: Classifier,
  { normalize }: ImportOptions,
  hasRange: boolean,
): Promise<Classifier> {
  if (warned.has(path) || (!normalize && hasRange)) return classifier;
  const own = await ownNormalisation(networkOf(classifier).model, normalize ? layersOfNormalize : 0);
  if (!own || own.isOfStandard) return classifier;
  if (!normalize && own.mean.every((mean, i) => Math.abs(mean) <= 1 && own.std[i] <= 1)) return classifier;
  warned.add(path);
  process.stderr.write(
    `vitest-dnn: ${plainLine(path)} ${describe(own)}.\n` +
      (normalize
        ? 'The option normalize comes before that, so inputs are normalised twice. Omit it, unless the network was trained so.\n'
        : `Its inputs are taken to lie in [0, 1]. Pass inputRange: ${rangeText(own)}, and data in this range.\n`),
  );
  return classifier;
}

/** What a network does to its inputs, and what it therefore expects, in words. */
function describe(own: OwnNormalisation): string {
  const { layers, mean, std } = own;
  const list = (values: readonly number[]): string =>
    `${values.slice(0, 4).join(', ')}${values.length > 4 ? `, … (${values.length})` : ''}`;
  const [first, ...others] = layers.slice(0, 4).map((name) => `"${name}"`);
  return (
    `normalises its inputs itself, by the layer${others.length > 0 ? 's' : ''} ${[first, ...others].join(', ')}: ` +
    `it subtracts ${list(mean)} and divides by ${list(std)}, so it expects inputs in ${rangeText(own)}`
  );
}

const rangeText = ({ inputRange }: OwnNormalisation): string =>
  `[${inputRange.map((bound) => Number(bound.toPrecision(3))).join(', ')}]`;
