import { fashionMnist, mnist, subset, type Dataset } from 'vitest-dnn';
import type { StudySettings } from './settings.ts';

/** Returns the data set of a study, with its training split cut to the pool size if the study sets one. */
export async function studyData({ dataset, pool }: Pick<StudySettings, 'dataset' | 'pool'>): Promise<Dataset> {
  const whole = await (dataset === 'mnist' ? mnist() : fashionMnist());
  if (pool === undefined || pool >= whole.train.size) return whole;
  const first = Int32Array.from({ length: pool }, (_, position) => position);
  return { ...whole, name: `${whole.name}-${pool}`, train: subset(whole.train, first) };
}
