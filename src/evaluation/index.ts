export { evaluateAccuracy, type EvaluationOptions } from './accuracy.ts';
export type { Slice, SliceItem } from './parts.ts';
export { attackSuccessTable, type SizedAttack } from './robustness/attack-success-table.ts';
export { evaluateCalibration, type CalibrationOptions } from './calibration.ts';
export { evaluateLatency, type LatencyOptions } from './latency.ts';
export { cleverScore, type CleverOptions, type CleverScores, type CleverTarget } from './clever/clever-score.ts';
export { evaluateCompressedRobustness, type CompressedRobustness } from './robustness/compressed-robustness.ts';
export {
  evaluateCompression,
  evaluateCompressions,
  type CompressionEvaluationOptions,
  type MeasuredCompression,
} from './compression.ts';
export {
  evaluateRobustnessCurve,
  type RobustnessCurve,
  type RobustnessCurveOptions,
} from './robustness/robustness-curve.ts';
export { evaluateRobustness, type RobustnessOptions } from './robustness/robustness.ts';
export type { Adversarial, AdversarialInputs, AdversarialTexts } from './robustness/attack-sample.ts';
