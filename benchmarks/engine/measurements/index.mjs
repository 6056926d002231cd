import { models } from '../models/index.mjs';
import { adversarialTraining } from './adversarial-training.mjs';
import { inputGradient } from './input-gradient.mjs';
import { pgd } from './pgd.mjs';
import { step } from './step.mjs';
import { wholeMnist } from './whole-mnist.mjs';

/** Measurements: each takes a network and a case, and returns a function that takes one sample, in seconds. */
const measurements = { step, inputGradient, pgd, adversarialTraining, wholeMnist };

/** Prepares a case with a new network and returns a function that takes one sample, in seconds. */
export function prepare({ measurement, model, ...sizes }) {
  return measurements[measurement](models[model](), sizes);
}
