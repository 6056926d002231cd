import type { Classifier } from '../models/contract.ts';
import type { Progress } from '../progress.ts';
import { measureOnce, trainOnce } from './cached-stage.ts';
import { startClock, type Clock } from './clock.ts';
import type { ActiveLearningOptions, Stage } from './contract.ts';
import { identify, type RunIdentity, type RunKeys } from './identify.ts';
import type { Purchase } from './purchase.ts';
import { resolveRun, type Run } from './resolve.ts';

/**
 * Active learning: train, let the acquisition function choose what to label, buy the labels, train again.
 *
 * Stage 0 draws `initial` inputs uniformly and trains the first model, the same for every acquisition function of a
 * seed; each further stage buys `query` labels chosen by the last model and trains on all labels so far. Same options,
 * same stages: every stage draws from a stream of its own, so that a run that was killed goes on from its last whole
 * stage and ends with the same weights. Labels are kept as soon as they are bought, and not bought again. The cache knows
 * what users define (an oracle, an acquisition function, an attack) by its source text: empty it if something changes that
 * the text only refers to, such as the oracle's answers.
 *
 * Every stage comes with a classifier of its own, which stays usable until its receiver disposes of it.
 *
 * @throws InvalidOptionError, InvalidDataError at once if the options cannot be run; later what training, oracle,
 *   acquisition function or attack throw
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

/** A run that is identified, but has not started. */
export interface PlannedRun {
  readonly identity: RunIdentity;
  /** The stages, as `runActiveLearning` makes them. */
  stages(progress: Progress): AsyncIterable<Stage>;
}

/**
 * Identifies a run before it starts, so that its model can be looked for in the cache first. `identifyRun` followed by
 * `runActiveLearning` gives the same, but fingerprints the data and builds an untrained network twice.
 *
 * @throws InvalidOptionError, InvalidDataError if the options cannot be run
 */
export async function planRun(options: Omit<ActiveLearningOptions, 'progress'>): Promise<PlannedRun> {
  const run = resolveRun(options);
  const { identity, keys } = await identify(run);
  return { identity, stages: (progress) => stagesOf({ ...run, progress }, keys) };
}

async function* stagesOf(run: Run, known?: RunKeys): AsyncGenerator<Stage, void, undefined> {
  const keys = known ?? (await identify(run)).keys;
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

/** Adds to every event which stage it belongs to and how long the whole run will still take. */
function progressOf(run: Run, stage: number, clock: Clock): Progress {
  return (event) => {
    const share = event.task === 'train' && event.total ? (event.done ?? 0) / event.total : 0;
    run.progress?.({ ...event, stage, stages: run.stages, secondsLeft: clock.secondsLeft(share) });
  };
}
