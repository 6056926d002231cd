import { models } from '../models/index.mjs';
import { adversarialTraining } from './adversarial-training.mjs';
import { inputGradient } from './input-gradient.mjs';
import { pgd } from './pgd.mjs';
import { probabilities } from './probabilities.mjs';
import { step } from './step.mjs';
import { wholeMnist } from './whole-mnist.mjs';

/** Measurements: each takes a network and a case, and returns a function that takes one sample, in seconds (`between`). */
const measurements = { step, inputGradient, probabilities, pgd, adversarialTraining, wholeMnist };

/** Prepares a case with a new network and returns a function that takes one sample. */
export function prepare({ measurement, model, ...sizes }) {
  return measurements[measurement](models[model](), sizes);
}
