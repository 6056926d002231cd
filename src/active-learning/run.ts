import { evaluateRobustness } from '../evaluation/index.ts';
import type { Classifier } from '../models/contract.ts';
import type { Progress } from '../progress.ts';
import { readStage, remember, writeStage, type StageFile } from './checkpoint.ts';
import { startClock, type Clock } from './clock.ts';
import type { ActiveLearningOptions, Stage } from './contract.ts';
import { identify, type RunKeys } from './identify.ts';
import type { Purchase } from './purchase.ts';
import { resolveRun, type Run } from './resolve.ts';
import { makeStage, type Making } from './stage.ts';

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

interface Trained {
  readonly file: StageFile;
  readonly classifier: Classifier;
}

/** What the steps of one stage share. */
interface Step {
  readonly run: Run;
  readonly keys: RunKeys;
  readonly stage: number;
  readonly clock: Clock;
  readonly progress: Progress;
}

async function* stagesOf(run: Run): AsyncGenerator<Stage, void, undefined> {
  const { keys } = await identify(run);
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

/** The stage from the cache, or made and kept there. */
function trainOnce(step: Step, labelled: readonly Purchase[], previous: Classifier | undefined): Promise<Trained> {
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
async function measureOnce(step: Step, classifier: Classifier): Promise<number | undefined> {
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

/** Adds to every event which stage it belongs to and how long the whole run will still take. */
function progressOf(run: Run, stage: number, clock: Clock): Progress {
  return (event) => {
    const share = event.task === 'train' && event.total ? (event.done ?? 0) / event.total : 0;
    run.progress?.({ ...event, stage, stages: run.stages, secondsLeft: clock.secondsLeft(share) });
  };
}
