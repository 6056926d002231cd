import { fashionMnist, mnist, subset, type Dataset } from 'vitest-dnn';
import type { StudySettings } from './settings.ts';

/** The data set of a study; its training split cut to the size of the pool where the study names one. */
export async function studyData({ dataset, pool }: Pick<StudySettings, 'dataset' | 'pool'>): Promise<Dataset> {
  const whole = await (dataset === 'mnist' ? mnist() : fashionMnist());
  if (pool === undefined || pool >= whole.train.size) return whole;
  const first = Int32Array.from({ length: pool }, (_, position) => position);
  return { ...whole, name: `${whole.name}-${pool}`, train: subset(whole.train, first) };
}
