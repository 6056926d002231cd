/** The scale of a study, as `scripts/study.mjs` passes it on in the environment. */
export interface StudySettings {
  readonly dataset: 'mnist' | 'fashion-mnist';
  readonly functions: readonly string[];
  readonly seeds: readonly number[];
  readonly initial: number;
  readonly query: number;
  readonly stages: number;
  /** The first inputs of the training split that labels are bought from; all where it is left out. */
  readonly pool?: number;
  /** Of adversarial training, in every stage. */
  readonly epochs: number;
  /** Epochs over which epsilon grows in every stage. */
  readonly warmup: number;
  readonly batch: number;
  readonly rate: number;
  /** Of PGD while training, and while evaluating. */
  readonly steps: number;
  readonly evaluationSteps: number;
  readonly epsilon: number;
  readonly alpha: number;
  /** Test inputs that are attacked after every stage, or that compressed models are measured on. */
  readonly limit: number;
  readonly workers: number;
  /** What compression does to the models, instead of how robust they become. */
  readonly compression: boolean;
  /** Whether a model is also trained on everything, as compression always does. */
  readonly everything: boolean;
}

/** The study that was asked for. */
export function studySettings(): StudySettings {
  const text = process.env.DNN_STUDY;
  if (!text)
    throw new Error(
      'There is no study.\nExpected its settings in DNN_STUDY.\nStart it by npm run study -- mnist; --help lists the options.',
    );
  return JSON.parse(text) as StudySettings;
}
