import type { AcquisitionFunction } from '../acquisition/contract.ts';
import { hashOf } from '../cache/index.ts';
import { fingerprint } from '../splits/index.ts';
import { describeComputation, startEngine } from '../engine/index.ts';
import type { JsonObject } from '../json.ts';
import { checkEpsilon } from '../norms/epsilon.ts';
import { networkOf } from '../models/network/network-of.ts';
import { version } from '../version.ts';
import type { ActiveLearningOptions } from './contract.ts';
import { topologyHash, weightsHash } from './network-hashes.ts';
import { resolveRun, type Run } from './resolve.ts';

/** What a run is called in reports and in the cache. */
export interface RunIdentity {
  /** Hash of everything that determines the last model and what was measured on the way to it. */
  readonly id: string;
  /** Hash of `options` without acquisition function and seed: runs of one setting are compared with each other. */
  readonly setting: string;
  /** Everything that the run was told. */
  readonly options: JsonObject;
}

/** Raised whenever a stage is kept in another form, so that none is read as what it is not. */
const format = 2;

/** Keys of the cache entries of a run. */
export interface RunKeys {
  /** The model of a stage. Stage 0 is the same for every acquisition function, stage k for every number of stages. */
  stage(stage: number): string;
  /** The labels that a stage bought. */
  labels(stage: number): string;
  /** The robust accuracy of a stage's model, where the run measures it. */
  robustness(stage: number): string;
}

/** The identity of the run that `runActiveLearning` would make of these options; trains nothing. */
export async function identifyRun(options: ActiveLearningOptions): Promise<RunIdentity> {
  return (await identify(resolveRun(options))).identity;
}

/** The identity and the cache keys of a run: fingerprints its data and builds an untrained network, so call it once per run. */
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

/** Builds the untrained model, to know it and to refuse what would fail only after it is trained. */
function describeFreshModel({ architecture, dataset, robustness, seed }: Run): { topology: string; weights: string } {
  const fresh = architecture({ itemShape: dataset.train.itemShape, classes: dataset.classNames.length, seed });
  try {
    if (robustness) {
      const { attack, epsilon } = robustness;
      checkEpsilon(attack.name, epsilon, attack.norm, fresh, { allowZero: true });
    }
    return { topology: topologyHash(networkOf(fresh).model), weights: weightsHash(fresh) };
  } finally {
    fresh.dispose();
  }
}

function describe({ name, options }: Pick<AcquisitionFunction, 'name' | 'options'>): JsonObject {
  return { name, options };
}

/** The source texts of what users may define under a name, for the keys alone. */
function codeOf(...parts: readonly ({ readonly code?: string } | undefined)[]): string {
  return hashOf(parts.map((part) => part?.code ?? null));
}

function describeMeasured({ attack, epsilon, limit }: NonNullable<Run['robustness']>): JsonObject {
  return { attack: attack.name, parameters: attack.parameters(epsilon), epsilon, limit: limit ?? null };
}
