/**
 * Warns of a model that answers one class, whatever it is asked.
 *
 * @param predicted - the predicted class per input
 * @returns at most one warning; none if all inputs have the same label, because the answer may then be right
 */
export function constantAnswer(labels: Int32Array, predicted: Int32Array): string[] {
  const [answers, classes] = [new Set(predicted), new Set(labels)];
  if (answers.size !== 1 || classes.size < 2) return [];
  return [`the model answers class ${predicted[0]} for all ${predicted.length} inputs`];
}

/** With fewer inputs, the correct ones may have one label by chance. */
const enough = 10;

/**
 * Warns of a model that seems to answer one class, where only the correctness of its answers is known.
 *
 * @param correct - by input, whether it is classified correctly
 * @returns at most one warning, if the correct inputs are exactly those of one class
 */
export function constantAnswerIn(labels: Int32Array, correct: Uint8Array): string[] {
  const isCorrect = (item: number): boolean => correct[item] === 1;
  const items = Array.from(correct.keys());
  const [only, ...others] = new Set(items.filter(isCorrect).map((item) => labels[item]));
  if (only === undefined || others.length > 0 || items.length < enough) return [];
  const isMissed = items.some((item) => labels[item] === only && !isCorrect(item));
  if (isMissed || items.every(isCorrect)) return [];
  return [
    `the inputs of class ${only} are all correct and no others: the model seems to answer ${only} for every input`,
  ];
}
