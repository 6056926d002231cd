/** The settings of a study, which `scripts/study.mjs` passes in the environment. */
export interface StudySettings {
  readonly dataset: 'mnist' | 'fashion-mnist';
  readonly functions: readonly string[];
  readonly seeds: readonly number[];
  readonly initial: number;
  readonly query: number;
  readonly stages: number;
  /** Number of first inputs of the training split whose labels can be bought. @defaultValue all */
  readonly pool?: number;
  /** Epochs of adversarial training in each stage. */
  readonly epochs: number;
  /** Epochs over which epsilon grows in each stage. */
  readonly warmup: number;
  readonly batch: number;
  readonly rate: number;
  /** Steps of PGD in training, and in evaluation. */
  readonly steps: number;
  readonly evaluationSteps: number;
  readonly epsilon: number;
  readonly alpha: number;
  /** Number of test inputs to attack after each stage, or to measure compressed models on. */
  readonly limit: number;
  readonly workers: number;
  /** Measure the effect of compression instead of robustness. */
  readonly compression: boolean;
  /** Also train a model on everything. A study of compression always does. */
  readonly everything: boolean;
}

/** Returns the settings of the requested study. @throws Error if there are none */
export function studySettings(): StudySettings {
  const text = process.env.DNN_STUDY;
  if (!text)
    throw new Error(
      'There are no settings of a study.\nExpected them in DNN_STUDY.\nRun npm run study -- mnist; --help lists the options.',
    );
  return JSON.parse(text) as StudySettings;
}
