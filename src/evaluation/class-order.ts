import { bestMatching } from '../matrix/best-matching.ts';
import { wilson } from '../statistics/index.ts';

/** With more classes, the table of answers by label takes too much memory. */
const mostClasses = 2000;
/** A list of more classes does not fit into a message. */
const mostListed = 200;
/** Certainty that another order is better than the given one, so that a model that guesses is not suspected. */
const confidence = 0.999;

/**
 * Warns of outputs in another order than the labels, as with a model whose author sorted the classes by name.
 *
 * The best matching of outputs to labels is found on one half of the inputs and judged on the other, and the other way round, because
 * on its own inputs it fits even a model that guesses. The warning appears if the matching is right on more than half of the inputs on
 * which the given order is wrong, and if the 99.9 % intervals of both accuracies do not touch. The same must hold against the answer of
 * the most frequent label for all inputs, so that a constant answer is no order. Outputs that no input decides keep their place.
 *
 * @param predicted - the predicted class per input
 * @returns at most one warning
 */
export function otherOrder(labels: Int32Array, predicted: Int32Array): string[] {
  const classes = 1 + Math.max(largestIn(labels), largestIn(predicted));
  if (classes > mostClasses) return [];
  const halves = tablesOfHalves(labels, predicted, classes);
  const least = bestWithoutMatching(halves, classes);
  const isBetter = (matched: number): boolean => 2 * (matched - least) > labels.length - least;
  if (!isBetter(mostMatched(halves, classes))) return [];
  const [first, second] = halves.map((table) => matchingOf([table], classes));
  const matched = sumOf(halves[0], second) + sumOf(halves[1], first);
  const [now, then] = [least, matched].map((count) => wilson(count, labels.length, confidence));
  if (!isBetter(matched) || then.low <= now.high) return [];
  const order = matchingOf(halves, classes);
  const share = halves.reduce((sum, table) => sum + sumOf(table, order), 0) / labels.length;
  const list = `${Array.from(order.subarray(0, mostListed)).join(', ')}${classes > mostListed ? ', …' : ''}`;
  return [`the outputs seem to be in another order: classes: [${list}] would give ${(100 * share).toFixed(1)} %`];
}

const largestIn = (values: Int32Array): number => values.reduce((largest, value) => Math.max(largest, value), 0);

/** The order in which every output means the label of its number. */
const given = (classes: number): Int32Array => Int32Array.from({ length: classes }, (_, label) => label);

/** Answers by label, [classes, classes]. The inputs of each label go to the halves in turns. */
function tablesOfHalves(labels: Int32Array, predicted: Int32Array, classes: number): [Int32Array, Int32Array] {
  const tables: [Int32Array, Int32Array] = [new Int32Array(classes ** 2), new Int32Array(classes ** 2)];
  const seen = new Int32Array(classes);
  labels.forEach((label, i) => tables[seen[label]++ % 2][label * classes + predicted[i]]++);
  return tables;
}

/** How many inputs are classified correctly in the given order, or by the most frequent label if those are more. */
function bestWithoutMatching([first, second]: [Int32Array, Int32Array], classes: number): number {
  const correct = sumOf(first, given(classes)) + sumOf(second, given(classes));
  let largest = 0;
  for (let label = 0; label < classes; label++) {
    const row = [first, second].map((table) => table.subarray(label * classes, (label + 1) * classes));
    largest = Math.max(
      largest,
      row.reduce((sum, counts) => sum + counts.reduce((all, count) => all + count, 0), 0),
    );
  }
  return Math.max(correct, largest);
}

/** An upper bound of what a matching can classify correctly: every label gets the output that answers it most often. */
function mostMatched([first, second]: [Int32Array, Int32Array], classes: number): number {
  let sum = 0;
  for (let label = 0; label < classes; label++) {
    let most = 0;
    for (let at = label * classes; at < (label + 1) * classes; at++) most = Math.max(most, first[at] + second[at]);
    sum += most;
  }
  return sum;
}

/** The output per label that classifies most inputs correctly; of equally good matchings, one that keeps most outputs. */
function matchingOf(tables: readonly Int32Array[], classes: number): Int32Array {
  const weights = Float64Array.from({ length: classes ** 2 }, (_, at) => {
    const isKept = Math.floor(at / classes) === at % classes;
    return tables.reduce((sum, table) => sum + table[at], 0) * (classes + 1) + Number(isKept);
  });
  return bestMatching(weights, classes);
}

/** How many inputs of a table a matching classifies correctly. */
const sumOf = (table: Int32Array, order: Int32Array): number =>
  order.reduce((sum, output, label) => sum + table[label * order.length + output], 0);
