export { evaluateAccuracy, type EvaluationOptions } from './accuracy.ts';
