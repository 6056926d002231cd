import type { Prediction, TextUnderAttack } from '../contract.ts';

/** The goal of an attack: any class but the label. */
type Labelled = Pick<TextUnderAttack<unknown>, 'label'>;

/** Whether a prediction is any class but the label. */
export const isReached = ({ label }: Labelled, prediction: Prediction): boolean => prediction.label !== label;

/** P(y|x): the probability of the label, which the attack lowers. */
export const confidenceOf = ({ label }: Labelled, { probabilities }: Prediction): number => probabilities[label];
