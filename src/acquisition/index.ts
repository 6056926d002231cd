import { adversarialBim } from './adversarial-bim.ts';
import { badge } from './badge.ts';
import { bald } from './bald.ts';
import { ceal } from './ceal.ts';
import { clusterMargin } from './cluster-margin.ts';
import type { AcquisitionFunction } from './contract.ts';
import { coreSet } from './core-set.ts';
import { deepGini } from './deep-gini.ts';
import { determinantalPointProcess } from './determinantal-point-process.ts';
import { dfal } from './dfal.ts';
import { distanceSurprise } from './distance-surprise.ts';
import { diverseMiniBatch } from './diverse-mini-batch.ts';
import { dre } from './dre.ts';
import { dropoutEntropy } from './dropout-entropy.ts';
import { dropoutLeastConfidence } from './dropout-least-confidence.ts';
import { dropoutMargin } from './dropout-margin.ts';
import { expectedGradientLength } from './expected-gradient-length.ts';
import { kMeans } from './k-means.ts';
import { kMultisectionNeuronCoverage } from './k-multisection-neuron-coverage.ts';
import { leastConfidence } from './least-confidence.ts';
import { likelihoodSurprise } from './likelihood-surprise.ts';
import { marginRatio } from './margin-ratio.ts';
import { margin } from './margin.ts';
import { maxEntropy } from './max-entropy.ts';
import { mcp } from './mcp.ts';
import { meanStd } from './mean-std.ts';
import { neuronCoverage } from './neuron-coverage.ts';
import { randomSampling } from './random-sampling.ts';
import { variationRatio } from './variation-ratio.ts';

/** All acquisition functions by name. */
export const acquisitionFunctions = {
  randomSampling,
  maxEntropy,
  margin,
  leastConfidence,
  variationRatio,
  deepGini,
  marginRatio,
  bald,
  dropoutEntropy,
  dropoutMargin,
  dropoutLeastConfidence,
  meanStd,
  expectedGradientLength,
  dfal,
  adversarialBim,
  coreSet,
  kMeans,
  badge,
  clusterMargin,
  diverseMiniBatch,
  determinantalPointProcess,
  mcp,
  neuronCoverage,
  kMultisectionNeuronCoverage,
  likelihoodSurprise,
  distanceSurprise,
  dre,
  ceal,
} satisfies Record<string, AcquisitionFunction>;

export { adversarialBim, ceal, dfal, expectedGradientLength };
export { bald, dropoutEntropy, dropoutLeastConfidence, dropoutMargin, marginRatio, meanStd, variationRatio };
export {
  badge,
  clusterMargin,
  coreSet,
  determinantalPointProcess,
  distanceSurprise,
  diverseMiniBatch,
  kMeans,
  kMultisectionNeuronCoverage,
  likelihoodSurprise,
  mcp,
  neuronCoverage,
};
export { deepGini, dre, leastConfidence, margin, maxEntropy, randomSampling };
export { defineAcquisition } from './define.ts';
export { ensemble, type AverageOptions, type Ensemble, type PosteriorOptions } from './scores/posterior.ts';
export type { AdversarialBimOptions } from './adversarial-bim.ts';
export type { BaldOptions } from './bald.ts';
export type { CealOptions } from './ceal.ts';
export type { DfalOptions } from './dfal.ts';
export type { ClusterMarginOptions } from './cluster-margin.ts';
export type { CoreSetOptions } from './core-set.ts';
export type { DeterminantalPointProcessOptions } from './determinantal-point-process.ts';
export type { DiverseMiniBatchOptions } from './diverse-mini-batch.ts';
export type { ExpectedGradientLengthOptions } from './expected-gradient-length.ts';
export type { DreOptions } from './dre.ts';
export type { KMultisectionNeuronCoverageOptions } from './k-multisection-neuron-coverage.ts';
export type { LikelihoodSurpriseOptions } from './likelihood-surprise.ts';
export type { NeuronCoverageOptions } from './neuron-coverage.ts';
export { selectionOf } from './checks/validate-choice.ts';
export type { AcquisitionFunction, Choice, Configurable, Scoring, Selection } from './contract.ts';
export type {
  Activations,
  AvailableSignals,
  Distances,
  Features,
  GivenSignals,
  PosteriorSource,
  SignalName,
  SignalParameters,
  SignalRequests,
  Signals,
} from '../signals/contract.ts';
