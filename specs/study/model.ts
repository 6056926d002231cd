import { inject } from 'vitest';
import {
  acquisitionFunctions,
  activeLearning,
  leNet5,
  test,
  trained,
  type ActiveLearningFixtureOptions,
} from 'vitest-dnn';
import { studyData } from './data.ts';
import { studySettings } from './settings.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The run of this project. */
    run: { acquisition: string; seed: number };
  }
}

type Learning = Pick<ActiveLearningFixtureOptions, 'training' | 'initialTraining' | 'robustness'>;

/** Returns a `test` with a LeNet-5, trained on the selection of this project's acquisition function or on everything. */
export function studyTest(learning: Learning) {
  const settings = studySettings();
  const { initial, query, stages } = settings;
  const { acquisition, seed } = inject('run');
  const of = async () => ({ dataset: await studyData(settings), architecture: leNet5, seed });
  return test.extend(
    'model',
    { scope: 'file' },
    acquisition === 'everything'
      ? trained(async () => ({ ...(await of()), training: learning.training, name: `everything-${seed}` }))
      : activeLearning(async () => ({
          ...(await of()),
          acquisition: acquisitionFunctions[acquisition as keyof typeof acquisitionFunctions],
          initial,
          query,
          stages,
          ...learning,
        })),
  );
}
