import { adversarialTraining } from './adversarial-training.mjs';
import { inputGradient } from './input-gradient.mjs';
import { pgd } from './pgd.mjs';
import { step } from './step.mjs';

/** A measurement takes a network and the case and returns a function that takes one sample, in seconds. */
export const measurements = { step, inputGradient, pgd, adversarialTraining };
