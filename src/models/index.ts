export { classifier, type ClassifierOptions } from './classifier.ts';
export { loadClassifier } from './files/load.ts';
export type { ImportOptions } from './import/contract.ts';
export { service } from './remote/service.ts';
export type { ServiceOptions } from './remote/contract.ts';
export type { Answer, AnyLayersModel, Classifier, Labels, Predictor } from './contract.ts';
export type { ForwardOptions } from './network/contract.ts';
