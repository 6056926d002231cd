import { integerFrom, demand, type Limit } from '../../options.ts';
import { isRange, type InputRange } from '../../norms/range.ts';

const radius: Limit = {
  expected: 'a number of at least 0, in units of the input',
  holds: (value) => typeof value === 'number' && value >= 0,
  advice: (value) =>
    Array.isArray(value) ? 'Of a list pass the largest number.' : 'For 8 grey levels of inputs in [0, 1] pass 8 / 255.',
};

const range: Limit = {
  expected: 'two bounds [low, high] with low <= high, each a number or a list of numbers, or null',
  holds: (value) => value === null || isRange(value),
  advice: () => 'Pass the inputRange of the classifier, or omit it for [0, 1].',
};

const manyClasses = integerFrom(2, 1_000_000);

/** Checks what the methods of an attack receive that only look at its options. @throws InvalidOptionError if one is out of range */
export function checkRadius(owner: string, epsilon: number, inputRange: InputRange | null = null): void {
  demand(owner, 'epsilon', epsilon, radius);
  demand(owner, 'inputRange', inputRange, range);
}

/** @throws InvalidOptionError unless it is a number of classes */
export function checkClasses(owner: string, classes: number): void {
  demand(owner, 'classes', classes, manyClasses, 'Pass the classes of the classifier.');
}
