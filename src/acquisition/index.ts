import { adversarialBim } from './adversarial-bim.ts';
import { bald } from './bald.ts';
import { ceal } from './ceal.ts';
import type { AcquisitionFunction } from './contract.ts';
import { deepGini } from './deep-gini.ts';
import { dfal } from './dfal.ts';
import { dre } from './dre.ts';
import { dropoutEntropy } from './dropout-entropy.ts';
import { dropoutLeastConfidence } from './dropout-least-confidence.ts';
import { dropoutMargin } from './dropout-margin.ts';
import { leastConfidence } from './least-confidence.ts';
import { margin } from './margin.ts';
import { marginRatio } from './margin-ratio.ts';
import { maxEntropy } from './max-entropy.ts';
import { meanStd } from './mean-std.ts';
import { randomSampling } from './random-sampling.ts';
import { variationRatio } from './variation-ratio.ts';

/** Every acquisition function, by name. */
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
  dfal,
  adversarialBim,
  dre,
  ceal,
} satisfies Record<string, AcquisitionFunction>;

export { adversarialBim, ceal, dfal };
export { bald, dropoutEntropy, dropoutLeastConfidence, dropoutMargin, marginRatio, meanStd, variationRatio };
export { deepGini, dre, leastConfidence, margin, maxEntropy, randomSampling };
export { defineAcquisition, type Configurable } from './define.ts';
export { entropyBias } from './entropy-bias.ts';
export { selectionBias, type SelectionBias } from './selection-bias.ts';
export { ensemble, type AverageOptions, type Ensemble, type PosteriorOptions } from './posterior.ts';
export type { AdversarialBimOptions } from './adversarial-bim.ts';
export type { BaldOptions } from './bald.ts';
export type { CealOptions } from './ceal.ts';
export type { DfalOptions } from './dfal.ts';
export type { DreOptions } from './dre.ts';
export { selectionOf } from './selection.ts';
export type {
  AcquisitionFunction,
  Activations,
  AvailableSignals,
  Choice,
  Distances,
  GivenSignals,
  PosteriorSource,
  Selection,
  SignalName,
  SignalParameters,
  SignalRequests,
  Signals,
} from './contract.ts';
