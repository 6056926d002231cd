import { adversarialTraining } from './adversarial-training.ts';
import type { TrainingFactory } from './contract.ts';
import { standardTraining } from './standard-training.ts';

/** The trainings by name; each takes its parameters and returns a Training. */
export const trainings = { standardTraining, adversarialTraining } satisfies Record<string, TrainingFactory>;

export { adversarialTraining, standardTraining };
export type { AdversarialTrainingOptions } from './adversarial-training.ts';
export type { EarlyStopping, TrainingOptions } from './loop/options.ts';
export type { FitContext, FitHistory, TrainingFactory, Training } from './contract.ts';
