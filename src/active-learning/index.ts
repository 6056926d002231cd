export { runActiveLearning } from './run.ts';
export { identifyRun, type RunIdentity } from './identify.ts';
export { weightsHash } from './network-hashes.ts';
export { selectForRetraining, type RetrainingSelection, type SelectionOptions } from './select-for-retraining.ts';
export { retrain, type RetrainingOptions } from './retrain.ts';
export type { ActiveLearningOptions, Oracle, Stage } from './contract.ts';
export { saveLabellingTasks, type LabellingOptions } from './labelling/save-tasks.ts';
export { labelStudioOracle } from './labelling/label-studio-oracle.ts';
