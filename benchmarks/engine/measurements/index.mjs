import { models } from '../models/index.mjs';
import { adversarialTraining } from './adversarial-training.mjs';
import { inputGradient } from './input-gradient.mjs';
import { pgd } from './pgd.mjs';
import { step } from './step.mjs';
import { wholeMnist } from './whole-mnist.mjs';

/** A measurement takes a network and the case and returns a function that takes one sample, in seconds. */
const measurements = { step, inputGradient, pgd, adversarialTraining, wholeMnist };

/** Sets a case up on a new network; the function it returns takes one sample, in seconds. */
export function prepare({ measurement, model, ...sizes }) {
  return measurements[measurement](models[model](), sizes);
}
