import type { Comparison } from '../../../../src/report/schemas/comparison.ts';
import { count } from '../numbers.ts';

/** The setting of a comparison in words. */
export function subtitleOf({ dataset, architecture, training, initial, labels, stages, seeds }: Comparison): string {
  const budget = `${count(initial)} to ${count(labels)} labels in ${stages} ${stages === 1 ? 'stage' : 'stages'}`;
  const repeats = seeds.length === 1 ? `seed ${seeds[0]}` : `mean ± deviation over seeds ${seeds.join(', ')}`;
  return [dataset, architecture, training, budget, repeats].filter(Boolean).join(' · ');
}
