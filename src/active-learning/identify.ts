import { parametersOf } from '../attack-answers.ts';
import { isTextAttack } from '../family-members.ts';
import { textSubject } from '../models/text-predictor.ts';
import { checkTextEpsilon } from '../norms/text-epsilon.ts';
import type { AcquisitionFunction } from '../acquisition/contract.ts';
import { hashOf } from '../cache/index.ts';
import { fingerprint } from '../splits/index.ts';
import { describeComputation, startEngine } from '../engine/index.ts';
import type { JsonObject } from '../json.ts';
import { checkAnyEpsilon, largestOf } from '../norms/epsilon-by-value.ts';
import { assertInRange } from '../models/network/input-range.ts';
import { networkOf } from '../models/network/network-of.ts';
import { version } from '../version.ts';
import type { ActiveLearningOptions } from './contract.ts';
import { topologyHash, weightsHash } from './network-hashes.ts';
import { resolveRun, type Run } from './resolve.ts';

/** Identifies a run in reports and in the cache. */
export interface RunIdentity {
  /** Hash of everything that determines the last model and the measurements of all stages. */
  readonly id: string;
  /** Hash of `options` without acquisition function and seed. Runs with the same setting are compared with each other. */
  readonly setting: string;
  /** All options of the run. */
  readonly options: JsonObject;
}

/** Format of cached stages. Raise it whenever the format changes, so that old entries are not read. */
const format = 2;

/** Keys of the cache entries of a run. */
export interface RunKeys {
  /** Key of a stage's model. Stage 0 does not depend on the acquisition function; no stage depends on the number of stages. */
  stage(stage: number): string;
  /** Key of the labels that a stage bought. */
  labels(stage: number): string;
  /** Key of the robust accuracy of a stage's model, if the run measures it. */
  robustness(stage: number): string;
}

/**
 * Returns the identity of the run that `runActiveLearning` starts with the same options. It trains nothing.
 *
 * @throws InvalidOptionError, InvalidDataError if the options are invalid
 */
export async function identifyRun(options: ActiveLearningOptions): Promise<RunIdentity> {
  return (await identify(resolveRun(options))).identity;
}

/**
 * Returns the identity and the cache keys of a run. It fingerprints the data and builds an untrained network, so call it once
 * per run.
 */
export async function identify(run: Run): Promise<{ identity: RunIdentity; keys: RunKeys }> {
  const engine = describeComputation(await startEngine());
  const {
    dataset,
    architecture,
    acquisition,
    initial,
    query,
    stages,
    training,
    initialTraining,
    update,
    robustness,
    seed,
  } = run;
  const { topology, weights } = describeFreshModel(run);
  const first: JsonObject = {
    version,
    engine,
    dataset: {
      name: dataset.name,
      classes: dataset.classNames,
      train: fingerprint(dataset.train),
      test: fingerprint(dataset.test),
    },
    architecture: { name: architecture.name, options: architecture.options ?? {}, topology },
    oracle: run.oracle ? hashOf(run.oracle.toString()) : null,
    initial,
    initialTraining: describe(initialTraining),
  };
  const later: JsonObject = { query, update, training: describe(training) };
  const measured = robustness ? describeMeasured(robustness) : null;
  const setting: JsonObject = { ...first, ...later, stages, robustness: measured };

  const keys: RunKeys = {
    stage: (stage) =>
      hashOf({
        format,
        stage,
        seed,
        weights,
        ...first,
        code: codeOf(initialTraining),
        ...(stage > 0
          ? { ...later, acquisition: describe(acquisition), laterCode: codeOf(training, acquisition) }
          : {}),
      }),
    labels: (stage) => hashOf({ labels: keys.stage(stage) }),
    robustness: (stage) => hashOf({ stage: keys.stage(stage), robustness: measured, code: codeOf(robustness?.attack) }),
  };
  const id = hashOf({ model: keys.stage(stages), robustness: measured, code: codeOf(robustness?.attack) });
  const options = { ...setting, acquisition: describe(acquisition), seed };
  return { identity: { id, setting: hashOf(setting), options }, keys };
}

/** Builds and describes the untrained model. Rejects invalid data and epsilon here, because they would fail only after training. */
function describeFreshModel({ architecture, dataset, robustness, seed }: Run): { topology: string; weights: string } {
  const { itemShape, encoder } = dataset.train;
  const fresh = architecture({ itemShape, classes: dataset.classNames.length, seed, encoder });
  try {
    assertInRange(`The training split of "${dataset.name}"`, dataset.train, fresh);
    assertInRange(`The test split of "${dataset.name}"`, dataset.test, fresh);
    if (robustness) {
      const { attack, epsilon } = robustness;
      if (isTextAttack(attack)) {
        textSubject(attack.name, fresh, dataset.test);
        checkTextEpsilon(attack.name, attack.norm, epsilon);
      } else checkAnyEpsilon(attack.name, epsilon, attack.norm, fresh, { allowZero: true });
    }
    return { topology: topologyHash(networkOf(fresh).model), weights: weightsHash(fresh) };
  } finally {
    fresh.dispose();
  }
}

function describe({ name, options }: Pick<AcquisitionFunction, 'name' | 'options'>): JsonObject {
  return { name, options };
}

/** Returns a hash of the source texts of user-defined parts. Only keys contain it. */
function codeOf(...parts: readonly ({ readonly code?: string } | undefined)[]): string {
  return hashOf(parts.map((part) => part?.code ?? null));
}

function describeMeasured({ attack, epsilon, limit }: NonNullable<Run['robustness']>): JsonObject {
  const parameters = parametersOf(attack, largestOf(epsilon), null);
  return { attack: attack.name, parameters, epsilon, limit: limit ?? null };
}
