import type { Classifier } from '../models/contract.ts';
import type { Progress } from '../progress.ts';
import { measureOnce, trainOnce } from './cached-stage.ts';
import { startClock, type Clock } from './clock.ts';
import type { ActiveLearningOptions, Stage } from './contract.ts';
import { identify, type RunIdentity, type RunKeys } from './identify.ts';
import type { Purchase } from './purchase.ts';
import { resolveRun, type Run } from './resolve.ts';

/**
 * Active learning: trains a model, selects inputs by the acquisition function, buys their labels and trains again.
 *
 * Stage 0 draws `initial` inputs uniformly and trains the first model, which is the same for every acquisition function with
 * the same seed. In each further stage the last model selects `query` inputs; their labels are bought and a model is trained on
 * all labels so far. The same options give the same stages. An interrupted run resumes at its last complete stage and ends with
 * the same weights, because every stage has its own random stream. Labels are stored as soon as they are bought, and are never
 * bought twice. The cache identifies user-defined oracles, acquisition functions and attacks by their source text. Empty the
 * cache if anything else changes, such as the oracle's answers.
 *
 * Each stage has its own classifier. It remains usable until the caller disposes of it.
 *
 * @returns the stages, as each is complete
 * @throws InvalidOptionError, InvalidDataError immediately if the options are invalid; later any error of training, oracle,
 *   acquisition function or attack
 * @see Guo et al. 2021, section 3, section 4.3 and algorithm 1
 *
 * @example
 * const options = { dataset: glyphs(), architecture: leNet5, acquisition: dre, initial: 200, query: 200, stages: 5 };
 * for await (const { labelled, accuracy, classifier } of runActiveLearning(options)) {
 *   console.log(labelled, accuracy);
 *   classifier.dispose();
 * }
 */
export function runActiveLearning(options: ActiveLearningOptions): AsyncIterable<Stage> {
  return stagesOf(resolveRun(options));
}

/** A run that is identified but has not started. */
export interface PlannedRun {
  readonly identity: RunIdentity;
  /** Starts the run and returns its stages, as `runActiveLearning` does. */
  stages(progress: Progress): AsyncIterable<Stage>;
}

/**
 * Identifies a run before it starts, so that its model can be looked up in the cache. `identifyRun` followed by
 * `runActiveLearning` gives the same result, but fingerprints the data and builds an untrained network twice.
 *
 * @returns the identity and a function that starts the run
 * @throws InvalidOptionError, InvalidDataError if the options are invalid
 */
export async function planRun(options: Omit<ActiveLearningOptions, 'progress'>): Promise<PlannedRun> {
  const run = resolveRun(options);
  const { identity, keys } = await identify(run);
  return { identity, stages: (progress) => stagesOf({ ...run, progress }, keys) };
}

async function* stagesOf(run: Run, plannedKeys?: RunKeys): AsyncGenerator<Stage, void, undefined> {
  const keys = plannedKeys ?? (await identify(run)).keys;
  const clock = startClock(run.stages);
  const labelled: Purchase[] = [];
  let current: Classifier | undefined;
  try {
    for (let stage = 0; stage <= run.stages; stage++) {
      const step = { run, keys, stage, clock, progress: progressOf(run, stage, clock) };
      const { file, classifier } = await trainOnce(step, labelled, current);
      current?.dispose();
      current = classifier;
      labelled.push(file);
      const robustness = await measureOnce(step, classifier);
      step.progress({ task: 'stage', accuracy: file.accuracy });
      yield {
        stage,
        labelled: file.labelled,
        accuracy: file.accuracy,
        robustness,
        selected: Int32Array.from(file.selected),
        bias: file.bias ?? undefined,
        seconds: file.seconds,
        classifier: classifier.clone(),
      };
    }
  } finally {
    current?.dispose();
  }
}

/** Adds the stage and the remaining time of the whole run to every progress event. */
function progressOf(run: Run, stage: number, clock: Clock): Progress {
  return (event) => {
    const share = event.task === 'train' && event.total ? (event.done ?? 0) / event.total : 0;
    run.progress?.({ ...event, stage, stages: run.stages, secondsLeft: clock.secondsLeft(share) });
  };
}
