import { evaluateRobustness } from '../evaluation/index.ts';
import type { Classifier } from '../models/contract.ts';
import type { Progress } from '../progress.ts';
import { readStage, remember, writeStage, type StageFile } from './checkpoint.ts';
import type { Clock } from './clock.ts';
import type { RunKeys } from './identify.ts';
import type { Purchase } from './purchase.ts';
import type { Run } from './resolve.ts';
import { makeStage, type Making } from './stage.ts';

interface Trained {
  readonly file: StageFile;
  readonly classifier: Classifier;
}

/** Shared input of the steps of one stage. */
export interface Step {
  readonly run: Run;
  readonly keys: RunKeys;
  readonly stage: number;
  readonly clock: Clock;
  readonly progress: Progress;
}

/** Returns the stage from the cache, or makes it and stores it there. */
export function trainOnce(
  step: Step,
  labelled: readonly Purchase[],
  previous: Classifier | undefined,
): Promise<Trained> {
  const { run, keys, stage, clock, progress } = step;
  const key = keys.stage(stage);
  return alone(step, key, async () => {
    const cached = await readStage(run.cache, key, run.dataset.train.encoder);
    if (cached !== undefined) return cached;
    clock.begin(stage);
    const keep: Making['keep'] = (buy) => remember(run.cache, keys.labels(stage), buy);
    const trained = await makeStage({ run, stage, labelled, previous, keep, progress });
    clock.end();
    await writeStage(run.cache, key, trained.file, trained.classifier);
    return trained;
  });
}

/** Returns the robust accuracy from the cache, or measures and stores it; undefined if the run does not measure it. */
export async function measureOnce(step: Step, classifier: Classifier): Promise<number | undefined> {
  const { run, keys, stage, progress } = step;
  if (run.robustness === undefined) return undefined;
  const { attack, epsilon, limit } = run.robustness;
  const measure = async (): Promise<number> => {
    const options = { epsilon, limit, seed: run.seed, progress };
    return (await evaluateRobustness(classifier, run.dataset.test, attack, options)).robustAccuracy;
  };
  return alone(step, keys.robustness(stage), () => remember(run.cache, keys.robustness(stage), measure));
}

/** Does the work for a cache entry under a lock, so that no other process does it at the same time. */
function alone<T>({ run, progress }: Step, key: string, work: () => Promise<T>): Promise<T> {
  return run.cache.lock(`${key}-making`, work, {
    onWait: (seconds) => progress({ task: 'wait', done: Math.floor(seconds) }),
  });
}
