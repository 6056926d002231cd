import { dropoutSamples } from '../../../../src/models/network/posterior.ts';
import { createRandom } from '../../../../src/random/index.ts';
import { difference, examine, type Finding } from '../finding.ts';
import type { Subject } from '../subject.ts';

/** Draws from the posterior: at a rate of 0 they are the probabilities, at other rates they differ. */
export async function checkPosterior({ network, split }: Subject): Promise<Finding[]> {
  const draws = (dropoutRate: number | null, count = 1) =>
    dropoutSamples(network, split, { draws: count, dropoutRate }, createRandom(4));
  const probabilities = async () => (await network.probabilities(split)).data;
  const withoutNoise = (rate: number) =>
    examine(`posterior draws at rate ${rate}`, async () => {
      const [{ data }] = await draws(rate);
      return difference(data, await probabilities(), 1e-6);
    });
  return [
    await withoutNoise(0),
    await withoutNoise(1e-12),
    await examine('posterior draws differ', async () => {
      const samples = await draws(null, 64); // so many that even one unit is dropped in one of them
      const same = samples.every(({ data }) => difference(data, samples[0].data, 0) === undefined);
      return same ? 'all draws are equal' : undefined;
    }),
  ];
}
