/**
 * Entry point for specs: everything that a spec imports.
 *
 * @module
 */
import { noteUse } from './first-use.ts';

export { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';

export * from '../fixtures/index.ts';
export type {
  AccuracyOptions,
  AnswerOptions,
  AttackedInputs,
  CalibratedOptions,
  CleverScoreOptions,
  FitOptions,
  KeepQualityOptions,
  QualityMatchers,
  RetainOptions,
  RetainRobustnessOptions,
  RobustOptions,
  SuccessRateOptions,
  RobustUpToOptions,
  TestedModel,
  TestedTexts,
} from '../matchers/index.ts';

export * from './acquisition/index.ts';
export * from './active-learning/index.ts';
export * from './architectures/index.ts';
export * from './attacks/index.ts';
export * from './compression/index.ts';
export * from './data-quality/index.ts';
export * from './datasets/index.ts';
export * from './evaluation/index.ts';
export * from './models/index.ts';
export * from './training/index.ts';
export { textEncoder, type TextEncoderOptions } from './text/index.ts';
export type { Encoder, EncoderJson, Padding, Tokenizer } from './text/contract.ts';
export * from './uncertainty/index.ts';

export { startEngine, type Engine, type EngineName } from './engine/index.ts';
export * from './errors.ts';
export type { Json, JsonObject } from './json.ts';
export type { Epsilon } from './norms/epsilon-by-value.ts';
export type { Bound, InputRange } from './norms/range.ts';
export type { Matrix } from './matrix/matrix.ts';
export type { Progress, ProgressEvent } from './progress.ts';
export { createRandom, type Random } from './random/index.ts';
export { clusterByKMeans, type ClusterOptions } from './geometry/cluster-by-k-means.ts';
export type { Clusters } from './geometry/k-means.ts';
export { signalsOf, type PlainSignal, type SignalOptions } from './signals/signals-of.ts';
export { fingerprint, imbalanced, itemSize, split, subsample, subset } from './splits/index.ts';
export { validateDataset, validateSplit } from './splits/index.ts';
export type { NestedNumbers, SplitOptions, SubsampleOptions } from './splits/index.ts';
export type { CalibrationMeasurement } from './report/schemas/calibration-measurement.ts';
export type { CleverMeasurement } from './report/schemas/clever-measurement.ts';
export type { CompressionMeasurement, CompressionStep } from './report/schemas/compression-measurement.ts';
export type { LatencyMeasurement } from './report/schemas/latency-measurement.ts';
export type { Measurement, AccuracyMeasurement } from './report/schemas/measurement.ts';
export type { Interval } from './report/schemas/measurement-parts.ts';
export type { RobustnessMeasurement } from './report/schemas/robustness-measurement.ts';
export type { AttackSuccessRow, AttackSuccessTable } from './report/schemas/attack-success-table.ts';
export type { ModelRecord, StageRecord } from './report/schemas/model-record.ts';

noteUse();
