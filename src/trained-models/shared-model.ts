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
  /** Title of the progress lines. */
  readonly title: string;
  readonly train: (progress: Progress) => Promise<StoredModel>;
}

/**
 * Trains a model, or takes it from the cache if an earlier run, another file or another worker trained it. Workers that need the
 * same model at the same time wait for the first one. Prints progress lines.
 *
 * @returns the model; its record says whether it is cached
 */
export async function sharedModel({
  id,
  dataset,
  cache: location,
  title,
  train,
}: SharedModelOptions): Promise<StoredModel> {
  const cache = openCache(location);
  const cachedModel = await findModel(cache, id);
  if (cachedModel) return cachedModel;

  const { progress, end } = progressLines({ title });
  const trainUnlessCached = async (): Promise<StoredModel> => {
    const trainedMeanwhile = await findModel(cache, id);
    if (trainedMeanwhile) return trainedMeanwhile;
    const model = await train(progress);
    const cached = await storeModel(cache, model, dataset);
    return { ...model, record: { ...model.record, cached } };
  };
  try {
    return await cache.lock(`model-${id}-making`, trainUnlessCached, {
      onWait: (done, holder) => progress({ task: 'wait', done, holder }),
    });
  } finally {
    end();
  }
}
