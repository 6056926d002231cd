import type { TrainingFactory, Training } from './contract.ts';
import { fit } from './loop/fit.ts';
import { describeOptions, resolveTrainingOptions, type TrainingOptions } from './loop/options.ts';

/**
 * Standard training: Adam on the mean softmax cross-entropy of clean inputs (empirical risk minimisation).
 * Returns the training.
 *
 *   min_w E_(x, y) [ L(f_w(x), y) ]
 *
 * @throws InvalidOptionError on an option out of range
 */
export function standardTraining(options: TrainingOptions = {}): Training {
  const resolved = resolveTrainingOptions('standardTraining', options);
  return {
    name: 'standardTraining',
    options: describeOptions(resolved),
    fit: (classifier, split, context) => fit(classifier, split, context, resolved),
  };
}

const fromOptions: TrainingFactory['fromOptions'] = (options) => standardTraining(options);
standardTraining.fromOptions = fromOptions;
