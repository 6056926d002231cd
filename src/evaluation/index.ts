export { evaluateAccuracy, type EvaluationOptions } from './accuracy.ts';
export { attackSuccessTable, type SizedAttack } from './attack-success-table.ts';
export { cleverScore, type CleverOptions, type CleverScores, type CleverTarget } from './clever-score.ts';
export { evaluateCompressedRobustness, type CompressedRobustness } from './compressed-robustness.ts';
export { evaluateCompression, evaluateCompressions, type CompressionEvaluationOptions } from './compression.ts';
export { evaluateRobustnessCurve, type RobustnessCurve, type RobustnessCurveOptions } from './robustness-curve.ts';
export { evaluateRobustness, type AdversarialInputs, type RobustnessOptions } from './robustness.ts';
