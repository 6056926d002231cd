import { InvalidDataError } from '../../errors.ts';
import type { Awaitable, Choice, Selection } from '../contract.ts';
import { checkMatrix } from '../../matrix/check-matrix.ts';
import { show } from '../../show.ts';
import { isObject } from '../../value-kinds.ts';

/** Awaits a choice and returns it as a selection. @throws InvalidDataError - if it is none */
export async function selectionOf(choice: Awaitable<Choice>): Promise<Selection> {
  const chosen: unknown = isObject(choice) ? await choice : choice; // a proxy that was revoked cannot be awaited
  if (!isObject(chosen))
    throw new InvalidDataError(
      `An acquisition function: select returned ${show(chosen)}.\nExpected an Int32Array of pool indices, or { selected }.\n` +
        'Return them from its select.',
    );
  return inOneForm(chosen as unknown as Choice);
}

/**
 * Checks a choice and returns it unchanged.
 *
 * @throws InvalidDataError if it is not `count` distinct pool indices, or its pseudo labels or derived inputs do not fit them
 */
export function validateChoice(name: string, choice: Choice, count: number, size: number): Choice {
  const selection = inOneForm(choice);
  validateSelected(name, selection, count, size);
  validatePseudoLabels(name, selection, size);
  validateDerived(name, selection);
  return choice;
}

function validateSelected(name: string, { selected }: Selection, count: number, size: number): void {
  const distinct = new Set(selected);
  if (selected.length === count && distinct.size === count && selected.every((index) => isOf(index, size))) return;
  throw new InvalidDataError(
    `${name}: select returned ${selected.length} indices, ${distinct.size} of them distinct.\n` +
      `Expected ${count} distinct integers in [0, ${size}).\nCorrect the select function of this acquisition function.`,
  );
}

function validatePseudoLabels(name: string, { selected, pseudoLabelled }: Selection, size: number): void {
  if (pseudoLabelled === undefined) return;
  const { indices, labels } = pseudoLabelled;
  const taken = new Set(selected);
  const distinct = new Set(indices).size === indices.length;
  if (distinct && labels.length === indices.length && indices.every((index) => isOf(index, size) && !taken.has(index)))
    return;
  throw new InvalidDataError(
    `${name}: select returned ${labels.length} pseudo labels for ${indices.length} inputs.\n` +
      'Expected one label per input, and distinct pool inputs that are not selected.\n' +
      'Correct the select function of this acquisition function.',
  );
}

function validateDerived(name: string, { selected, derived }: Selection): void {
  if (derived === undefined) return;
  const { origins, inputs } = derived;
  const chosen = new Set(selected);
  checkMatrix(`${name}: the matrix of derived inputs`, inputs);
  if (inputs.rows === origins.length && origins.every((origin) => chosen.has(origin))) return;
  throw new InvalidDataError(
    `${name}: select derived ${inputs.rows} inputs from ${origins.length} origins.\n` +
      'Expected one row per origin, and only origins that are selected.\n' +
      'Correct the select function of this acquisition function.',
  );
}

const inOneForm = (choice: Choice): Selection => (choice instanceof Int32Array ? { selected: choice } : choice);

const isOf = (index: number, size: number): boolean => Number.isInteger(index) && index >= 0 && index < size;
