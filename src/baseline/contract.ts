import type { JsonObject } from '../json.ts';

/** What a check measured, per input: the whole content of an entry of a baseline. */
export interface MeasuredCheck {
  /** Whether each input counts as correct. */
  readonly correct: readonly boolean[];
  /** The stable ids of the inputs, in the same order. Inputs that are equal have equal ids. */
  readonly ids: readonly string[];
  readonly seed: number;
  /** The options that decide what is measured, such as epsilon and the steps of an attack. */
  readonly setting: JsonObject;
}

/** The checks of one test, by name. */
export type ChecksOfTest = ReadonlyMap<string, MeasuredCheck>;

/** What the baseline file of a spec file holds: the checks by test. */
export type Baseline = ReadonlyMap<string, ChecksOfTest>;
