export { classifier, type ClassifierOptions } from './classifier.ts';
export { loadClassifier } from './files/load.ts';
export type { Classifier, ForwardOptions, Predictor } from './contract.ts';
