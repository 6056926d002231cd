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

/** What the steps of one stage share. */
export interface Step {
  readonly run: Run;
  readonly keys: RunKeys;
  readonly stage: number;
  readonly clock: Clock;
  readonly progress: Progress;
}

/** The stage from the cache, or made and kept there. */
export function trainOnce(
  step: Step,
  labelled: readonly Purchase[],
  previous: Classifier | undefined,
): Promise<Trained> {
  const { run, keys, stage, clock, progress } = step;
  const key = keys.stage(stage);
  return alone(step, key, async () => {
    const kept = await readStage(run.cache, key);
    if (kept !== undefined) return kept;
    clock.begin(stage);
    const keep: Making['keep'] = (buy) => remember(run.cache, keys.labels(stage), buy);
    const made = await makeStage({ run, stage, labelled, previous, keep, progress });
    clock.end();
    await writeStage(run.cache, key, made.file, made.classifier);
    return made;
  });
}

/** The robust accuracy from the cache, or measured and kept there; undefined if the run does not want it. */
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

/** Does the work for a cache entry while no other process does it. */
function alone<T>({ run, progress }: Step, key: string, work: () => Promise<T>): Promise<T> {
  return run.cache.lock(`${key}-making`, work, {
    onWait: (seconds) => progress({ task: 'wait', done: Math.floor(seconds) }),
  });
}
