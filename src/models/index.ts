export { classifier, type ClassifierOptions } from './classifier.ts';
export { loadClassifier } from './files/load.ts';
export type { Answer, AnyLayersModel, Classifier, Predictor } from './contract.ts';
export type { ForwardOptions } from './network/contract.ts';
