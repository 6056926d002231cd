import { createHash } from 'node:crypto';
import type { AcquisitionFunction } from '../acquisition/contract.ts';
import { checkEpsilon } from '../norms/ball.ts';
import { hashOf } from '../cache/index.ts';
import { fingerprint } from '../splits/index.ts';
import { describeComputation, startEngine } from '../engine/index.ts';
import type { LayersModel } from '../engine/tensors.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Classifier } from '../models/contract.ts';
import { networkOf } from '../models/network/network-of.ts';
import { readWeights } from '../models/network/weights.ts';
import { version } from '../version.ts';
import type { ActiveLearningOptions } from './contract.ts';
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
    if (robustness) checkEpsilon(robustness.attack.name, robustness.epsilon, robustness.attack.norm, fresh);
    return { topology: topologyOf(networkOf(fresh).model), weights: weightsHash(fresh) };
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

/** SHA-256 (hex) of all weights, in order: equal for equal models. */
export function weightsHash(classifier: Classifier): string {
  const hash = createHash('sha256');
  for (const values of readWeights(networkOf(classifier).model))
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return hash.digest('hex');
}

/**
 * Hash of what a network computes apart from its weights. Names are replaced by places, because TensorFlow.js counts them
 * on in each process; initialisers and their seeds are left out, because the weights are hashed where they matter.
 */
function topologyOf(model: LayersModel): string {
  const places = new Map([model, ...model.layers].map(({ name }, place) => [name, `#${place}`]));
  const topology: Json = JSON.parse(JSON.stringify(model.toJSON(null, false)), (key, value: Json) => {
    if (/initializer$/i.test(key) || key === 'seed') return null;
    return typeof value === 'string' ? (places.get(value) ?? value) : value;
  });
  return hashOf(topology);
}
