import type { RunnerTestCase } from 'vitest';
import type { Dataset, Split } from '../../src/datasets/contract.ts';
import { InvalidDataError } from '../../src/errors.ts';
import { isInstance, isObject } from '../../src/options.ts';
import { show } from '../../src/show.ts';
import { checkParts, validateDataset, validateDescribed, validateSplit } from '../../src/splits/index.ts';

/** A split with its name in messages: that of a data set, or the only one. */
export interface TestedSplit {
  /** @defaultValue the subject is this split alone */
  readonly of?: 'training' | 'test';
  readonly split: Split;
}

/** The data that a gate measures: a split, or both splits of a data set. */
export interface TestedData {
  /** Name in messages: of the data set, else of the fixture that provides the split, else by the test. */
  readonly name: string;
  readonly splits: readonly TestedSplit[];
  /** The data set, unless the subject is a split. It names the classes, and says what the items are. */
  readonly dataset?: Dataset;
}

/** What a gate on data demands of its subject. */
export interface DataDemands {
  readonly name: string;
  /** Whether it compares two splits, so that one is not enough. @defaultValue false */
  readonly needsDataset?: boolean;
  /** Whether inputs may be NaN or infinite, because the gate looks for them. @defaultValue false */
  readonly takesNotFinite?: boolean;
}

/**
 * Checks that the argument of `expect(…)` is a data set or a split.
 *
 * @returns its splits, with the names under which messages show them
 * @throws InvalidDataError - if it is anything else, or data that cannot be read
 */
export function testedData(demands: DataDemands, task: RunnerTestCase, received: unknown): TestedData {
  const { name, needsDataset = false, takesNotFinite = false } = demands;
  if (isDataset(received)) {
    if (takesNotFinite) validateDescribed(received);
    else validateDataset(received);
    const splits = [
      { of: 'training', split: received.train },
      { of: 'test', split: received.test },
    ] as const;
    for (const { of, split } of splits) checkSize(split, `the ${of} split of "${received.name}"`);
    return { name: received.name, dataset: received, splits };
  }
  if (isSplit(received) && !needsDataset) {
    const what = 'the split';
    checkSize(received, what);
    if (!takesNotFinite) validateSplit(received, Number.POSITIVE_INFINITY, what);
    return { name: nameOf(task, received), splits: [{ split: received }] };
  }
  throw new InvalidDataError(
    `${name}: expect() received ${isSplit(received) ? 'a split' : show(received)}.\n` +
      `Expected a data set${needsDataset ? ', because the gate compares its training split with its test split' : ', such as mnist(), or one of its splits'}.\n${adviceFor(received)}`,
  );
}

/** Checks the types and lengths of a split, and that it has items. */
function checkSize(split: Split, what: string): void {
  checkParts(split, what);
  if (split.size > 0) return;
  throw new InvalidDataError(
    `${what[0].toUpperCase()}${what.slice(1)} is empty.\nExpected at least one item. Check how its items were selected.`,
  );
}

function nameOf(task: RunnerTestCase, split: Split): string {
  const provided = Object.entries(task.context).find(([, value]) => value === split);
  return provided ? provided[0] : `the split of "${task.name}"`;
}

function adviceFor(received: unknown): string {
  if (isSplit(received)) return 'Pass the data set, or make one of two splits: { name, classNames, train, test }.';
  if (isInstance(received, Promise)) return 'This is a promise: await it first.';
  if (isObject(received) && 'classifier' in received) {
    return 'This is a model: pass its data, as in expect(model.dataset) or expect(model.split).';
  }
  if (typeof received === 'function') return 'This is a function: call the reader, as in expect(glyphs()).';
  return 'Pass a data set of a reader, or a split made with split(inputs, labels).';
}

const isDataset = (value: unknown): value is Dataset =>
  isObject(value) && isSplit(value.train) && isSplit(value.test) && Array.isArray(value.classNames);

const isSplit = (value: unknown): value is Split =>
  isObject(value) && ArrayBuffer.isView(value.inputs) && 'itemShape' in value && 'labels' in value;
