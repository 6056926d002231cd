import type { Finding } from '../finding.ts';
import type { Subject } from '../subject.ts';
import { checkAcquisition } from './acquisition.ts';
import { checkAttacks } from './attacks.ts';
import { checkCompressions } from './compressions.ts';
import { checkCopies } from './copies.ts';
import { checkGradients } from './gradients.ts';
import { checkPosterior } from './posterior.ts';
import { checkPredictions } from './predictions.ts';
import { checkTraining } from './training.ts';

/** The groups of checks by name, in the order in which they run. */
export const checks: Readonly<Record<string, (subject: Subject) => Promise<Finding[]>>> = {
  predictions: checkPredictions,
  gradients: checkGradients,
  copies: checkCopies,
  training: checkTraining,
  posterior: checkPosterior,
  attacks: checkAttacks,
  compressions: checkCompressions,
  acquisition: checkAcquisition,
};
