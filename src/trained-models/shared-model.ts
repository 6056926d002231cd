import { openCache } from '../cache/index.ts';
import type { Dataset } from '../datasets/contract.ts';
import { progressLines } from '../progress-lines.ts';
import type { Progress } from '../progress.ts';
import { findModel, storeModel, type StoredModel } from './stored-model.ts';

export interface SharedModelOptions {
  /** Hash of everything that determines the model. */
  readonly id: string;
  readonly dataset: Dataset;
  /** @defaultValue the cache of `dnn()` */
  readonly cache?: string | false;
  /** What is trained, in the words of the progress lines. */
  readonly title: string;
  readonly train: (progress: Progress) => Promise<StoredModel>;
}

/**
 * Trains a model, or takes it from the cache where it was trained before: by an earlier run, another file or another worker.
 * Workers that ask for the same model at the same time wait for the one that came first. Says now and then how far it is.
 */
export async function sharedModel({
  id,
  dataset,
  cache: location,
  title,
  train,
}: SharedModelOptions): Promise<StoredModel> {
  const cache = openCache(location);
  const found = await findModel(cache, id);
  if (found) return found;

  const { progress, end } = progressLines({ title });
  const trainUnlessFound = async (): Promise<StoredModel> => {
    const trainedMeanwhile = await findModel(cache, id);
    if (trainedMeanwhile) return trainedMeanwhile;
    const model = await train(progress);
    const cached = await storeModel(cache, model, dataset);
    return { ...model, record: { ...model.record, cached } };
  };
  try {
    return await cache.lock(`model-${id}-making`, trainUnlessFound, {
      onWait: (done) => progress({ task: 'wait', done }),
    });
  } finally {
    end();
  }
}
