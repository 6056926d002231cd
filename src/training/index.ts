export { standardTraining } from './standard.ts';
export { adversarialTraining, type AdversarialTrainingOptions } from './adversarial.ts';
export type { EarlyStopping, TrainingOptions } from './options.ts';
export type { FitContext, FitHistory, Training } from './contract.ts';
