export { classifier, type ClassifierOptions } from './classifier.ts';
export { loadClassifier } from './files/load.ts';
export type { ElementType, GraphValue, ImportOptions } from './import/contract.ts';
export { openGraph, type NamedTensor, type OpenGraph } from './import/open-graph.ts';
export type { PreprocessingOptions } from './import/options.ts';
export { onnxPredictor, type OnnxPredictorOptions } from './onnx-predictor.ts';
export { service } from './remote/service.ts';
export type { ServiceOptions } from './remote/contract.ts';
export type {
  Answer,
  AnyLayersModel,
  Classifier,
  LabelledTexts,
  Labels,
  Predictor,
  TextPredictor,
} from './contract.ts';
export type { ForwardOptions } from './network/contract.ts';
