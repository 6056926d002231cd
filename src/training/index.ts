export { standardTraining } from './standard-training.ts';
export { adversarialTraining, type AdversarialTrainingOptions } from './adversarial-training.ts';
export type { EarlyStopping, TrainingOptions } from './loop/options.ts';
export type { FitContext, FitHistory, Training } from './contract.ts';
