import type { AcquisitionFunction } from './contract.ts';
import { deepGini } from './deep-gini.ts';
import { dre } from './dre.ts';
import { leastConfidence } from './least-confidence.ts';
import { margin } from './margin.ts';
import { maxEntropy } from './max-entropy.ts';
import { randomSampling } from './random-sampling.ts';

/** Every acquisition function, by name. */
export const acquisitionFunctions = {
  randomSampling,
  maxEntropy,
  margin,
  leastConfidence,
  deepGini,
  dre,
} satisfies Record<string, AcquisitionFunction>;

export { deepGini, dre, leastConfidence, margin, maxEntropy, randomSampling };
export { defineAcquisition, type Configurable } from './define.ts';
export { entropyBias } from './entropy-bias.ts';
export { selectionBias, type SelectionBias } from './selection-bias.ts';
export type { DreOptions } from './dre.ts';
export { selectionOf } from './selection.ts';
export type {
  AcquisitionFunction,
  Activations,
  AvailableSignals,
  Choice,
  GivenSignals,
  Selection,
  SignalName,
  SignalParameters,
  SignalRequests,
  Signals,
} from './contract.ts';
